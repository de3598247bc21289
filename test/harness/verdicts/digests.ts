// Digests: whoever stands in none of the cards is counted by the one digest of their channel, which tells the truth.
import type { Card, Evidence } from '../world/evidence.ts'
import { isOfLostStore, roundsOf } from './facts.ts'

/** What is wrong, one sentence each. */
export function judgeDigests(evidence: Evidence): readonly string[] {
  const channels = [...new Set(evidence.pools.map(({ channel }) => channel))]
  return channels.flatMap((channel) => judgeChannel(evidence, channel))
}

const countPattern = /^([\d,]+) sign-ups? (?:is|are) waiting$/mu

function judgeChannel(evidence: Evidence, channel: string): readonly string[] {
  const pools = evidence.pools.filter((pool) => pool.channel === channel).map(({ id }) => id)
  const due = roundsOf(evidence).filter(
    ({ card, kind, poolId }) => card === 'digest' && kind === 'waiting' && pools.includes(poolId),
  ).length
  const told = evidence.cards
    .filter((card) => card.channel === channel && isDigest(evidence, card))
    .map((card) => ({ ...card, count: countIn(card) }))
    .filter(({ count }) => count > 0)
  const wrong = told.filter(({ count }) => count !== due)
  return [
    ...wrong.map(({ ts, count }) => `Digest ${channel} ${ts} tells of ${count}, but ${due} wait in one.`),
    ...(told.length === Math.min(due, 1)
      ? []
      : [`${due} wait in a digest of ${channel}, of ${told.length}.`]),
  ]
}

function isDigest(evidence: Evidence, { messageId, isDeleted }: Card): boolean {
  return !isDeleted && evidence.digests.has(messageId) && !isOfLostStore(evidence, messageId)
}

function countIn({ versions }: Card): number {
  const count = countPattern.exec(versions.at(-1)?.words ?? '')?.[1] ?? '0'
  return Number(count.replaceAll(',', ''))
}
