// Counts the rows that a transaction has written.
import type { KyselyPlugin } from 'kysely'

export interface ChangeCounter {
  /** For the transaction. */
  readonly plugin: KyselyPlugin
  count(): bigint
}

export function createChangeCounter(): ChangeCounter {
  let changed = 0n
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      changed += result.numAffectedRows ?? 0n
      return Promise.resolve(result)
    },
  }
  return { plugin, count: () => changed }
}
