// Questions about the evidence that several verdicts ask.
import { isOfAnotherStore } from '../../../src/domain/store-id.ts'
import type { UserState } from '../world/deeds.ts'
import type { Evidence } from '../world/evidence.ts'

/** Every state that the user was in by then, in order, including those that the bot's own calls caused. */
export function statesUntil(evidence: Evidence, sub: string, at: number): readonly UserState[] {
  const history = evidence.users.find((user) => user.sub === sub)?.states ?? []
  const confirmed = evidence.confirmations.filter((one) => one.sub === sub)
  const disabled = evidence.disablings.filter((one) => one.sub === sub && one.status === 'UNCONFIRMED')
  const enabled = evidence.enablings.filter((one) => one.sub === sub && one.status === 'UNCONFIRMED')
  return [
    ...history,
    ...confirmed.map((one) => ({ at: one.at, state: 'confirmed' as const })),
    ...disabled.map((one) => ({ at: one.at, state: 'disabled' as const })),
    ...enabled.map((one) => ({ at: one.at, state: 'waiting' as const })),
  ]
    .filter((one) => one.at <= at)
    .toSorted((one, other) => one.at - other.at)
    .map(({ state }) => state)
}

/** The pool's users who wait in Cognito now. */
export function waitingUsers(evidence: Evidence): readonly Evidence['users'][number][] {
  const configured = new Set(evidence.pools.map(({ id }) => id))
  return evidence.users.filter(
    ({ sub, poolId }) =>
      configured.has(poolId) && statesUntil(evidence, sub, evidence.now).at(-1) === 'waiting',
  )
}

/** Whether a button or a message bears the id of a store that is lost. */
export function isOfLostStore({ rows }: Evidence, id: string): boolean {
  return rows.store.length > 0 && rows.store.every((store) => isOfAnotherStore(store.id, id))
}

export type RoundRow = Evidence['rows']['rounds'][number] & {
  readonly sub: string
  readonly poolId: string
  readonly isImitation: boolean
}

/** Rounds with their sign-ups. */
export function roundsOf({ rows }: Evidence): readonly RoundRow[] {
  const signUps = new Map(rows.sign_ups.map((row) => [row.id, row]))
  return rows.rounds.flatMap((round) => {
    const signUp = signUps.get(round.sign_up_id)
    if (signUp === undefined) return []
    return [{ ...round, sub: signUp.sub, poolId: signUp.pool_id, isImitation: signUp.is_imitation === 1 }]
  })
}

export function latestRounds(evidence: Evidence): ReadonlyMap<string, RoundRow> {
  const latest = new Map<string, RoundRow>()
  for (const round of roundsOf(evidence)) {
    const before = latest.get(round.sub)
    if (before === undefined || before.number < round.number) latest.set(round.sub, round)
  }
  return latest
}

/** Whether this person could approve in this pool at some moment between the two. */
export function couldApprove(
  { approvers, staleness }: Evidence,
  user: string,
  poolId: string,
  from: number,
  until: number,
): boolean {
  return approvers.some(
    (one) =>
      one.user === user &&
      one.poolId === poolId &&
      one.from <= until &&
      (one.until === null || one.until + staleness >= from),
  )
}

/**
 * Calls for this user that confirmed another whose user name is this one's id, because Cognito tries names first.
 * That is excused only until the impostor's card is posted: the bot can't know of a sign-up before a poll.
 */
export function stolen(
  { users, confirmations, cards, shownIn }: Evidence,
  sub: string,
): Evidence['confirmations'] {
  const imitators = users.filter((user) => user.userName === sub && user.sub !== sub)
  return imitators.flatMap((imitator) => {
    const isShown = ({ messageId }: Evidence['cards'][number]) =>
      shownIn.get(messageId)?.includes(imitator.sub) === true
    const shownAt = cards.filter(isShown).flatMap(({ versions }) => versions.map(({ at }) => at))
    const knownAt = Math.min(...shownAt)
    return confirmations.filter((one) => one.sub === imitator.sub && one.at < knownAt)
  })
}
