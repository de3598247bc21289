// Measures how long Slack waits for an acknowledgement at 50 clicks a second.
import { setTimeout as sleep } from 'node:timers/promises'
import { awaitCards, type Card, postCards, signUp } from './cards.ts'
import type { Sides } from './measure-clicks.ts'
import type { Side } from './open-side.ts'

/** Milliseconds. */
export interface Acks {
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
}

const perSecond = 50
const seconds = 3

/**
 * Different people click different sign-ups, each side in turn, twice. Countersign's turn ends when it has carried out
 * every click. Many sign-ups share a message.
 */
export async function measureAcks({ bot, handler }: Sides): Promise<Acks> {
  const count = perSecond * seconds
  const waiting = await awaitCards(bot, signUp(bot, 2 * count))
  const theirCards = await postCards(handler, signUp(handler, 2 * count))
  const ours: number[] = []
  const theirs: number[] = []
  for (const part of [0, 1]) {
    theirs.push(...(await clickSteadily(handler, theirCards.slice(part * count, (part + 1) * count))))
    const before = bot.cognito.confirmations.length
    ours.push(...(await clickSteadily(bot, waiting.slice(part * count, (part + 1) * count))))
    await bot.cognito.waitFor(
      'every click to be carried out',
      () => bot.cognito.confirmations.length >= before + count,
      120_000,
    )
  }
  return { ours, theirs }
}

async function clickSteadily(
  { slack, channel, approvers }: Side,
  cards: readonly Card[],
): Promise<readonly number[]> {
  const startedAt = performance.now()
  const acks: Promise<number>[] = []
  for (const [index, { ts, value }] of cards.entries()) {
    await sleep(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()))
    const user = approvers[index % approvers.length] ?? ''
    const { acked } = await slack.click({ user, channel, ts, label: 'Approve', value })
    acks.push(acked.then(({ kind, afterMs }) => (kind === 'acked' ? afterMs : Number.POSITIVE_INFINITY)))
  }
  return Promise.all(acks)
}
