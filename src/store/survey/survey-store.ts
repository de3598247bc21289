// Looks at the store for the doctor: reads only, takes no lock, and brings nothing up to date. A bot may be working on it.
import type { StartProblem } from '../../domain/start-problem.ts'
import type { TablesState } from '../migrations.ts'
import type { StoreAddress } from '../open-store.ts'
import type { StoreRows } from './read-rows.ts'
import { surveyPostgres } from './survey-postgres.ts'
import { surveySqlite } from './survey-sqlite.ts'

export type StoreSurvey =
  /** No bot has made the file yet. */
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'seen'
      readonly tables: TablesState
      /** Null unless the tables are up to date. */
      readonly rows: StoreRows | null
      /** Null for a file. */
      readonly server: ServerFacts | null
    }
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  /** `code` is the system's or the server's own. */
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }

export interface ServerFacts {
  readonly version: string
  /** The connection from this machine. */
  readonly isEncrypted: boolean
  /** `none`: this is the server itself. `session` cannot be told from a pooler that happened to have a session for each. */
  readonly pooler: 'none' | 'session' | 'transaction'
}

export function surveyStore(
  address: StoreAddress,
  poolIds: readonly string[],
  now: () => Date,
): Promise<StoreSurvey> {
  return address.kind === 'sqlite'
    ? surveySqlite(address.path, poolIds, now)
    : surveyPostgres(address, poolIds)
}
