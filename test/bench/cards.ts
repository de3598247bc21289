// Cards to click: Countersign posts its own, and the handler's are posted for it.
import { WebClient } from '@slack/web-api'
import type { SandboxUser } from '../world/cognito/pools.ts'
import type { Side } from './open-side.ts'

/** Where to click to approve one sign-up. */
export interface Card {
  readonly ts: string
  /** The button's value. */
  readonly value: string
}

/** Resolves when each of these sign-ups has its button. More than five share messages, unless a digest stands for them. */
export async function awaitCards(side: Side, users: readonly SandboxUser[]): Promise<readonly Card[]> {
  const { slack, channel } = side
  const before = new Set(slack.messages(channel).map(({ ts }) => ts))
  return slack.waitFor(
    `${users.length} cards`,
    () => {
      const cards = slack
        .messages(channel)
        .filter(({ ts }) => !before.has(ts))
        .flatMap(({ ts, buttons }) =>
          buttons.filter(({ label }) => label === 'Approve').map(({ value = '' }) => ({ ts, value })),
        )
      return cards.length >= users.length ? cards : undefined
    },
    60_000,
  )
}

/** Posts a card for each of these sign-ups in the handler's place. */
export async function postCards(side: Side, users: readonly SandboxUser[]): Promise<readonly Card[]> {
  const client = new WebClient(side.slack.botToken, { slackApiUrl: side.slack.apiUrl })
  const cards: Card[] = []
  for (const { sub, userName } of users) {
    const text = `New sign-up: ${userName}`
    const blocks = [{ type: 'section', text: { type: 'plain_text', text } }, approveButton(sub)]
    const { ts = '' } = await client.chat.postMessage({ channel: side.channel, text, blocks })
    cards.push({ ts, value: sub })
  }
  return cards
}

function approveButton(value: string) {
  const text = { type: 'plain_text', text: 'Approve' }
  return { type: 'actions', elements: [{ type: 'button', action_id: 'approve', text, value }] }
}

/** Signs up `count` people. */
export function signUp({ cognito }: Side, count: number): readonly SandboxUser[] {
  const first = cognito.users.length
  return Array.from({ length: count }, (_, index) => {
    const userName = `guest-${first + index + 1}`
    return cognito.signUp({ userName, email: `${userName}@visitors.example`, name: `Guest ${index}` })
  })
}
