// A user pool that does what it is asked, and answers as it likes.
import type { ConfirmAnswer, LookUp } from '../../../src/domain/attempt.ts'
import type { PoolUser } from '../../../src/domain/sign-up.ts'
import type { UserPage, UserPools } from '../../../src/domain/user-pools.ts'
import { poolId } from '../arrange.ts'
import { answerBadly } from './cognito-faults.ts'
import { type Gates, Outage, type Time } from './gates.ts'

interface KnownUser {
  readonly sub: string
  readonly signedUpAt: Date
  /** Who confirmed them: one of us, with a click, or somebody else. */
  confirmedBy: { readonly approvalId: string; readonly userId: string } | 'somebody else' | null
  isEnabled: boolean
  isDeleted: boolean
  email: string
}

/** A call of AdminConfirmSignUp, as Cognito received it. */
interface ConfirmCall {
  readonly sub: string
  readonly approvalId: string
  readonly userId: string
}

export interface Cognito {
  readonly users: readonly KnownUser[]
  readonly calls: readonly ConfirmCall[]
  /** How many calls changed a user from waiting to confirmed, by sub. */
  readonly effects: ReadonlyMap<string, number>
  signUp(): void
  isConfirmedByUs(sub: string | undefined): boolean
  /** Calls that were thought lost are carried out. */
  deliverLate(): void
  poolsFor(process: number): UserPools
}

export function createCognito(gates: Gates, time: Time): Cognito {
  const users: KnownUser[] = []
  const calls: ConfirmCall[] = []
  const effects = new Map<string, number>()
  let late: (() => void)[] = []
  let lastList: UserPage = { users: [], unreadable: 0, nextToken: null }

  const known = () => users.filter((user) => !user.isDeleted)
  const find = (sub: string) => known().find((user) => user.sub === sub)
  const isWaiting = (user: KnownUser | undefined) => user?.confirmedBy === null && user.isEnabled

  const carryOut = ({ sub, approvalId, userId }: ConfirmCall): ConfirmAnswer => {
    const requestId = 'aws 1'
    const user = find(sub)
    if (user === undefined) return { kind: 'gone', requestId }
    if (user.confirmedBy !== null) return { kind: 'already-confirmed', requestId }
    if (!user.isEnabled) return { kind: 'not-waiting', requestId }
    user.confirmedBy = { approvalId, userId }
    effects.set(sub, (effects.get(sub) ?? 0) + 1)
    return { kind: 'confirmed', requestId }
  }

  const lookUp = (sub: string, mood: number): LookUp => {
    if (mood % 4 === 3) return { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }
    const user = find(sub)
    if (user === undefined) return { kind: 'gone', requestId: 'aws 2' }
    return { kind: 'found', status: asListed(user).status, isEnabled: user.isEnabled, requestId: 'aws 2' }
  }

  const list = (mood: number): UserPage => {
    const waiting = known().filter((user) => user.confirmedBy === null)
    const honest: UserPage = { users: waiting.map(asListed), unreadable: 0, nextToken: null }
    const stale = lastList
    lastList = honest
    if (mood % 6 === 5) throw new Outage('Cognito gave no usable page')
    if (mood % 6 === 4) return { ...honest, users: honest.users.slice(1), unreadable: 1 }
    return mood % 6 === 3 ? stale : honest
  }

  return {
    users,
    calls,
    effects,
    signUp: () => {
      const sub = `sub-${users.length + 1}`
      const email = `${sub}@example.com`
      users.push({ sub, signedUpAt: time.now(), confirmedBy: null, isEnabled: true, isDeleted: false, email })
    },
    isConfirmedByUs: (sub) => {
      const confirmedBy = users.find((user) => user.sub === sub)?.confirmedBy ?? 'somebody else'
      return confirmedBy !== 'somebody else'
    },
    deliverLate: () => {
      for (const work of late) work()
      late = []
    },
    poolsFor: (process) => ({
      listMistake: () => null,
      listUnconfirmed: () => gates.pass(process, async (mood) => list(mood)),
      find: (_, attribute, value) =>
        gates.pass(process, async (mood) => {
          if (mood % 6 === 5) throw new Outage('Cognito gave no usable answer')
          return known()
            .map(asListed)
            .filter((user) => attributeOf(user, attribute) === value)
        }),
      lookUp: ({ sub }) => gates.pass(process, async (mood) => lookUp(sub, mood)),
      confirm: ({ sub, clientMetadata, startBefore }) =>
        gates.pass(process, async (mood): Promise<ConfirmAnswer> => {
          if (time.now() >= startBefore) return { kind: 'not-sent' }
          const { approvalId = '', approvedBy: userId = '' } = clientMetadata
          const call: ConfirmCall = { sub, approvalId, userId }
          calls.push(call)
          return answerBadly(mood, {
            isWaiting: isWaiting(find(sub)),
            carryOut: () => carryOut(call),
            later: (work) => void late.push(work),
          })
        }),
    }),
  }
}

function asListed(user: KnownUser): PoolUser {
  return {
    poolId,
    sub: user.sub,
    userName: `name-of-${user.sub}`,
    signedUpAt: user.signedUpAt,
    status: user.confirmedBy === null ? 'UNCONFIRMED' : 'CONFIRMED',
    isEnabled: user.isEnabled,
    attributes: { email: user.email },
  }
}

function attributeOf(user: PoolUser, attribute: 'sub' | 'username' | 'email'): string | undefined {
  if (attribute === 'username') return user.userName
  return attribute === 'sub' ? user.sub : user.attributes['email']
}
