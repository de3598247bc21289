// The user groups that new cards mention: which group a handle means, as where approvers are read.
import type { Pool } from '../../domain/pool.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { type GroupDirectory, isHandle } from './group-directory.ts'

/** The form of Slack's ids. Anything else would not be a mention. */
const groupId = /^S[A-Z0-9]+$/

export interface MentionParts {
  readonly directory: GroupDirectory
  readonly log: Log
}

/** Makes the question which groups new cards of these pools mention, by pool. A card waits for no group: one that is unknown is left out, and the log says so. */
export function createMentions({ directory, log }: MentionParts) {
  /** What was last found, by what is configured. */
  const found = new Map<string, string>()

  const note = (mention: string, pool: Pool, kind: string, facts: object = {}) => {
    if (found.get(mention) === kind) return
    found.set(mention, kind)
    if (kind === 'group') return
    log.warn(
      { flow: 'publish', pool: pool.id, group: mention, ...facts, problem: kind },
      'new cards mention nobody: it is unknown which group is meant',
    )
  }

  const idOf = async (mention: string, pool: Pool): Promise<string | null> => {
    if (!isHandle(mention)) return groupId.test(mention) ? mention : null
    try {
      const meant = directory.meant(await directory.list(), mention)
      note(mention, pool, meant.kind)
      return meant.kind === 'group' && groupId.test(meant.id) ? meant.id : null
    } catch (error) {
      note(mention, pool, 'unread', errorFacts(error))
      return null
    }
  }

  return async (pools: readonly Pool[]): Promise<ReadonlyMap<string, string>> => {
    const groups = new Map<string, string>()
    for (const pool of pools) {
      const id = pool.mention === null ? null : await idOf(pool.mention, pool)
      if (id !== null) groups.set(pool.id, id)
    }
    return groups
  }
}
