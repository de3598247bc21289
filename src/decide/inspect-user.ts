// Asks Cognito's list about one user: what they are now, and who shares their address or number. It bills nobody.
import type { Details, SeenUser, Sharing } from '../domain/details.ts'
import type { ReadProblem } from '../domain/pool-read.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { ListProblem } from '../domain/start-problem.ts'
import type { UserSearch } from '../domain/user-search.ts'
import type { Urgency } from '../shared/limit.ts'
import { errorFacts, type Log } from '../shared/log.ts'

interface Question {
  readonly attribute: 'sub' | 'email' | 'phone_number'
  readonly value: string
}

export interface InspectingParts {
  readonly userPools: {
    /** Users with exactly this value of the attribute. Throws if Cognito gives no usable answer. */
    search(poolId: string, question: Question, urgency: Urgency): Promise<UserSearch>
  }
  /** What an error of `search` says about the set-up; null if the next call may succeed. */
  listProblem(error: unknown): ListProblem | null
  readonly log: Log
}

type Asked = Pick<Details, 'seen' | 'sharing'>

/** At most three questions. */
export async function askAbout(parts: InspectingParts, signUp: SignUp): Promise<Asked> {
  const seen = seenIn(await ask(parts, signUp.poolId, { attribute: 'sub', value: signUp.sub }))
  const { attributes } = seen.kind === 'found' ? seen.user : signUp
  const questions = (['email', 'phone_number'] as const).flatMap((attribute) => {
    const value = attributes[attribute] ?? ''
    return value === '' ? [] : [{ attribute, value }]
  })
  const sharing = questions.map(async (question): Promise<Sharing> => {
    // Where Cognito has just given no answer, two more questions would only take longer.
    const others = seen.kind === 'unread' ? seen : await ask(parts, signUp.poolId, question)
    return { attribute: question.attribute, others: withoutThem(others, signUp) }
  })
  return { seen, sharing: await Promise.all(sharing) }
}

type Answer = UserSearch | { readonly kind: 'unread'; readonly problem: ReadProblem }

function seenIn(answer: Answer): SeenUser {
  switch (answer.kind) {
    case 'found': {
      const [user] = answer.users
      return user === undefined ? { kind: 'not-listed' } : { kind: 'found', user }
    }
    case 'unread':
      return answer
    case 'too-many':
    case 'not-askable':
      return { kind: 'unread', problem: answer.kind === 'too-many' ? 'unreadable' : 'not-askable' }
  }
}

function withoutThem(answer: Answer, { sub }: SignUp): Answer {
  return answer.kind === 'found'
    ? { ...answer, users: answer.users.filter((user) => user.sub !== sub) }
    : answer
}

async function ask(
  { userPools, listProblem, log }: InspectingParts,
  poolId: string,
  question: Question,
): Promise<Answer> {
  try {
    return await userPools.search(poolId, question, 'click')
  } catch (error) {
    const problem = listProblem(error)?.kind ?? 'out-of-reach'
    const facts = { flow: 'details', pool: poolId, about: question.attribute, problem, ...errorFacts(error) }
    log.warn(facts, 'Cognito did not say what a user is now')
    return { kind: 'unread', problem }
  }
}
