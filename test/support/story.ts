// One sign-up with its card on the stage: what people do with it, what they see, and what the bot did.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { SandboxUser, SignUpForm } from '../world/cognito/pools.ts'
import type { StandIn } from '../world/cognito/start-stand-in.ts'
import type { SeenEphemeral } from '../world/slack/ephemeral.ts'
import type { SeenMessage } from '../world/slack/message.ts'
import { decisionsIn } from './decisions.ts'
import { openStage, type Stage, type StageOptions } from './stage.ts'

export { decisionsIn }

export interface Story extends Stage {
  readonly user: SandboxUser
  /** The card as it was posted. */
  readonly card: SeenMessage
}

const mia = { userName: 'mia', email: 'mia@visitors.example', name: 'Mia' } satisfies SignUpForm

/** The sign-up is there before the bot starts; the bot polls once, so that polls don't disturb the story. */
export async function openStory(form: SignUpForm = mia, options: StageOptions = {}): Promise<Story> {
  const stage = await openStage({ pollInterval: '1h', ...options, isNotStarted: true })
  const user = stage.cognito.signUp(form)
  await stage.start()
  return { ...stage, user, card: await cardWithButton(stage) }
}

/** The same, with a pool that a file describes: these keys besides its id, channel and approvers. */
export async function openStoryOfFile(keys: readonly string[]): Promise<Story> {
  const stage = await openStage({ pollInterval: '15s', isNotStarted: true })
  const { cognito, channel, group, environment, folder } = stage
  const path = join(folder, 'countersign.yml')
  const pool = [`id: ${cognito.poolId}`, `channel: ${channel}`, `approvers: { groups: [${group}] }`, ...keys]
  writeFileSync(path, `pools:\n  - ${pool.join('\n    ')}\n`)
  for (const name of ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS']) delete environment[name]
  environment['CONFIG_FILE'] = path
  const user = cognito.signUp(mia)
  await stage.start()
  return { ...stage, user, card: await cardWithButton(stage) }
}

/** The oldest card in the channel with a button. */
export function cardWithButton({ slack, channel }: Stage): Promise<SeenMessage> {
  return slack.waitFor('a card with a button', () =>
    slack.messages(channel).find((message) => decisionsIn(message).length > 0),
  )
}

/** Presses Approve on the current card and confirms the dialog. Resolves when Slack has its answer. */
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

/** A private message to one person, once it arrives. */
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

/** A direct message of the bot to one person, once it arrives. */
export function directlyTold({ slack }: Stage, user: string, words: string): Promise<SeenMessage> {
  return slack.waitFor(`a direct message to ${user} that says "${words}"`, () =>
    slack
      .channels()
      .filter(({ imWith }) => imWith === user)
      .flatMap(({ id }) => slack.messages(id))
      .find((message) => message.words.includes(words)),
  )
}

/** Either of these: after a minute, nothing but a direct message is sure to be noticed. */
export function toldAlone(stage: Stage, user: string, words: string): Promise<SeenEphemeral | SeenMessage> {
  return Promise.any([privatelyTold(stage, user, words), directlyTold(stage, user, words)])
}

export function callsOf({ cognito }: Stage, operation: string): number {
  return cognito.calls.filter((call) => call.operation === operation).length
}

/** AWS's own words, with ARNs and account numbers, never reach Slack; and every call names the user by `sub`. */
export function expectDiscretion({ slack, cognito, user }: Story): void {
  expect(JSON.stringify(slack.calls.map(({ args }) => args))).not.toMatch(/arn:aws|123456789012/)
  const about = cognito.calls.filter(({ operation }) => operation.startsWith('Admin'))
  expect(about.filter(({ input }) => input['Username'] !== user.sub)).toEqual([])
}

/**
 * Resolves when a poll that begins after this moment is over: the list is read, and whom it left out is looked up. The
 * clock moves on until the next poll begins.
 */
export async function nextPoll({ cognito, hurry }: Stage): Promise<void> {
  const isBegin = ({ operation, input }: StandIn['calls'][number]) =>
    operation === 'ListUsers' && input['PaginationToken'] === undefined
  const begun = () => cognito.calls.filter(isBegin).length
  const before = begun()
  const hurried = async () => {
    await hurry(400)
    return begun()
  }
  await expect.poll(hurried, { timeout: 25_000, interval: 10 }).toBeGreaterThanOrEqual(before + 2)
}

/** How often `hurryUntil` looks: enough for four minutes of the bot's time. */
const mostLooks = 500

/** What the probe finds in the end; the clock moves on, so that nothing waits for a loop's next turn. */
export async function hurryUntil<T>({ hurry }: Stage, probe: () => T | undefined | false): Promise<T> {
  for (let looks = 0; looks < mostLooks; looks += 1) {
    await hurry(500)
    const found = probe()
    if (found !== undefined && found !== false) return found
    await sleep(20)
  }
  throw new Error(`Nothing was found by ${probe}`)
}
