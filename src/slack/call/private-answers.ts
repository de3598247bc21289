// Private answers: by the click's own response_url, else as an ephemeral message, else as a direct message.
import type { WebClient } from '@slack/web-api'
import type { Telling, Told } from '../../domain/told.ts'
import type { SlackAnswer } from '../../domain/workspace.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Limit } from '../../shared/limit.ts'
import type { Drawn } from '../draw/card.ts'
import { drawPrivateAnswer } from '../draw/private-answer.ts'
import { inTurn, inTurnAnswered } from './in-turn.ts'
import { isSlackUrl, postToResponseUrl } from './response-url.ts'
import { answerOf, tokenTroubles } from './slack-answer.ts'

/** So often a response_url is tried in vain: after that a double answer harms less than none. */
const patience = 3

/** Slack takes posts to a response_url for 30 minutes; in milliseconds, less what a post may take. */
const responseUrlLife = 29 * 60_000

export interface PrivateAnswersParts {
  readonly client: WebClient
  readonly apiUrl: string
  readonly clock: Clock
  /** Of posts to a response_url, of `chat.postEphemeral`, and of `chat.postMessage` to people. */
  readonly limits: { readonly responses: Limit; readonly ephemerals: Limit; readonly directMessages: Limit }
}

export function createPrivateAnswers({ client, apiUrl, clock, limits }: PrivateAnswersParts) {
  /** How often a response_url gave no answer, by click. */
  const unanswered = new Map<string, number>()
  const byResponseUrl = (told: Told, drawn: Drawn): Promise<SlackAnswer> => {
    const { responseUrl, at } = told.click
    const isUsable =
      responseUrl !== null &&
      clock.now().getTime() - at.getTime() < responseUrlLife &&
      isSlackUrl(responseUrl, apiUrl)
    return isUsable
      ? inTurnAnswered(limits.responses, () => postToResponseUrl(responseUrl, drawn))
      : Promise.resolve({ kind: 'refused', error: 'no_response_url' })
  }
  const asEphemeral = async ({ click: { channel, by } }: Told, drawn: Drawn): Promise<SlackAnswer> => {
    if (channel === null) return { kind: 'refused', error: 'no_channel' }
    return answerOf(() =>
      inTurn(limits.ephemerals, () => client.chat.postEphemeral({ channel, user: by.userId, ...drawn })),
    )
  }
  const asDirectMessage = ({ click }: Told, drawn: Drawn) =>
    answerOf(() =>
      inTurn(limits.directMessages, () =>
        client.chat.postMessage({
          channel: click.by.userId,
          ...drawn,
          unfurl_links: false,
          unfurl_media: false,
        }),
      ),
    )

  return {
    tell: async (told: Told): Promise<Telling> => {
      const drawn = drawPrivateAnswer(told)
      const { id } = told.click
      const ways =
        (unanswered.get(id) ?? 0) < patience
          ? [byResponseUrl, asEphemeral, asDirectMessage]
          : [asEphemeral, asDirectMessage]
      for (const way of ways) {
        const answer = await way(told, drawn)
        if (answer.kind === 'refused' && !tokenTroubles.has(answer.error)) continue
        if (answer.kind === 'done') unanswered.delete(id)
        else if (way === byResponseUrl) unanswered.set(id, (unanswered.get(id) ?? 0) + 1)
        return answer.kind === 'done' ? 'told' : 'try-later'
      }
      unanswered.delete(id)
      return 'undeliverable'
    },
  }
}
