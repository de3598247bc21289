// Rounds without a card of their own: one notice in each pool tells how many there are, and is right.
import type { Evidence } from '../world/evidence.ts'
import { isOfLostStore, roundsOf } from './facts.ts'

/** What is wrong, one sentence each. */
export function judgeNotices(evidence: Evidence): readonly string[] {
  return evidence.pools.flatMap(({ id, channel }) => {
    const held = roundsOf(evidence).filter((round) => round.poolId === id && round.card === 'held-back')
    const notWaiting = held.filter(({ kind }) => kind !== 'waiting')
    return [
      ...notWaiting.map((round) => `Round ${round.id} is held back although it is ${round.kind}.`),
      ...judgeNotice(evidence, { id, channel }, held.length),
    ]
  })
}

const countPattern = /🗂️ (\d+) more sign-ups? (?:is|are) waiting in pool/u

function judgeNotice(
  evidence: Evidence,
  { id, channel }: { readonly id: string; readonly channel: string },
  due: number,
): readonly string[] {
  const { cards, rows, poolOfNotice } = evidence
  const told = cards
    .filter((card) => !card.isDeleted && poolOfNotice.get(card.messageId) === id)
    .filter((card) => !isOfLostStore(evidence, card.messageId))
    .flatMap((card) => {
      const count = countPattern.exec(card.versions.at(-1)?.words ?? '')?.[1]
      return count === undefined ? [] : [{ ...card, count: Number(count) }]
    })
  const wrong = told.filter((card) => card.channel !== channel || card.count !== due)
  const known = rows.messages.filter((row) => row.shows === 'held-back' && row.pool_id === id)
  const isTold = due === 0 ? told.length === 0 : told.length === 1
  return [
    ...wrong.map(
      (card) => `A notice of ${id} in ${card.channel} tells of ${card.count}, but ${due} are held back.`,
    ),
    ...(isTold ? [] : [`${due} are held back in ${id}, told by ${told.length} of ${known.length} notices.`]),
  ]
}
