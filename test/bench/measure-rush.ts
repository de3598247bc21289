// Measures how long it takes until one message stands for very many who sign up at once, and what a click is like meanwhile.
import { setTimeout as sleep } from 'node:timers/promises'
import { awaitCards, signUp } from './cards.ts'
import type { Side } from './open-side.ts'

export interface Rush {
  /** How long the poll that finds them reads its list, in seconds. */
  readonly scan: number
  /** From its end until the digest tells of all of them, in seconds. */
  readonly digest: number
  readonly messages: number
  /** From a click on another card, in the middle of it, to its result there, in milliseconds. */
  readonly click: number
  /** From a click on the digest to the list, in milliseconds. */
  readonly list: number
}

/** Nothing else may wait in the channel. */
export async function measureRush(side: Side, count: number): Promise<Rush> {
  const { slack, cognito, channel, approvers } = side
  const [card] = await awaitCards(side, signUp(side, 1))
  const before = { messages: slack.messages(channel).length, calls: cognito.calls.length }
  signUp(side, count)
  const lists = () => cognito.calls.slice(before.calls).filter(({ operation }) => operation === 'ListUsers')
  const pages = Math.ceil((count + 1) / 60)
  const begun = await cognito.waitFor(
    'the poll that finds them',
    () => lists().length > 1 && performance.now(),
    60_000,
  )
  const ended = cognito.waitFor('its end', () => lists().length >= pages && performance.now(), 60_000)
  const words = `${count.toLocaleString('en-US')} sign-ups are waiting`
  const told = slack.waitFor(
    'the digest',
    () => slack.messages(channel).some((message) => message.words.includes(words)) && performance.now(),
    60_000,
  )
  const click = await timeClick(side, card?.ts ?? '', card?.value ?? '')
  const [endedAt, toldAt] = [await ended, await told]
  await sleep(1000)
  const list = await timeList(side)
  return {
    scan: (endedAt - begun) / 1000,
    digest: (toldAt - endedAt) / 1000,
    messages: slack.messages(channel).length - before.messages,
    click,
    list,
  }

  async function timeClick({ slack }: Side, ts: string, value: string): Promise<number> {
    const startedAt = performance.now()
    await slack.click({ user: approvers[0] ?? '', channel, ts, label: 'Approve', value })
    const isShown = () => slack.history(channel, ts).at(-1)?.text.includes('can sign in now')
    return (await slack.waitFor('the result', () => isShown() && performance.now(), 30_000)) - startedAt
  }

  async function timeList({ slack }: Side): Promise<number> {
    const digest = slack.messages(channel).find((message) => message.words.includes('sign-ups are waiting'))
    const startedAt = performance.now()
    const [user = ''] = approvers
    await slack.click({ user, channel, ts: digest?.ts ?? '', label: 'Approve some…' })
    return (
      (await slack.waitFor('the list', () => slack.views(user).length > 0 && performance.now(), 30_000)) -
      startedAt
    )
  }
}
