// Statements on a click's path: built and compiled once, because Kysely's builder takes longer than the database.
import {
  type Compilable,
  type CompiledQuery,
  type InsertObject,
  type InsertQueryBuilder,
  type InsertResult,
  type QueryResult,
  type RawBuilder,
  sql,
} from 'kysely'
import type { Schema } from './schema.ts'
import type { Tx } from './transaction.ts'

/** Stands in a statement for a value that is given when it runs. */
export type Given<V> = <Name extends keyof V & string>(name: Name) => RawBuilder<V[Name]>

/** Runs the statement with these values. */
export type Statement<V, Row> = (tx: Tx, values: V) => Promise<QueryResult<Row>>

class Place {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** `build` runs once for each database, so its statement can't depend on anything but what is `given`. */
export function statement<V extends object, Row>(
  build: (tx: Tx, given: Given<V>) => Compilable<Row>,
): Statement<V, Row> {
  const given: Given<V> = (name) => sql`${new Place(name)}`
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return (tx, values) => {
    const { adapter } = tx.getExecutor()
    const query = compiled.get(adapter) ?? build(tx, given).compile()
    compiled.set(adapter, query)
    const named = new Map(Object.entries(values))
    const parameters = query.parameters.map((one) => (one instanceof Place ? named.get(one.name) : one))
    return tx.executeQuery({ ...query, parameters })
  }
}

/** Inserts rows into a table: compiled once for each list of columns. `finish` runs once, so it can't depend on a row. */
export function inserting<Table extends keyof Schema, Row>(
  table: Table,
  finish: (insert: InsertQueryBuilder<Schema, Table, InsertResult>) => Compilable<Row>,
): Statement<InsertObject<Schema, Table>, Row> {
  const compiled = new WeakMap<object, Map<string, CompiledQuery<Row>>>()
  return (tx, row) => {
    const { adapter } = tx.getExecutor()
    const byColumns = compiled.get(adapter) ?? new Map<string, CompiledQuery<Row>>()
    compiled.set(adapter, byColumns)
    const columns = Object.keys(row).join()
    const query = byColumns.get(columns) ?? finish(tx.insertInto(table).values(row)).compile()
    byColumns.set(columns, query)
    return tx.executeQuery({ ...query, parameters: Object.values(row) })
  }
}
