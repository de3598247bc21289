// A channel's history: the messages in it that our app posted, of this store and of others.
import { z } from 'zod'
import type { History, OwnMessage } from '../../domain/history.ts'
import type { SlackRefusal } from '../../domain/slack-answer.ts'
import { idFormat } from '../../domain/stored-text.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { staysOnCard } from '../draw/offers.ts'
import type { Identity } from './identity.ts'
import { slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** The event types in our messages' metadata: cards, digests, which were mere notices once, reminders, daily digests. */
export const eventTypes = {
  cards: 'countersign_card',
  digest: 'countersign_notice',
  reminder: 'countersign_reminder',
  daily: 'countersign_daily',
} as const

const messageFormat = z.object({
  ts: idFormat,
  user: z.string().optional(),
  bot_id: z.string().optional(),
  /** Other apps put into theirs what they like. */
  metadata: z.object({ event_type: z.string().optional(), event_payload: z.unknown() }).optional(),
  blocks: z
    .array(
      z.object({
        type: z.string(),
        accessory: z.unknown().optional(),
        elements: z.array(z.object({ action_id: z.string().optional() })).optional(),
      }),
    )
    .optional(),
})

const pageFormat = z.object({
  messages: z.array(messageFormat),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

/** Without them, nobody knows whether there is more. */
const decisive = ['response_metadata', 'next_cursor']

/** What our own metadata holds. Where it stands says what the log calls it. */
const ownFormat = z.object({
  messages: z.array(
    z.object({
      metadata: z.object({ event_payload: z.object({ id: z.string().optional() }).optional() }).optional(),
    }),
  ),
})

type HistoryMessage = z.infer<typeof messageFormat>

interface HistoryParts {
  readonly slack: SlackClient
  readonly identity: Identity
  readonly log: Log
  /** Milliseconds since any moment. */
  elapsed?(): number
}

/** The most pages that are read for one message, and how long reading may take, in milliseconds of real time. */
const mostPagesForOne = 100
const longestReading = 30 * 60_000

/**
 * The returned function reads what was posted after `since`: at most `mostPages` pages of 200 messages, and not for ever. If
 * there is more, or a cursor comes again, what was read is not the whole.
 */
export function createChannelHistory({
  slack,
  identity,
  log,
  elapsed = () => performance.now(),
}: HistoryParts) {
  const readPage = async (channel: string, since: Date, cursor: string) => {
    const answer = await slack.call('conversations.history', 'background', (web) =>
      web.conversations.history({
        channel,
        oldest: String(since.getTime() / 1000),
        include_all_metadata: true,
        limit: 200,
        ...(cursor === '' ? {} : { cursor }),
      }),
    )
    return slack.read('conversations.history', pageFormat, answer, decisive)
  }

  const ownMessage = (message: HistoryMessage): OwnMessage => {
    const { messages } = slack.read('conversations.history', ownFormat, { messages: [message] })
    const id = messages[0]?.metadata?.event_payload?.id ?? ''
    return { messageId: id, ts: message.ts, isOpen: isOpen(message) }
  }

  const isOurs = ({ user, bot_id }: HistoryMessage) =>
    user === identity.botUserId || (typeof bot_id === 'string' && bot_id === identity.botId)

  return async (
    channel: string,
    since: Date,
    mostPages = mostPagesForOne,
  ): Promise<History | SlackRefusal> => {
    const messages: HistoryMessage[] = []
    const cursors = new Set<string>()
    const until = elapsed() + longestReading
    let cursor = ''
    try {
      for (let page = 1; page <= mostPages && elapsed() < until; page += 1) {
        const read = await readPage(channel, since, cursor)
        messages.push(...read.messages)
        cursor = read.response_metadata?.next_cursor ?? ''
        if (cursor === '' || cursors.has(cursor)) break
        cursors.add(cursor)
      }
    } catch (error) {
      log.warn({ flow: 'publish', channel, ...errorFacts(error) }, 'Slack did not show the channel’s history')
      return slackRefusal(error)
    }
    const inOrder = messages.toSorted((one, other) => one.ts.localeCompare(other.ts))
    return {
      kind: 'seen',
      messages: inOrder.filter(isOurs).filter(isKnownType).map(ownMessage),
      isWhole: cursor === '',
      first: inOrder[0]?.ts ?? null,
      last: inOrder.at(-1)?.ts ?? null,
    }
  }
}

function isKnownType({ metadata }: HistoryMessage): boolean {
  return Object.values<unknown>(eventTypes).includes(metadata?.event_type)
}

/** It has a button that decides. A digest has a title as long as somebody waits in it. */
function isOpen({ metadata, blocks = [] }: HistoryMessage): boolean {
  if (metadata?.event_type === eventTypes.digest) return blocks.some(({ type }) => type === 'header')
  return blocks.some(
    ({ type, accessory, elements }) =>
      (type === 'actions' && !isStaying(elements)) || (accessory ?? null) !== null,
  )
}

function isStaying(elements: readonly { readonly action_id?: string | undefined }[] | undefined): boolean {
  return elements?.every(({ action_id: id }) => id !== undefined && staysOnCard(id)) ?? false
}
