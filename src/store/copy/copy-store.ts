// Copies a whole store into an empty one, or finds that it is there already.
import { type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { tableKeys } from '../table-keys.ts'

export type CopyResult =
  | { readonly kind: 'copied'; readonly rows: RowCounts }
  /** The target holds exactly the same rows. Nothing was changed. */
  | { readonly kind: 'same'; readonly rows: RowCounts }
  /** The target holds other rows, at least in this table. Nothing was changed. */
  | { readonly kind: 'other-rows'; readonly table: string }

type RowCounts = Readonly<Record<string, number>>

/** How many rows are read and written at once: SQLite allows 32,766 values in a statement. */
const pageLength = 500

/** All or nothing, in one transaction on each side. No bot may use either meanwhile. */
export function copyStore(from: Kysely<Schema>, to: Kysely<Schema>): Promise<CopyResult> {
  return from.transaction().execute((source) =>
    to.transaction().execute(async (target) => {
      const [before, rows] = [await countRows(target), await countRows(source)]
      if (Object.values(before).some((count) => count > 0)) return compare(source, target, before, rows)
      for (const table of tables()) {
        for await (const page of readPages(source, table)) await insert(target, table, page)
      }
      await countInsertsOn(target)
      const different = differenceBetween(rows, await countRows(target))
      if (different !== null) throw new Error(`Not every row of ${different} has arrived`)
      return { kind: 'copied', rows }
    }),
  )
}

/** What is inserted from now on comes after what was copied. SQLite counts from the rows themselves. */
async function countInsertsOn(tx: Tx): Promise<void> {
  if (!(tx.getExecutor().adapter instanceof PostgresAdapter)) return
  await sql`
    select setval('audit_events_inserted', (select coalesce(max(inserted), 0) + 1 from audit_events), false)`.execute(
    tx,
  )
}

type Tx = Transaction<Schema>
type Row = Readonly<Record<string, unknown>>

interface Table {
  readonly name: string
  readonly key: readonly string[]
}

function tables(): readonly Table[] {
  return Object.entries(tableKeys).flatMap(([name, key]) => (key.length === 0 ? [] : [{ name, key }]))
}

async function countRows(tx: Tx): Promise<RowCounts> {
  const counts: Record<string, number> = {}
  for (const { name } of tables()) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
      tx,
    )
    counts[name] = rows[0]?.count ?? 0
  }
  return counts
}

function differenceBetween(some: RowCounts, others: RowCounts): string | null {
  return Object.keys(some).find((table) => some[table] !== others[table]) ?? null
}

async function compare(source: Tx, target: Tx, before: RowCounts, rows: RowCounts): Promise<CopyResult> {
  const different = differenceBetween(rows, before)
  if (different !== null) return { kind: 'other-rows', table: different }
  for (const table of tables()) {
    for await (const page of readPages(source, table)) {
      if (!(await holds(target, table, page))) return { kind: 'other-rows', table: table.name }
    }
  }
  return { kind: 'same', rows }
}

/** Ordered by key, so that each page begins where the last one ended. */
async function* readPages(tx: Tx, { name, key }: Table): AsyncGenerator<readonly Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  let last: Row | undefined
  do {
    const behind = last === undefined ? sql`` : sql`where (${columns}) > (${keyOf(last, key)})`
    const { rows } = await sql<Row>`
      select * from ${sql.table(name)} ${behind} order by ${columns} limit ${pageLength}`.execute(tx)
    if (rows.length > 0) yield rows
    last = rows.length === pageLength ? rows.at(-1) : undefined
  } while (last !== undefined)
}

function keyOf(row: Row, key: readonly string[]) {
  return sql.join(key.map((column) => row[column]))
}

async function insert(tx: Tx, { name }: Table, page: readonly Row[]): Promise<void> {
  const columns = Object.keys(page[0] ?? {})
  const values = page.map((row) => sql`(${keyOf(row, columns)})`)
  await sql`
    insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))})
    values ${sql.join(values)}`.execute(tx)
}

async function holds(tx: Tx, { name, key }: Table, page: readonly Row[]): Promise<boolean> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  const wanted = sql.join(page.map((row) => sql`(${keyOf(row, key)})`))
  const { rows } = await sql<Row>`
    select * from ${sql.table(name)} where (${columns}) in (values ${wanted})`.execute(tx)
  const found = new Set(rows.map(written))
  return page.every((row) => found.has(written(row)))
}

/** The two databases may list the columns in a different order. */
function written(row: Row): string {
  return JSON.stringify(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
