// Watches the approvers: tells a pool's channel when some can't approve, or none is there to see the cards, and when they can.
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import {
  type ApproversMissing,
  isOfChannel,
  poolsOff,
  type SlackPoolProblem,
} from '../domain/start-problem.ts'
import type { Log } from '../shared/log.ts'
import { startProblemLines } from '../wording/start.ts'

/** How often they are looked at, in milliseconds. */
export const approversEvery = 5 * 60_000

export interface ApproverWatch {
  /** A loop's turn. The first one only tells the channels, since the start has just looked. */
  turn(): Promise<undefined>
  /** True if nobody could approve the pool's sign-ups at the start, and nobody could at the last look. */
  isOff(pool: Pool): boolean
}

export interface ApproverWatchParts {
  /** All pools that are configured. */
  readonly pools: readonly Pool[]
  /** What the start found wrong. */
  readonly problemsAtStart: readonly SlackPoolProblem[]
  /** Null if Slack did not say. */
  checkApprovers(pool: Pool): Promise<readonly SlackPoolProblem[] | null>
  readonly notices: { post(missing: ApproversMissing): Promise<SlackAnswer> }
  /** False if another process leads, and posts. */
  mayPost(): boolean
  mayOfferIn(channel: string): boolean
  readonly log: Log
  /** Cards of a pool may be posted again. */
  reopened(): void
}

/** How many pools in which nothing was wrong one turn looks at, so that the questions leave Slack's limits to clicks. */
const mostLooks = 5

export function createApproverWatch(parts: ApproverWatchParts): ApproverWatch {
  const { pools, log } = parts
  const problems = new Map<Pool, readonly SlackPoolProblem[]>()
  for (const problem of parts.problemsAtStart.filter(({ kind }) => !isOfChannel(kind)))
    problems.set(problem.pool, [...(problems.get(problem.pool) ?? []), problem])
  /** Only a pool that nobody could approve at the start gets no cards. */
  const off = new Set(poolsOff([...problems.values()].flat(), pools))
  const told = new Map<Pool, string>()
  let isFirstTurn = true
  let looked = 0

  const linesOf = (pool: Pool) => startProblemLines(problems.get(pool) ?? [], pools)
  const stateOf = (pool: Pool): ApproversMissing['state'] => {
    const found = problems.get(pool) ?? []
    if (found.length === 0) return 'fixed'
    if (off.has(pool)) return 'off'
    if (poolsOff(found, [pool]).has(pool)) return 'nobody'
    return found.every(({ kind }) => kind === 'nobody-in-channel') ? 'unseen' : 'some'
  }

  const lookAt = async (pool: Pool) => {
    const before = linesOf(pool).join('\n')
    const found = await parts.checkApprovers(pool)
    if (found === null) return
    if (found.length === 0) problems.delete(pool)
    else problems.set(pool, found)
    const wasOff = off.has(pool)
    if (wasOff && !poolsOff(found, [pool]).has(pool)) off.delete(pool)
    const now = linesOf(pool).join('\n')
    if (now === before) return
    const facts = { flow: 'watch-approvers', pool: pool.id, isOff: off.has(pool) }
    if (found.length === 0) log.info(facts, 'all approvers of a pool can approve again')
    else log.error({ ...facts, problem: now }, 'approvers of a pool can’t approve')
    if (wasOff && !off.has(pool)) parts.reopened()
  }

  /** All in which something is wrong, and some of the others in turn. */
  const nextToLookAt = () => {
    const others = pools.filter((pool) => !problems.has(pool))
    const next = [...others, ...others].slice(looked % Math.max(others.length, 1)).slice(0, mostLooks)
    looked += mostLooks
    return new Set([...problems.keys(), ...next])
  }

  const tell = async (pool: Pool) => {
    const lines = linesOf(pool)
    const key = lines.join('\n')
    if ((told.get(pool) ?? '') === key || !parts.mayPost() || !parts.mayOfferIn(pool.channel)) return
    const answer = await parts.notices.post({ pool, lines, state: stateOf(pool) })
    if (answer.kind === 'done') told.set(pool, key)
    else
      log.warn({ flow: 'watch-approvers', pool: pool.id, error: answer.kind }, 'a channel could not be told')
  }

  return {
    turn: async () => {
      if (!isFirstTurn) for (const pool of nextToLookAt()) await lookAt(pool)
      isFirstTurn = false
      for (const pool of pools) await tell(pool)
      return undefined
    },
    isOff: (pool) => off.has(pool),
  }
}
