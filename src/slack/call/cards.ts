// Cards in a channel: posted, redrawn, closed, found again, removed. No call is made twice here.
import { z } from 'zod'
import type { CardView, Place } from '../../domain/card-view.ts'
import type { SlackAnswer, SlackRefusal } from '../../domain/slack-answer.ts'
import { idFormat } from '../../domain/stored-text.ts'
import { unlessAborted } from '../../shared/clock.ts'
import type { Urgency } from '../../shared/limit.ts'
import type { Log } from '../../shared/log.ts'
import { type Drawn, drawStray } from '../draw/card.ts'
import { drawMessage } from '../draw/message.ts'
import { createChannelHistory, eventTypes } from './channel-history.ts'
import type { Identity } from './identity.ts'
import { answerOf, slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

const postedFormat = z.object({ ts: idFormat })

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

export function createCards(parts: CardsParts) {
  const { slack, identity } = parts
  const seeHistory = createChannelHistory(parts)
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
        const message = { channel, ...drawMessage(sent, identity.url), metadata: metadata(sent) }
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
      const draw = () => ({ ...drawMessage(view, identity.url), metadata: metadata(view) })
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
      const found = history.messages.filter((message) => message.messageId === messageId)
      // What lies beyond may be the message, or a second copy of it.
      if (!history.isWhole) return { kind: 'no-answer' }
      return { kind: 'found', places: found.map(({ ts }) => ({ channel, ts })) }
    },

    seeHistory,
  }

  function update({ channel, ts }: Place, draw: () => Drawn): Promise<SlackAnswer> {
    return answerOf(() =>
      slack.callInSlot('chat.update', (web) =>
        web.chat.update({ channel, ts, ...draw(), parse: 'none', link_names: false }),
      ),
    )
  }
}

/** Every app and member of the workspace can read the metadata, so it holds only an opaque id. */
function metadata(view: CardView) {
  return { event_type: eventTypes[view.shown.kind], event_payload: { id: view.messageId } }
}
