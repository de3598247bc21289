// Before the bot starts: checks everything that can be wrong in Slack and Cognito, and reports all problems at once. A pool
// whose channel or approvers are at fault does not keep the others from starting.

import type { Pool } from '../domain/pool.ts'
import {
  endsStart,
  isOfOnePool,
  poolsOff,
  type SlackPoolProblem,
  type StartProblem,
} from '../domain/start-problem.ts'
import { type Clock, unlessAborted, within } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { startProblemLines } from '../wording/start.ts'
import type { FirstLook } from './first-look.ts'

/**
 * How long the start waits for Cognito, in milliseconds; after that, the bot keeps asking while it runs. If no instance role
 * answers, the SDK takes 2 s to find out that there are no credentials, and it is asked twice.
 */
const cognitoDeadline = 6000

/** Once there is a problem, how long the other checks may go on, in milliseconds: the timeout of a call. */
const lastAnswers = 10_000

type Report = (problem: StartProblem) => void

export interface StartParts<Slack> {
  /** Problems that are known already. */
  readonly known: readonly StartProblem[]
  readonly pools: readonly Pool[]
  readonly firstLook: FirstLook
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Retries while Slack is out of reach, until `enough` aborts. Null if Slack did not say who we are. */
  checkSlack(asking: { readonly enough: AbortSignal; readonly report: Report }): Promise<Slack | null>
  /** Called only if there is another problem. If the start goes on, connecting shows the same. */
  isAppTokenWrong(): Promise<boolean>
}

export type StartCheck<Slack> =
  /** `problems` are of pools that are off, or lack some of their approvers. */
  | { readonly kind: 'ready'; readonly slack: Slack; readonly problems: readonly SlackPoolProblem[] }
  /** One line each, for the operator. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  | { readonly kind: 'stopped' }

export async function checkStart<Slack>(parts: StartParts<Slack>): Promise<StartCheck<Slack>> {
  const { clock, log, signal, pools } = parts
  const problems: StartProblem[] = []
  const found = new AbortController()
  const report = (problem: StartProblem) => {
    problems.push(problem)
    if (endsStart(problems, pools)) found.abort()
  }
  for (const problem of parts.known) report(problem)

  const enough = AbortSignal.any([signal, found.signal])
  const answers = Promise.all([parts.checkSlack({ enough, report }), checkPools(parts, report)])
  await unlessAborted(enough, answers)
  if (endsStart(problems, pools)) {
    const rest = Promise.all([answers, checkAppToken(parts, report)])
    await unlessAborted(signal, within(clock, lastAnswers, rest))
  }
  if (signal.aborted) return { kind: 'stopped' }
  if (endsStart(problems, pools)) return { kind: 'refused', problems: startProblemLines(problems, pools) }
  const [slack] = await answers
  if (slack === null) throw new Error('Slack did not say who the bot is, though nothing was wrong')
  const ofPools = problems.filter(isOfOnePool)
  logProblems(log, ofPools, pools)
  return { kind: 'ready', slack, problems: ofPools }
}

function logProblems(log: Log, problems: readonly SlackPoolProblem[], pools: readonly Pool[]): void {
  const off = poolsOff(problems, pools)
  for (const problem of problems) {
    const [line] = startProblemLines([problem], pools)
    const facts = { flow: 'start', pool: problem.pool.id, problem: line }
    if (off.has(problem.pool)) log.error(facts, 'a pool is off until this is fixed')
    else log.error(facts, 'some approvers of a pool can’t approve until this is fixed')
  }
}

async function checkAppToken<Slack>(parts: StartParts<Slack>, report: Report): Promise<void> {
  if (await parts.isAppTokenWrong()) report({ kind: 'app-token' })
}

async function checkPools<Slack>(
  { pools, firstLook, clock, log }: StartParts<Slack>,
  report: Report,
): Promise<void> {
  const checks = pools.map(async (pool) => {
    const seen = within(
      clock,
      cognitoDeadline,
      firstLook.take(pool, report).then(() => true),
    )
    if ((await seen) === null)
      log.warn(
        { flow: 'start', pool: pool.id },
        'Cognito does not answer: the bot starts without it and keeps asking',
      )
  })
  await Promise.all(checks)
}
