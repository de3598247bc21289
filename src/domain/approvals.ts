// Approvals that a round counts, in a pool that wants several people to approve.
import { z } from 'zod'
import { approvalLife } from './deadlines.ts'
import type { Refusal, Verdict } from './may-decide.ts'
import { type Person, personFormat } from './person.ts'
import type { SignUp } from './sign-up.ts'
import { storedDate } from './stored-date.ts'

/** The most that a pool may require. */
export const mostRequired = 5

const approvalFormat = z.object({ by: personFormat, clickId: z.string(), at: storedDate }).readonly()

/** One person's approval: which click gave it, and when they clicked. */
export type CountedApproval = z.infer<typeof approvalFormat>

/**
 * Why an approval stopped counting. `lost-right`: whoever gave it may no longer decide about this sign-up. `same-person`:
 * an earlier one is theirs too. `facts-changed`: what its card shows is no longer what they saw.
 */
export const droppedBecauseFormat = z.enum([
  'withdrawn',
  'lost-right',
  'same-person',
  'lapsed',
  'facts-changed',
])

export type DroppedBecause = z.infer<typeof droppedBecauseFormat>

export const droppedFormat = z.object({ by: personFormat, because: droppedBecauseFormat }).readonly()

/** Whose approval stopped counting, and why. */
export type Dropped = z.infer<typeof droppedFormat>

/** The approvals that count, oldest first, and those that stopped counting last. A round has none until one is counted. */
export const tallyFormat = z
  .object({
    given: z.array(approvalFormat).readonly(),
    dropped: z
      .object({ all: z.array(droppedFormat).readonly(), at: storedDate })
      .readonly()
      .nullable(),
  })
  .readonly()

export type Tally = z.infer<typeof tallyFormat>

/** Which approvals a click relies on, by their clicks; and its own, if it is to be counted with them. */
export interface Relied {
  readonly on: readonly string[]
  readonly own: CountedApproval | null
}

/** One approval is enough, and it is the click's. */
export const reliesOnNone: Relied = { on: [], own: null }

/** Whether these are the approvals that count at this moment. */
export function areCounted(tally: Tally | undefined, on: readonly string[], now: Date): boolean {
  const given = tally?.given ?? []
  const isEach = given.every(({ clickId }, index) => clickId === on[index])
  return given.length === on.length && isEach && lapsedIn(tally, now).length === 0
}

/** Those that were given too long ago. */
export function lapsedIn(tally: Tally | undefined, now: Date): readonly CountedApproval[] {
  return (tally?.given ?? []).filter(({ at }) => now.getTime() - at.getTime() >= approvalLife)
}

/** Undefined if none has ever been counted. */
export function withApproval(tally: Tally | undefined, approval: CountedApproval | null): Tally | undefined {
  if (approval === null) return tally
  return { given: [...(tally?.given ?? []), approval], dropped: tally?.dropped ?? null }
}

/** What happens to the approvals of a round that waits. */
export type TallyEvent =
  | {
      readonly kind: 'add-approval'
      readonly relied: Relied & { readonly own: CountedApproval }
      readonly now: Date
    }
  | {
      readonly kind: 'drop-approvals'
      readonly clickIds: readonly string[]
      readonly because: DroppedBecause
      readonly now: Date
    }

/** Null if it does not apply: others count by now, or none of these does. */
export function advanceTally(tally: Tally | undefined, event: TallyEvent): Tally | null {
  if (event.kind === 'drop-approvals') return without(tally, event)
  const { on, own } = event.relied
  return areCounted(tally, on, event.now) ? (withApproval(tally, own) ?? null) : null
}

/** All of them end: the card shows something else than they were given for. Null if there are none. */
export function voided(tally: Tally | undefined, now: Date): Tally | null {
  const clickIds = (tally?.given ?? []).map(({ clickId }) => clickId)
  return without(tally, { clickIds, because: 'facts-changed', now })
}

function without(
  tally: Tally | undefined,
  { clickIds, because, now: at }: Omit<Extract<TallyEvent, { kind: 'drop-approvals' }>, 'kind'>,
): Tally | null {
  const given = tally?.given ?? []
  const leaving = given.filter(({ clickId }) => clickIds.includes(clickId))
  if (leaving.length === 0) return null
  return {
    given: given.filter((approval) => !leaving.includes(approval)),
    dropped: { all: leaving.map(({ by }) => ({ by, because })), at },
  }
}

/** What Slack says about somebody who approves, or has approved, at this moment. */
export interface CheckedPerson {
  readonly by: Person
  readonly verdict: Verdict
  /** Of the address in their profile; null if there is none. */
  readonly mailbox: string | null
}

export interface CheckedApproval extends CheckedPerson {
  readonly clickId: string
}

/** What a click makes of the approvals before it. */
export type Count =
  | { readonly kind: 'refused'; readonly because: Refusal }
  /** These no longer count. The click is to be counted again without them. */
  | { readonly kind: 'drop'; readonly clickIds: readonly string[]; readonly because: DroppedBecause }
  /** The person's approval counts already: `by` is the account that gave it. More are missing. */
  | { readonly kind: 'counted-already'; readonly by: Person; readonly have: number }
  /** This one has to be counted, and more are missing. */
  | { readonly kind: 'to-count'; readonly relied: Relied & { readonly own: CountedApproval } }
  | { readonly kind: 'enough'; readonly relied: Relied }

/** Two accounts with one address are one person. That they are with two addresses can't be known. */
function isSamePerson(one: CheckedPerson, other: CheckedPerson): boolean {
  return one.by.userId === other.by.userId || (one.mailbox !== null && one.mailbox === other.mailbox)
}

/** `own` is what the click would add to the approvals `given` before, all of them checked just now. */
export function countApproval(
  clicker: CheckedPerson,
  own: CountedApproval,
  given: readonly CheckedApproval[],
  required: number,
): Count {
  if (clicker.verdict.kind === 'may-not') return { kind: 'refused', because: clicker.verdict.because }
  const lost = given.filter(({ verdict }) => verdict.kind === 'may-not')
  if (lost.length > 0) return { kind: 'drop', clickIds: clicksOf(lost), because: 'lost-right' }
  const twice = given.filter((one, index) => given.slice(0, index).some((other) => isSamePerson(one, other)))
  if (twice.length > 0) return { kind: 'drop', clickIds: clicksOf(twice), because: 'same-person' }
  const earlier = given.find((one) => isSamePerson(one, clicker))
  const have = given.length + (earlier === undefined ? 1 : 0)
  const on = clicksOf(given)
  if (have >= required) return { kind: 'enough', relied: { on, own: earlier === undefined ? own : null } }
  if (earlier === undefined) return { kind: 'to-count', relied: { on, own } }
  return { kind: 'counted-already', by: earlier.by, have }
}

function clicksOf(given: readonly CheckedApproval[]): readonly string[] {
  return given.map(({ clickId }) => clickId)
}

/** Whether an approver sees the same of both, as far as their card shows it. */
export function areSameFacts(one: SignUp, other: SignUp): boolean {
  const [names, others] = [Object.keys(one.attributes), Object.keys(other.attributes)]
  return (
    one.userName === other.userName &&
    names.length === others.length &&
    names.every((name) => one.attributes[name] === other.attributes[name])
  )
}
