// AWS's own trail of calls, against the calls that the store knows of.
import type { Call } from './attempt.ts'
import type { Person } from './person.ts'

/** What lets somebody in, keeps somebody out, or changes who may come in. */
export const trailNames = [
  'AdminConfirmSignUp',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminSetUserPassword',
  'AdminCreateUser',
  'ConfirmSignUp',
  'ConfirmForgotPassword',
  'StartUserImportJob',
  'UpdateUserPool',
  'AdminLinkProviderForUser',
] as const

export type TrailName = (typeof trailNames)[number]

/** A call as AWS recorded it. What is null AWS did not say. */
export interface TrailEvent {
  readonly eventId: string
  readonly name: TrailName
  readonly at: Date
  readonly requestId: string | null
  readonly sub: string | null
  readonly poolId: string | null
  /** The caller: an ARN, or what there is in place of one. */
  readonly who: string
  /** What a session of a role was said to be for. */
  readonly sourceIdentity: string | null
  readonly from: string | null
  readonly userAgent: string | null
  /** AWS's code; null if the call was carried out. */
  readonly error: string | null
}

/** A call that the store knows of. */
export interface OwnCall {
  readonly call: Call
  readonly poolId: string
  readonly sub: string
  readonly at: Date
  readonly by: Person
  readonly requestId: string | null
  /** The answer said that it was carried out. */
  readonly isDone: boolean
}

export interface Comparison {
  readonly both: readonly {
    readonly event: TrailEvent
    readonly own: OwnCall
    readonly isByRequest: boolean
  }[]
  readonly onlyInAws: readonly TrailEvent[]
  readonly onlyOurs: readonly OwnCall[]
  /** Calls that AWS refused, of which nothing came. */
  readonly refused: number
  /** Of pools that the store does not know, or of which AWS says neither pool nor a `sub` of ours. */
  readonly ofOthers: number
}

interface Pools {
  readonly ids: ReadonlySet<string>
  /** Every `sub` in these pools, and that the store knows. */
  readonly subs: ReadonlySet<string>
}

const nameOf: { readonly [Made in Call]: TrailName | null } = {
  confirm: 'AdminConfirmSignUp',
  disable: 'AdminDisableUser',
  enable: 'AdminEnableUser',
  'sign-out': null,
}

/** How far apart the two clocks and a call's way may be, in milliseconds. */
const near = 2 * 60_000

/** Joins them by AWS's request id, and calls that got no answer by `sub`, kind and time. */
export function compareTrail(
  events: readonly TrailEvent[],
  own: readonly OwnCall[],
  pools: Pools,
): Comparison {
  const byRequest = new Map(
    own.flatMap((one) => (one.requestId === null ? [] : [[one.requestId, one] as const])),
  )
  const left = new Set(own.filter(({ call }) => nameOf[call] !== null))
  const unanswered = Map.groupBy(
    [...left].filter(({ requestId }) => requestId === null),
    ({ sub }) => sub,
  )
  const both: Comparison['both'][number][] = []
  const unjoined: TrailEvent[] = []
  for (const event of events) {
    const same = byRequest.get(event.requestId ?? '')
    if (same === undefined) unjoined.push(event)
    else both.push({ event, own: same, isByRequest: true })
    if (same !== undefined) left.delete(same)
  }
  const onlyInAws: TrailEvent[] = []
  let [refused, ofOthers] = [0, 0]
  for (const event of unjoined) {
    const probable = unanswered.get(event.sub ?? '')?.find((one) => left.has(one) && isNear(event, one))
    if (probable !== undefined) {
      left.delete(probable)
      both.push({ event, own: probable, isByRequest: false })
    } else if (!isOurs(event, pools)) ofOthers += 1
    else if (changedNothing(event)) refused += 1
    else onlyInAws.push(event)
  }
  return { both, onlyInAws, onlyOurs: [...left].filter(({ isDone }) => isDone), refused, ofOthers }
}

function isNear({ name, at }: TrailEvent, own: OwnCall): boolean {
  const apart = Math.abs(at.getTime() - own.at.getTime())
  return nameOf[own.call] === name && apart <= near
}

/** A call of the public API names no pool. */
function isOurs({ poolId, sub }: TrailEvent, { ids, subs }: Pools): boolean {
  return poolId === null ? sub !== null && subs.has(sub) : ids.has(poolId)
}

/** A function that fails after a confirmation leaves the user confirmed. */
function changedNothing({ error }: TrailEvent): boolean {
  return error !== null && !/Lambda/.test(error)
}
