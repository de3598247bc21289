// Measures how long it takes until the channel shows all of many people who sign up at once.
import { signUp } from './cards.ts'
import type { Side } from './open-side.ts'

export interface Rush {
  /** From the first ListUsers of the poll that finds them. */
  readonly seconds: number
  readonly messages: number
}

export async function measureRush(side: Side, count: number): Promise<Rush> {
  const { slack, cognito, channel } = side
  const messagesBefore = slack.messages(channel).length
  const callsBefore = cognito.calls.length
  const users = signUp(side, count)
  const names = new Set(users.map(({ userName }) => userName))
  const pollAt = await cognito.waitFor(
    'the poll that finds them',
    () =>
      cognito.calls.slice(callsBefore).some(({ operation }) => operation === 'ListUsers') &&
      performance.now(),
    60_000,
  )
  let looked = 0
  const shownAt = await slack.waitFor(
    `${count} sign-ups in the channel`,
    () => {
      const messages = slack.callsOf('chat.postMessage').filter(({ status }) => status === 200).length
      if (messages === looked) return undefined
      looked = messages
      for (const { words } of slack.messages(channel).slice(messagesBefore))
        for (const [name] of words.matchAll(/guest-\d+/g)) names.delete(name)
      return names.size === 0 && performance.now()
    },
    180_000,
  )
  return {
    seconds: (shownAt - pollAt) / 1000,
    messages: slack.messages(channel).length - messagesBefore,
  }
}
