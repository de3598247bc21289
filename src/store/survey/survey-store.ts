// Looks at the store for the doctor: reads only, takes no lock, and brings nothing up to date. A bot may be working on it.
import { existsSync, statSync } from 'node:fs'
import type { StartProblem } from '../../domain/start-problem.ts'
import { openForReading } from '../audit/open-for-reading.ts'
import type { StoreAddress } from '../open-store.ts'
import { readRows, type StoreRows } from './read-rows.ts'
import { type ServerFacts, surveyServer } from './survey-server.ts'

export type StoreSurvey =
  | {
      readonly kind: 'seen'
      /** `missing`: no bot has made the file yet. `behind`: the next start brings the tables up to date. */
      readonly tables: 'missing' | 'none' | 'behind' | 'current'
      /** Null unless the tables are up to date. */
      readonly rows: StoreRows | null
      /** Null for a file. */
      readonly server: ServerFacts | null
    }
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  /** `code` is the system's or the server's own. */
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }

/** `now` is this machine's time, which is also that of a bot on a file. */
export async function surveyStore(
  address: StoreAddress,
  poolIds: readonly string[],
  now: () => Date,
): Promise<StoreSurvey> {
  const server = address.kind === 'sqlite' ? null : await surveyServer(address, now)
  if (server !== null && server.kind !== 'fit') return server
  const facts = server?.facts ?? null
  if (address.kind === 'sqlite') {
    const { path } = address
    if (!existsSync(path)) return { kind: 'seen', tables: 'missing', rows: null, server: null }
    if (statSync(path).isDirectory())
      return { kind: 'unusable', problem: { kind: 'store-unusable', path, reason: 'EISDIR' } }
  }
  const store = await openForReading(address)
  switch (store.kind) {
    case 'none':
    case 'behind':
      return { kind: 'seen', tables: store.kind, rows: null, server: facts }
    case 'open':
      try {
        const rows = await store.read((tx) => readRows(tx, poolIds, facts === null ? now : null))
        return { kind: 'seen', tables: 'current', rows, server: facts }
      } finally {
        await store.close()
      }
    default:
      return store
  }
}
