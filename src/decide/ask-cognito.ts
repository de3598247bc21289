// Asks Cognito which users a text can mean.
import type { Meant, Unsearched } from '../domain/command.ts'
import type { Pool } from '../domain/pool.ts'
import type { ReadProblem } from '../domain/pool-read.ts'
import type { PoolUser } from '../domain/sign-up.ts'
import type { ListProblem } from '../domain/start-problem.ts'
import { phoneNumber } from '../domain/typed-text.ts'
import type { UserSearch } from '../domain/user-search.ts'
import type { Urgency } from '../shared/limit.ts'
import { errorFacts, type Log } from '../shared/log.ts'

interface Question {
  readonly attribute: 'sub' | 'username' | 'email' | 'phone_number'
  readonly value: string
}

export interface AskingParts {
  readonly userPools: {
    /** Users with exactly this value of the attribute. Throws if Cognito gives no usable answer. */
    search(poolId: string, question: Question, urgency: Urgency): Promise<UserSearch>
  }
  /** What an error of `search` says about the set-up; null if the next call may succeed. */
  listProblem(error: unknown): ListProblem | null
  readonly log: Log
}

export interface Asked {
  /** All whom the text can mean, each once. */
  readonly users: readonly PoolUser[]
  /** Some pool has more of them than anybody would choose from. */
  readonly isTooMany: boolean
  /** Pools in which not every question was answered. */
  readonly unsearched: readonly Unsearched[]
}

export async function askCognito(parts: AskingParts, meant: Meant): Promise<Asked> {
  const questions = questionsFor(meant)
  const pools = await Promise.all(meant.pools.map((pool) => askPool(parts, pool, questions)))
  const users = pools.flatMap((pool) => pool.users)
  return {
    users: [...new Map(users.map((one) => [`${one.poolId} ${one.sub}`, one])).values()],
    isTooMany: pools.some((pool) => pool.isTooMany),
    unsearched: pools.flatMap(({ poolName, problem }) => (problem === null ? [] : [{ poolName, problem }])),
  }
}

async function askPool(parts: AskingParts, pool: Pool, questions: readonly Question[]) {
  const answers = await Promise.all(questions.map((question) => ask(parts, pool, question)))
  const problems = answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.problem] : []))
  // One of several readings may be a text that no user can be called, such as a very long one.
  const isAsked = answers.some(({ kind }) => kind === 'found')
  const isRefused = !isAsked && answers.some(({ kind }) => kind === 'not-askable')
  return {
    poolName: pool.name,
    users: answers.flatMap((answer) => (answer.kind === 'found' ? answer.users : [])),
    isTooMany: answers.some(({ kind }) => kind === 'too-many'),
    problem: problems[0] ?? (isRefused ? ('not-askable' as const) : null),
  }
}

async function ask(
  { userPools, listProblem, log }: AskingParts,
  pool: Pool,
  question: Question,
): Promise<UserSearch | { readonly kind: 'failed'; readonly problem: ReadProblem }> {
  try {
    return await userPools.search(pool.id, question, 'click')
  } catch (error) {
    const problem = listProblem(error)?.kind ?? 'out-of-reach'
    const facts = { flow: 'command', pool: pool.id, problem, ...errorFacts(error) }
    log.warn(facts, 'Cognito did not say who is meant')
    return { kind: 'failed', problem }
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether the text has the form of a `sub`. */
export function isUuid(text: string): boolean {
  return uuid.test(text)
}

/** Cognito compares letter by letter, so a text with capital letters is also asked for without them. */
function questionsFor({ user, readings, isForcedName }: Meant): readonly Question[] {
  const small = user.toLowerCase()
  const names = unique([...readings, small]).map((value) => ({ attribute: 'username', value }) as const)
  if (isForcedName) return names
  if (isUuid(user)) return [{ attribute: 'sub', value: small }, ...names]
  const phone = phoneNumber(user)
  if (phone !== null) return [{ attribute: 'phone_number', value: phone }, ...names]
  if (!user.includes('@')) return names
  return [...unique([user, small]).map((value) => ({ attribute: 'email', value }) as const), ...names]
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
