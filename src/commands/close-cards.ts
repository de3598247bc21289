// `npm run store -- close-cards STORE_ID`: closes the open cards of a store that is lost, in the configured channels.
import { readFileSync } from 'node:fs'
import { closeMessage } from '../cards/close-message.ts'
import type { Config } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import type { History } from '../domain/history.ts'
import { isOfStore, storeIdPattern } from '../domain/store-id.ts'
import { systemClock } from '../shared/clock.ts'
import { createLog, withoutSecrets } from '../shared/log.ts'
import { again, done, retry } from '../shared/retry.ts'
import { createCards } from '../slack/call/cards.ts'
import { askIdentity } from '../slack/call/identity.ts'
import { createKnownApprovers } from '../slack/call/known-approvers.ts'
import { slackRefusal } from '../slack/call/slack-answer.ts'
import { createSlackClient } from '../slack/call/slack-client.ts'
import { findStoreId } from '../store/copy/find-store-id.ts'
import { closeCardsSays as says } from '../wording/close-cards.ts'
import { lockHeldLine } from '../wording/lock-held.ts'

/** Older cards than these are left, in milliseconds: the longest that a store usually keeps anything. */
const lookBack = 400 * 24 * 60 * 60_000

/** Of 200 messages each. */
const mostPages = 500

const trying = { tries: 5, mostPause: 15_000 }
const pause = { first: 1000, most: trying.mostPause }

export interface Closing {
  /** Null if nothing was even tried. */
  readonly closed: string | null
  /** What is wrong, one line each. */
  readonly problems: readonly string[]
}

interface ClosingParts {
  readonly storeId: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Tells whom the command waits for. */
  err(words: string): void
}

/** Refuses to close the cards of the store that the configuration names. */
export async function closeCards({ storeId, environment, err }: ClosingParts): Promise<Closing> {
  if (!storeIdPattern.test(storeId)) return refused(says.noSuchId)
  const read = readConfig(environment, (path) => readFileSync(path, 'utf8'))
  if (read.kind === 'invalid') return refused(...read.problems)
  const problem = await problemWithOwnStore(read.config, storeId, err)
  return problem === null ? closeAll(read.config, storeId) : refused(problem)
}

function refused(...problems: readonly string[]): Closing {
  return { closed: null, problems }
}

async function problemWithOwnStore(
  { database }: Config,
  storeId: string,
  err: ClosingParts['err'],
): Promise<string | null> {
  try {
    const own = await findStoreId(database, (holder) => err(`${lockHeldLine(holder)}\n`))
    if (own.kind === 'none') return says.noStore(own.name)
    return own.storeId === storeId ? says.ownStore(storeId) : null
  } catch (error) {
    return says.storeUnread(error instanceof Error ? withoutSecrets(error.message) : 'an unexpected error')
  }
}

async function closeAll(config: Config, storeId: string): Promise<Closing> {
  const log = createLog('silent')
  const slack = createSlackClient(
    { ...config.slack, replicas: config.replicas, approvers: createKnownApprovers(config.pools) },
    log,
  )
  const identity = await askIdentity(slack)
    .then((introduction) => introduction.identity)
    .catch(wordOf)
  if (typeof identity === 'string') return refused(says.noIdentity(identity))
  const cards = createCards({ slack, identity, log })
  const problems: string[] = []
  let closed = 0
  for (const channel of new Set(config.pools.map((pool) => pool.channel))) {
    const result = await closeIn(cards, channel, storeId)
    closed += result.closed
    problems.push(...result.problems)
  }
  return { closed: says.closed(storeId, closed), problems }
}

type Cards = ReturnType<typeof createCards>

async function closeIn(cards: Cards, channel: string, storeId: string) {
  const history = await seeHistory(cards, channel)
  if (typeof history === 'string') return { closed: 0, problems: [says.unseen(channel, history)] }
  const open = history.messages.filter((one) => one.isOpen && isOfStore(storeId, one.messageId))
  let closed = 0
  for (const { ts } of open) {
    const place = { channel, ts }
    const result = await closeMessage({ cards, clock: systemClock }, async () => ({ place }), trying)
    if (result === 'closed') closed += 1
  }
  const left = open.length - closed
  return {
    closed,
    problems: [
      ...(history.isWhole ? [] : [says.notWhole(channel)]),
      ...(left > 0 ? [says.left(channel, left)] : []),
    ],
  }
}

/** Slack's word if it does not show it. */
async function seeHistory(cards: Cards, channel: string): Promise<History | string> {
  const since = new Date(systemClock.now().getTime() - lookBack)
  let word = 'no answer'
  const seen = await retry<History | string>({ clock: systemClock, pause, tries: trying.tries }, async () => {
    const answer = await cards.seeHistory(channel, since, mostPages)
    if (answer.kind === 'seen') return done(answer)
    if (answer.kind === 'refused') return done(answer.error)
    word = answer.kind === 'rate-limited' ? 'ratelimited' : 'no answer'
    return again()
  })
  return seen ?? word
}

function wordOf(error: unknown): string {
  const refusal = slackRefusal(error)
  return refusal.kind === 'refused' ? refusal.error : 'no answer'
}
