// What the doctor says about a pool's approvers: whether they can decide, how many there are, and whether they are in the channel.
import { type Found, fault, notChecked, ok, warning } from '../domain/finding.ts'
import type { Refusal } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import { poolsOff, type SlackPoolProblem } from '../domain/start-problem.ts'
import { slackSays as says } from '../wording/doctor-slack.ts'
import { startProblemLines } from '../wording/start.ts'

/** What Slack said about them. */
export interface ApproverSurvey {
  readonly problems: readonly SlackPoolProblem[]
  /** Ids of all, each once. */
  readonly approvers: readonly string[]
  /** Those of them who are in the pool's channel; null if Slack did not say. */
  readonly inChannel: readonly string[] | null
  /** Those who may not decide, and why. */
  readonly unfit: readonly { readonly userId: string; readonly because: Refusal | 'unknown' }[]
  /** Those about whom Slack was not asked, because they are so many. */
  readonly unasked: readonly string[]
  /** False if Slack left questions unanswered. */
  readonly isWhole: boolean
}

export function approversFound(survey: ApproverSurvey, pool: Pool, pools: readonly Pool[]): readonly Found[] {
  const { problems, unfit, inChannel, isWhole } = survey
  const isOff = poolsOff(problems, pools).has(pool)
  const told = problems.map((one) => (isOff ? fault : warning)(line(one, pools)))
  const isTold = (userId: string) => problems.some((one) => 'userId' in one && one.userId === userId)
  const others = unfit.filter(({ userId }) => !isTold(userId))
  const found = [
    ...told,
    ...others.map(({ userId, because }) => warning(unfitLine(pool, pools, userId, because))),
  ]
  if (!isWhole) return [...found, notChecked(says.approversUnsaid(pool))]
  return isOff ? found : [...found, ...howMany(pool, pools, survey, inChannel)]
}

/** As it is told when the bot starts. */
function line(problem: SlackPoolProblem, pools: readonly Pool[]): string {
  return startProblemLines([problem], pools).join(' ')
}

function unfitLine(pool: Pool, pools: readonly Pool[], userId: string, because: Refusal | 'unknown'): string {
  return pool.approvers.users.includes(userId)
    ? line({ kind: 'approver-cannot-decide', pool, userId, because }, pools)
    : says.memberUnfit(pool, userId, because)
}

function howMany(
  pool: Pool,
  pools: readonly Pool[],
  { approvers: all, unfit, unasked }: ApproverSurvey,
  inChannel: readonly string[] | null,
): readonly Found[] {
  const isUnasked = (userId: string) => unasked.includes(userId)
  const isAble = (userId: string) => !isUnasked(userId) && !unfit.some((one) => one.userId === userId)
  const able = all.filter(isAble).length
  if (able + unasked.length < pool.requiredApprovals) return [fault(says.tooFew(pool, able))]
  if (inChannel === null) return [notChecked(says.membersUnsaid(pool, able, unasked.length))]
  const there = inChannel.filter(isAble).length
  return [
    there === 0 && !inChannel.some(isUnasked)
      ? warning(line({ kind: 'nobody-in-channel', pool }, pools))
      : ok(says.approvers(pool, able, there, unasked.length)),
  ]
}
