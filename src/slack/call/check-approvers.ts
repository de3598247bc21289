// Checks the approvers: those named are members of this workspace who may decide, and there is at least one.
import { type Refusal, whyNotAtAll } from '../../domain/may-decide.ts'
import type { Profile } from '../../domain/person.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import { createMemory } from '../../shared/remember.ts'
import type { Asking, Reply } from './ask-slack.ts'
import type { PoolMembers } from './check-groups.ts'
import { askProfile, notOurs } from './profiles.ts'
import type { SlackClient } from './slack-client.ts'

/** In larger groups, someone is taken to be able to decide, and no member is asked about. */
export const mostAsked = 20

export interface ApproverParts extends Asking {
  readonly slack: SlackClient
  readonly clock: Clock
  readonly log: Log
  /** The id of our own. */
  readonly workspace: string
  groupMembers(pool: Pool): Promise<PoolMembers>
  /** Whether some members of the pool's channel pass the test; null if they are too many. Left out where nobody needs to know. */
  anyMember?(pool: Pool, test: (userIds: readonly string[]) => Promise<boolean>): Promise<boolean | null>
}

/** Why a person may decide nothing; null if they may, or if it is unknown. */
export type WhyNot = Refusal | 'unknown' | null

type QuestionParts = Asking & Pick<ApproverParts, 'slack' | 'clock' | 'workspace'>

/** Makes the question why a person may decide nothing, which asks Slack once about each. */
export function createWhyNot(parts: QuestionParts): (userId: string) => Promise<WhyNot> {
  const { slack, clock, ask } = parts
  const profiles = createMemory(clock, Infinity, (userId) =>
    ask('users.info', () => askProfile(slack, userId, 'background')),
  )
  return async (userId) => judge(parts, await profiles.get(userId))
}

/** Makes the check of a pool's approvers. It reports problems and resolves to the approvers' ids. */
export function createApproverCheck(
  parts: ApproverParts,
  whyNot = createWhyNot(parts),
): (pool: Pool) => Promise<readonly string[]> {
  const { log, ask, report } = parts

  const anyMayDecide = async (members: readonly string[]) => {
    if (members.length > mostAsked) return true
    for (const userId of members) if ((await whyNot(userId)) === null) return true
    return false
  }

  /** Null if it is unknown. */
  const isAnyInChannel = async (pool: Pool, approvers: readonly string[]) => {
    const { anyMember } = parts
    if (anyMember === undefined) return null
    const wanted = new Set(approvers)
    const test = (userIds: readonly string[]) => anyMayDecide(userIds.filter((userId) => wanted.has(userId)))
    const reply = await ask('conversations.members', () => anyMember(pool, test))
    return reply.kind === 'answered' ? reply.answer : null
  }

  return async (pool) => {
    const [{ members, empty, isWhole }, named] = await Promise.all([
      parts.groupMembers(pool),
      Promise.all(pool.approvers.users.map(async (userId) => ({ userId, because: await whyNot(userId) }))),
    ])
    const fit = named.filter(({ because }) => because === null).map(({ userId }) => userId)
    const hasOthers = fit.length > 0 || members.length > 0
    for (const { userId, because } of named) {
      if (because === null) continue
      // A former approver must not keep the bot from starting while there are others.
      if (hasOthers)
        log.warn({ flow: 'start', pool: pool.id, approver: userId, because }, 'an approver may not approve')
      else report({ kind: 'approver-cannot-decide', pool, userId, because })
    }
    const hasGroups = pool.approvers.groups.length > 0
    const approvers = [...fit, ...members]
    if (hasGroups && isWhole && fit.length === 0 && !(await anyMayDecide(members))) {
      report({ kind: 'nobody-approves', pool, members: members.length })
      return approvers
    }
    if (approvers.length > 0) for (const group of empty) report({ kind: 'group-empty', pool, group })
    if (isWhole && approvers.length > 0 && (await isAnyInChannel(pool, approvers)) === false)
      report({ kind: 'nobody-in-channel', pool })
    return approvers
  }
}

function judge({ workspace, needs, inconclusive }: QuestionParts, reply: Reply<Profile>): WhyNot {
  if (reply.kind === 'unanswered') return null
  // A missing address is told when they decide: a pool may allow it, and an administrator can add it meanwhile.
  if (reply.kind === 'answered') return whyNotAtAll({ profile: reply.answer, workspace })
  if (notOurs.has(reply.error)) return 'unknown'
  if (reply.error === 'missing_scope') needs(['users:read'], 'refused')
  else inconclusive('users.info', reply.error)
  return null
}
