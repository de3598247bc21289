// A rush on the stage: several sign-ups at once, and the messages they share.
import type { SandboxUser } from '../world/cognito/pools.ts'
import type { SeenMessage } from '../world/slack/message.ts'
import type { SeenView } from '../world/slack/view.ts'
import { openStage, type Stage, type StageOptions } from './stage.ts'
import { cardWithButton } from './story.ts'

export interface Rush extends Stage {
  readonly users: readonly SandboxUser[]
  /** The first message, as it was posted. */
  readonly card: SeenMessage
}

/** So many people, named guest-1, guest-2, …, have signed up before the bot starts; it polls once. */
export async function openRush(count: number, options: StageOptions = {}): Promise<Rush> {
  const stage = await openStage({ pollInterval: '1h', ...options, isNotStarted: true })
  const first = Date.now() - 60_000
  const users = Array.from({ length: count }, (_, index) =>
    stage.cognito.signUp({
      userName: `guest-${index + 1}`,
      email: `guest-${index + 1}@visitors.example`,
      createdAt: new Date(first + index),
    }),
  )
  await stage.start()
  return { ...stage, users, card: await cardWithButton(stage) }
}

/** The buttons that approve one sign-up each, in the message's order. */
export function singleButtons({ buttons }: SeenMessage): SeenMessage['buttons'] {
  return buttons.filter(({ label }) => label === 'Approve')
}

/** Presses "Approve all" and waits for the form. */
export async function openForm(
  { slack, channel, card, ada }: Pick<Rush, 'slack' | 'channel' | 'card' | 'ada'>,
  user = ada,
): Promise<SeenView> {
  const before = slack.views(user).length
  await slack.click({ user, channel, ts: card.ts, label: 'Approve all…' })
  return slack.waitFor('the form', () => slack.views(user).slice(before)[0])
}
