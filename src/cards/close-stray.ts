// A click from a message that no row knows, or that counts no more: the button is taken away.

import type { Place } from '../domain/card-view.ts'
import type { Click } from '../domain/click.ts'
import type { SlackAnswer } from '../domain/workspace.ts'
import { backoff } from '../shared/backoff.ts'
import type { Clock } from '../shared/clock.ts'
import type { Limit } from '../shared/limit.ts'

interface StrayStore {
  standing(place: Place): Promise<'live' | 'gone' | 'unknown'>
  showing(roundId: string): Promise<readonly { readonly place: Place | null }[]>
}

export interface ClosingParts {
  readonly ledger: StrayStore
  readonly cards: { closeStray(place: Place): Promise<SlackAnswer> }
  readonly turns: Limit
  readonly clock: Clock
}

/** Slack may not take it at once; the next click on the message would try again. */
const mostTries = 5

export async function closeIfStray(
  parts: ClosingParts,
  { roundId, channel, messageTs: ts }: Click,
): Promise<void> {
  if (ts === null || channel === '') return
  if (!(await isStray(parts, roundId, { channel, ts }))) return
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const answer = await parts.turns.schedule('background', () => parts.cards.closeStray({ channel, ts }))
    if (answer.kind === 'done' || answer.kind === 'refused') return
    if (answer.kind === 'rate-limited') parts.turns.hold(answer.retryAfter)
    await parts.clock.sleep(backoff(tries, { first: 1000, most: 15_000 }))
  }
}

/** A message that counts may show others who wait, though this round is forgotten. */
async function isStray({ ledger }: ClosingParts, roundId: string, place: Place): Promise<boolean> {
  const standing = await ledger.standing(place)
  if (standing !== 'unknown') return standing === 'gone'
  // Perhaps it is the round's own message, which was posted, and nobody knows yet where.
  const messages = await ledger.showing(roundId)
  return messages.every((message) => message.place !== null)
}
