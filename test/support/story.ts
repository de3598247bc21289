// One sign-up with its card on the stage: what people do with it, what they see, and how the bot behaved.
import { expect } from 'vitest'
import type { SandboxUser, SignUpForm } from '../world/cognito/pools.ts'
import type { StandIn } from '../world/cognito/start-stand-in.ts'
import type { SeenEphemeral } from '../world/slack/ephemeral.ts'
import type { SeenMessage } from '../world/slack/message.ts'
import { openStage, type Stage, type StageOptions } from './stage.ts'

export interface Story extends Stage {
  readonly user: SandboxUser
  /** The card as it was posted. */
  readonly card: SeenMessage
}

const mia = { userName: 'mia', email: 'mia@visitors.example', name: 'Mia' } satisfies SignUpForm

/** The sign-up is there before the bot, which polls once: what follows is not disturbed by polls. */
export async function openStory(form: SignUpForm = mia, options: StageOptions = {}): Promise<Story> {
  const stage = await openStage({ pollInterval: '1h', ...options, isNotStarted: true })
  const user = stage.cognito.signUp(form)
  await stage.start()
  return { ...stage, user, card: await cardWithButton(stage) }
}

/** The oldest card in the channel that offers a decision. */
export function cardWithButton({ slack, channel }: Stage): Promise<SeenMessage> {
  return slack.waitFor('a card with a button', () =>
    slack.messages(channel).find(({ buttons }) => buttons.length > 0),
  )
}

/** Presses Approve on the card as it stands, and confirms the dialog. Resolves when Slack has its answer. */
export async function approve(
  { slack, channel, card, ada }: Pick<Story, 'slack' | 'channel' | 'card' | 'ada'>,
  user = ada,
): Promise<void> {
  const { acked } = await slack.click({ user, channel, ts: card.ts, label: 'Approve' })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

/** The story's card, once it says so. */
export function cardSays(
  { slack, channel, card }: Pick<Story, 'slack' | 'channel'> & { readonly card: Pick<SeenMessage, 'ts'> },
  words: string,
  timeoutMs?: number,
): Promise<SeenMessage> {
  return slack.waitFor(
    `the card to say "${words}"`,
    () => {
      const seen = slack.message(channel, card.ts)
      return seen?.words.includes(words) ? seen : undefined
    },
    timeoutMs,
  )
}

/** What one person alone reads, once somebody says so to them. */
export function privatelyTold(
  { slack }: Stage,
  user: string,
  words: string,
  timeoutMs?: number,
): Promise<SeenEphemeral> {
  return slack.waitFor(
    `${user} to be told "${words}"`,
    () => slack.ephemerals(user).find((one) => one.words.includes(words)),
    timeoutMs,
  )
}

/** How often an operation was asked for. */
export function callsOf({ cognito }: Stage, operation: string): number {
  return cognito.calls.filter((call) => call.operation === operation).length
}

/** AWS's own words, which carry ARNs and account numbers, never reach Slack; and every call names the user by `sub`. */
export function expectDiscretion({ slack, cognito, user }: Story): void {
  expect(JSON.stringify(slack.calls.map(({ args }) => args))).not.toMatch(/arn:aws|123456789012/)
  const about = cognito.calls.filter(({ operation }) => operation.startsWith('Admin'))
  expect(about.filter(({ input }) => input['Username'] !== user.sub)).toEqual([])
}

/**
 * Resolves when a poll that begins after this moment is over: the list read, and whom it made doubtful looked up. The
 * clock is moved on until the one after it begins.
 */
export async function nextPoll({ cognito, clock }: Stage): Promise<void> {
  const isBegin = ({ operation, input }: StandIn['calls'][number]) =>
    operation === 'ListUsers' && input['PaginationToken'] === undefined
  const begun = () => cognito.calls.filter(isBegin).length
  const before = begun()
  const hurry = () => {
    clock.advance(400)
    return begun()
  }
  await expect.poll(hurry, { timeout: 25_000, interval: 10 }).toBeGreaterThanOrEqual(before + 2)
}

/** What the probe finds in the end, while the clock is moved on, so that nothing has to wait for a loop's next turn. */
export async function hurryUntil<T>({ clock }: Stage, probe: () => T | undefined | false): Promise<T> {
  let found: T | undefined | false
  const look = () => {
    clock.advance(500)
    found = probe()
    return found
  }
  await expect.poll(look, { timeout: 10_000, interval: 20 }).toBeTruthy()
  if (found === undefined || found === false) throw new Error('Nothing was found')
  return found
}
