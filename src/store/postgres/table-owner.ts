// Whose the tables are: this database user's, or somebody else's under the same name.
import { DEFAULT_MIGRATION_LOCK_TABLE, DEFAULT_MIGRATION_TABLE } from 'kysely/migration'
import type { Client } from 'pg'
import type { DatabaseProblem } from '../../domain/start-problem.ts'
import { tableKeys } from '../table-keys.ts'

const tables: readonly string[] = [
  DEFAULT_MIGRATION_TABLE,
  DEFAULT_MIGRATION_LOCK_TABLE,
  ...Object.keys(tableKeys),
]

interface Owned {
  readonly table: string
  readonly owner: string
  readonly user: string
}

/**
 * Null if none of our tables belongs to a role as which this user may not act. Those of a store are wherever the search path
 * finds them; before there is one, they will be in the first schema of that path, and others of their names don't matter.
 */
export async function othersTables(client: Client): Promise<DatabaseProblem | null> {
  const { rows } = await client.query<Owned>(
    `select format('%I.%I', nspname, relname) as table, pg_get_userbyid(relowner) as owner, current_user as user
     from unnest($1::text[]) as ours (name)
       join pg_class on pg_class.oid = case when to_regclass('${DEFAULT_MIGRATION_TABLE}') is null
         then to_regclass(quote_ident(current_schema()) || '.' || quote_ident(name))
         else to_regclass(quote_ident(name)) end
       join pg_namespace on pg_namespace.oid = relnamespace
     where not pg_has_role(relowner, 'USAGE')
     order by relname limit 1`,
    [tables],
  )
  const [found] = rows
  return found === undefined ? null : { kind: 'others-tables', ...found }
}
