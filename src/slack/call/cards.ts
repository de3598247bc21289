// Cards in a channel: posted, redrawn, closed, found again, removed. No call is made twice here.
import { z } from 'zod'
import type { CardView, Place } from '../../domain/card-view.ts'
import type { SlackAnswer, SlackRefusal } from '../../domain/slack-answer.ts'
import { unlessAborted } from '../../shared/clock.ts'
import type { Urgency } from '../../shared/limit.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { type Drawn, drawStray } from '../draw/card.ts'
import { drawMessage } from '../draw/message.ts'
import type { Identity } from './identity.ts'
import { answerOf, slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** The event types in our messages' metadata: cards, and the notice of how many sign-ups have none. */
const eventTypes = { cards: 'countersign_card', 'held-back': 'countersign_notice' } as const

const postedFormat = z.object({ ts: z.string() })

const historyFormat = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      metadata: z
        .object({
          event_type: z.string().optional(),
          event_payload: z.object({ id: z.unknown() }).optional(),
        })
        .optional(),
      blocks: z.array(z.object({ type: z.string() })).default([]),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

type HistoryMessage = z.infer<typeof historyFormat>['messages'][number]

type HistoryAnswer = { readonly kind: 'seen'; readonly messages: readonly HistoryMessage[] } | SlackRefusal

export interface CardsParts {
  readonly slack: SlackClient
  readonly identity: Identity
  readonly log: Log
}

/** What was sent, and Slack's answer. */
interface Sent<What, Answer> {
  readonly sent: What
  readonly answer: Answer
}

/** Called once there is a slot; null if there is nothing to send after all. */
type Next<What> = () => Promise<What | null>

type PostAnswer = SlackRefusal | { readonly kind: 'posted'; readonly ts: string }

type FindAnswer = SlackRefusal | { readonly kind: 'found'; readonly places: readonly Place[] }

export function createCards({ slack, identity, log }: CardsParts) {
  return {
    /** Null if there was nothing to post, or `signal` aborted before there was a slot. */
    post: async <View extends CardView>(
      channel: string,
      next: Next<View>,
      signal: AbortSignal,
    ): Promise<Sent<View, PostAnswer> | null> => {
      const limited = { postIn: channel }
      await unlessAborted(signal, slack.takeSlot(limited, 'background'))
      const sent = signal.aborted ? null : await next()
      if (sent === null) return null
      const post = async (): Promise<PostAnswer> => {
        const message = { channel, ...drawMessage(sent), metadata: metadata(sent) }
        const answer = await slack.callInSlot(limited, (web) =>
          web.chat.postMessage({ ...message, unfurl_links: false, unfurl_media: false }),
        )
        return { kind: 'posted', ts: slack.read('chat.postMessage', postedFormat, answer).ts }
      }
      return { sent, answer: await post().catch(slackRefusal) }
    },

    /** `if-free` is skipped if anything else waits to be drawn. */
    redraw: async <Due extends { readonly view: CardView; readonly place: Place }>(
      urgency: Urgency | 'if-free',
      next: Next<Due>,
    ): Promise<Sent<Due, SlackAnswer> | null> => {
      if (urgency === 'if-free' && slack.queued('chat.update') > 0) return null
      await slack.takeSlot('chat.update', urgency === 'click' ? 'click' : 'background')
      const sent = await next()
      if (sent === null) return null
      const { view, place } = sent
      const draw = () => ({ ...drawMessage(view), metadata: metadata(view) })
      return { sent, answer: await update(place, draw) }
    },

    /** Takes the buttons off a message. */
    close: async <Due extends { readonly place: Place }>(
      next: Next<Due>,
    ): Promise<Sent<Due, SlackAnswer> | null> => {
      await slack.takeSlot('chat.update', 'background')
      const sent = await next()
      return sent === null ? null : { sent, answer: await update(sent.place, drawStray) }
    },

    remove: ({ channel, ts }: Place): Promise<SlackAnswer> =>
      answerOf(() => slack.call('chat.delete', 'background', (web) => web.chat.delete({ channel, ts }))),

    /** Our own messages with this id, oldest first. */
    find: async (channel: string, messageId: string, since: Date): Promise<FindAnswer> => {
      const history = await seeHistory(channel, since)
      if (history.kind !== 'seen') return history
      const found = history.messages.filter((message) => idOf(message) === messageId)
      return { kind: 'found', places: found.map(({ ts }) => ({ channel, ts })) }
    },

    /** Our own messages that can be clicked, or that tell how many have no card; null if Slack gives no usable answer. */
    findOpen: async (channel: string, since: Date) => {
      const history = await seeHistory(channel, since)
      if (history.kind !== 'seen') return null
      return history.messages
        .filter((message) => hasButtons(message) || isNotice(message))
        .map((message) => ({ messageId: idOf(message), place: { channel, ts: message.ts } }))
    },
  }

  function update({ channel, ts }: Place, draw: () => Drawn): Promise<SlackAnswer> {
    return answerOf(() =>
      slack.callInSlot('chat.update', (web) =>
        web.chat.update({ channel, ts, ...draw(), parse: 'none', link_names: false }),
      ),
    )
  }

  /** Our own cards, oldest first. */
  async function seeHistory(channel: string, since: Date): Promise<HistoryAnswer> {
    try {
      const messages = await readHistory(channel, since)
      const ours = messages.filter((message) => isOurs(message) && isKnownType(message))
      return { kind: 'seen', messages: ours.toSorted((one, other) => one.ts.localeCompare(other.ts)) }
    } catch (error) {
      log.warn({ flow: 'publish', channel, ...errorFacts(error) }, 'Slack did not show the channel’s history')
      return slackRefusal(error)
    }
  }

  async function readHistory(channel: string, since: Date): Promise<readonly HistoryMessage[]> {
    const messages: HistoryMessage[] = []
    let cursor = ''
    do {
      const answer = await slack.call('conversations.history', 'background', (web) =>
        web.conversations.history({
          channel,
          oldest: String(since.getTime() / 1000),
          include_all_metadata: true,
          limit: 200,
          ...(cursor === '' ? {} : { cursor }),
        }),
      )
      // Without its cursor a page would look like the last one.
      const page = slack.read('conversations.history', historyFormat, answer, ['next_cursor'])
      messages.push(...page.messages)
      cursor = page.response_metadata?.next_cursor ?? ''
    } while (cursor !== '')
    return messages
  }

  function isOurs({ user, bot_id }: HistoryMessage): boolean {
    return user === identity.botUserId || (bot_id !== undefined && bot_id === identity.botId)
  }
}

function idOf({ metadata }: HistoryMessage): string {
  const id = metadata?.event_payload?.id
  return typeof id === 'string' ? id : ''
}

function hasButtons({ blocks }: HistoryMessage): boolean {
  return blocks.some(({ type }) => type === 'actions')
}

function isKnownType({ metadata }: HistoryMessage): boolean {
  return Object.values<unknown>(eventTypes).includes(metadata?.event_type)
}

/** The notice has no button, but it shows what only its store knows. */
function isNotice({ metadata }: HistoryMessage): boolean {
  return metadata?.event_type === eventTypes['held-back']
}

/** Every app and member of the workspace can read the metadata, so it holds only an opaque id. */
function metadata(view: CardView) {
  return { event_type: eventTypes[view.shown.kind], event_payload: { id: view.messageId } }
}
