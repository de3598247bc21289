// Measures the time from a click to its result on the card: one click after another, Countersign and the handler in turn.
import { setTimeout as sleep } from 'node:timers/promises'
import { awaitCards, type Card, postCards, signUp } from './cards.ts'
import type { RunningSide, Side } from './open-side.ts'

/** Milliseconds that one click took. */
interface Times {
  /** From the click until the message in Slack says how it ended. */
  readonly result: number
  /** From the click until `AdminConfirmSignUp` arrives at Cognito. */
  readonly untilCall: number
  /** From the moment Cognito answers it until `chat.update` arrives at Slack. */
  readonly untilUpdate: number
}

/** The times of one side. */
export interface Clicks {
  /** Of people who have clicked before. */
  readonly known: Times[]
  /** Of people who click for the first time. */
  readonly newcomers: Times[]
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
export const clicksInBlock = 5

/** Slack takes 50 message updates a minute, and Countersign uses 45 of them: a block must take at least this long. */
export const blockMs = 7000

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

/** What both sides write when Cognito has confirmed the user. */
const result = 'can sign in now'

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

export async function timeClick(
  { slack, cognito, channel, approvers }: Side,
  approver: number,
  card: Card | undefined,
): Promise<Times> {
  const { ts = '', value = '' } = card ?? {}
  const before = cognito.calls.length
  const call = () => cognito.calls.slice(before).find(({ operation }) => operation === 'AdminConfirmSignUp')
  const isUpdating = () =>
    slack
      .callsOf('chat.update')
      .some(({ args }) => args['ts'] === ts && String(args['text']).includes(result))
  const startedAt = performance.now()
  const called = cognito.waitFor('AdminConfirmSignUp', () => call() && performance.now())
  const answered = cognito.waitFor('its answer', () => call()?.answer === 'ok' && performance.now())
  const updating = slack.waitFor('chat.update', () => isUpdating() && performance.now(), 30_000)
  await slack.click({ user: approvers[approver] ?? '', channel, ts, label: 'Approve', value })
  const endedAt = await slack.waitFor(
    'the result on the card',
    () => slack.history(channel, ts).at(-1)?.text.includes(result) && performance.now(),
    30_000,
  )
  const [calledAt, answeredAt, updatedAt] = await Promise.all([called, answered, updating])
  return {
    result: endedAt - startedAt,
    untilCall: calledAt - startedAt,
    untilUpdate: updatedAt - answeredAt,
  }
}
