// Live cards: one for every waiting round, in its pool's channel, and none for any other round.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { isOfLostStore, latestRounds, type RoundRow, roundsOf, waitingUsers } from './facts.ts'
import { lapseIn } from './lapses.ts'

/** What is wrong, one sentence each. */
export function judgeLiveCards(evidence: Evidence): readonly string[] {
  return [...judgeRounds(evidence), ...judgeStrangers(evidence), ...judgeUsers(evidence)]
}

function judgeRounds(evidence: Evidence): readonly string[] {
  const channelOf = new Map(evidence.pools.map(({ id, channel }) => [id, channel]))
  return roundsOf(evidence).flatMap((round) => {
    const channel = channelOf.get(round.poolId)
    if (round.kind !== 'waiting' || channel === undefined) return []
    const live = round.isImitation ? cardsShowing(evidence, round.id) : cardsOffering(evidence, round.id)
    if (round.card === 'digest') return judgeInDigest(round.id, live.length)
    const places = live.map((card) => `${card.channel} ${card.ts}`).join(', ')
    if (live.length !== 1) return [`Waiting round ${round.id} has ${live.length} live cards: ${places}.`]
    if (live[0]?.channel !== channel)
      return [`The live card of round ${round.id} is in ${live[0]?.channel} instead of ${channel}.`]
    return []
  })
}

function judgeInDigest(roundId: string, live: number): readonly string[] {
  return live === 0 ? [] : [`Round ${roundId} stands in a digest but has ${live} cards.`]
}

function judgeStrangers(evidence: Evidence): readonly string[] {
  const waiting = new Set(
    roundsOf(evidence)
      .filter(({ kind }) => kind === 'waiting')
      .map(({ id }) => id),
  )
  return evidence.cards.flatMap((card) => {
    if (card.isDeleted) return []
    const offered = offeredBy(card)
    const isForAll = (value: string) => value === card.messageId && offered.length > 2
    const isLost = (value: string) => isOfLostStore(evidence, value)
    const wrong = offered.filter((value) => !waiting.has(value) && !isForAll(value) && !isLost(value))
    return wrong.map((round) => `Card ${card.channel} ${card.ts} offers ${round}, which does not wait.`)
  })
}

const keptFormat = z.looseObject({
  ending: z.looseObject({ account: z.looseObject({ kind: z.literal('kept') }) }),
})

/** Every user who waits in Cognito is known, or was denied or has lapsed and was left there. */
function judgeUsers(evidence: Evidence): readonly string[] {
  const latest = latestRounds(evidence)
  return waitingUsers(evidence).flatMap(({ sub }) => {
    const round = latest.get(sub)
    const kind = round?.kind ?? 'unknown'
    return kind === 'waiting' || isLeft(round) ? [] : [`${sub} waits in Cognito, but their round is ${kind}.`]
  })
}

/** Also if reopening them did not work. */
function isLeft(round: RoundRow | undefined): boolean {
  if (keptFormat.safeParse(round?.state).success || lapseIn(round?.state) !== null) return true
  return round?.origin != null && /"kind":"(?:kept|resume)"/.test(round.origin)
}

function cardsOffering({ cards }: Evidence, roundId: string): Evidence['cards'] {
  return cards.filter((card) => !card.isDeleted && offeredBy(card).includes(roundId))
}

/** A sign-up that imitates another has a card without a button. */
function cardsShowing({ cards, rows }: Evidence, roundId: string): Evidence['cards'] {
  const shows = rows.message_rounds.filter((row) => row.round_id === roundId).map((row) => row.message_id)
  const gone = rows.messages
    .filter((row) => row.kind === 'gone' || row.shows !== 'cards')
    .map((row) => row.id)
  return cards.filter(
    (card) => !card.isDeleted && shows.includes(card.messageId) && !gone.includes(card.messageId),
  )
}

function offeredBy({ versions }: Evidence['cards'][number]): readonly string[] {
  return versions.at(-1)?.buttons ?? []
}
