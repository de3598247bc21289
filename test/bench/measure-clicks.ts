// Measures the time from a click to its result on the card: one click after another, Countersign and the handler in turn.
import { setTimeout as sleep } from 'node:timers/promises'
import { awaitCards, type Card, postCards, signUp } from './cards.ts'
import type { RunningSide, Side } from './open-side.ts'

/** The times of one side. */
export interface Clicks {
  /** Milliseconds, of people who have clicked before. */
  readonly known: number[]
  /** Of people who click for the first time. */
  readonly newcomers: number[]
}

export interface MeasuredClicks {
  readonly ours: Clicks
  readonly theirs: Clicks
}

export interface Sides {
  readonly bot: RunningSide
  readonly handler: RunningSide
}

/** So few that no two sign-ups share a message. */
const clicksInBlock = 5

/** Slack takes 50 message updates a minute, and Countersign uses 45 of them: a block must take at least this long. */
const blockMs = 7000

/** The first click of each block is a newcomer's; the others are one person's. A first block warms up both sides. */
export async function measureClicks(sides: Sides, blocks: number): Promise<MeasuredClicks> {
  const ours = noted()
  const theirs = noted()
  await measureBlock(sides, { clicks: clicksInBlock, newcomer: 0, ours: noted(), theirs: noted() })
  for (let block = 0; block < blocks; block += 1) {
    const pause = sleep(blockMs)
    await measureBlock(sides, { clicks: clicksInBlock, newcomer: 1 + (block % 24), ours, theirs })
    await pause
  }
  return { ours, theirs }
}

/** Two clicks on each side without a warm-up: their times say little. */
export async function tryClicks(sides: Sides): Promise<MeasuredClicks> {
  const ours = noted()
  const theirs = noted()
  await measureBlock(sides, { clicks: 2, newcomer: 1, ours, theirs })
  return { ours, theirs }
}

function noted(): Clicks {
  return { known: [], newcomers: [] }
}

interface Block extends MeasuredClicks {
  readonly clicks: number
  /** Who clicks first. */
  readonly newcomer: number
}

async function measureBlock(
  { bot, handler }: Sides,
  { clicks, newcomer, ours, theirs }: Block,
): Promise<void> {
  const [botCards, handlerCards] = await Promise.all([
    awaitCards(bot, signUp(bot, clicks)),
    postCards(handler, signUp(handler, clicks)),
  ])
  for (let turn = 0; turn < clicks; turn += 1) {
    const approver = turn === 0 ? newcomer : 0
    const kind = turn === 0 ? 'newcomers' : 'known'
    ours[kind].push(await timeClick(bot, approver, botCards[turn]))
    theirs[kind].push(await timeClick(handler, approver, handlerCards[turn]))
  }
}

/** Milliseconds from the click until the message in Slack says how it ended. */
async function timeClick({ slack, channel, approvers }: Side, approver: number, card: Card | undefined) {
  const { ts = '', value = '' } = card ?? {}
  const startedAt = performance.now()
  await slack.click({ user: approvers[approver] ?? '', channel, ts, value })
  return slack.waitFor(
    'the result on the card',
    () =>
      slack.history(channel, ts).at(-1)?.text.includes('can sign in now') && performance.now() - startedAt,
    30_000,
  )
}
