// Cards in a channel: posted, redrawn, closed, found again, removed. No call is made twice here.
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Limit } from '../../shared/limit.ts'
import type { Cards, CardView, Place } from '../../sign-up/workspace.ts'
import { drawCard, drawStray } from '../draw/card.ts'
import { inTurn } from './group-members.ts'
import type { Identity } from './identity.ts'
import { answerOf, slackRefusal } from './slack-answer.ts'

const eventType = 'countersign_card'

const postedFormat = z.object({ ts: z.string() })

const historyFormat = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      metadata: z.object({ event_payload: z.object({ id: z.unknown() }).optional() }).optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

type HistoryMessage = z.infer<typeof historyFormat>['messages'][number]

export interface CardsParts {
  readonly client: WebClient
  readonly identity: Identity
  /** `conversations.history` */
  readonly histories: Limit
}

export function createCards({ client, identity, histories }: CardsParts): Cards {
  return {
    post: async (view) => {
      try {
        const answer = await client.chat.postMessage({
          channel: view.pool.channel,
          ...drawCard(view),
          metadata: metadata(view),
          unfurl_links: false,
          unfurl_media: false,
        })
        return { kind: 'posted', ts: postedFormat.parse(answer).ts }
      } catch (error) {
        return slackRefusal(error)
      }
    },

    redraw: (view, { channel, ts }) =>
      answerOf(() =>
        client.chat.update({
          channel,
          ts,
          ...drawCard(view),
          metadata: metadata(view),
          parse: 'none',
          link_names: false,
        }),
      ),

    closeStray: ({ channel, ts }) =>
      answerOf(() => client.chat.update({ channel, ts, ...drawStray(), parse: 'none', link_names: false })),

    remove: ({ channel, ts }) => answerOf(() => client.chat.delete({ channel, ts })),

    find: async (channel, messageId, since) => {
      const isOurs = (message: HistoryMessage) =>
        message.user === identity.botUserId ||
        (message.bot_id !== undefined && message.bot_id === identity.botId)
      const found: Place[] = []
      let cursor: string | undefined
      do {
        const page = historyFormat.parse(
          await inTurn(histories, () =>
            client.conversations.history({
              channel,
              oldest: String(since.getTime() / 1000),
              include_all_metadata: true,
              limit: 200,
              ...(cursor === undefined ? {} : { cursor }),
            }),
          ),
        )
        for (const message of page.messages) {
          const isIt = message.metadata?.event_payload?.id === messageId
          if (isIt && isOurs(message)) found.push({ channel, ts: message.ts })
        }
        cursor = page.response_metadata?.next_cursor || undefined
      } while (cursor !== undefined)
      return found.toSorted((one, other) => one.ts.localeCompare(other.ts))
    },
  }
}

/** Every app and member of the workspace can read it: an opaque id only. */
function metadata(view: CardView) {
  return { event_type: eventType, event_payload: { id: view.messageId } }
}
