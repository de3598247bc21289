// Sends private answers: by the click's own response_url, else as an ephemeral message, else as a direct message.

import type { SlackAnswer } from '../../domain/slack-answer.ts'
import type { Telling, Told } from '../../domain/told.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Drawn } from '../draw/card.ts'
import { drawPrivateAnswer } from '../draw/private-answer.ts'
import { answerOf, tokenProblems } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** How often a response_url is tried. After that, answering twice harms less than not at all. */
const mostTries = 3

/** How long a response_url can be used, in milliseconds: 30 minutes, less the timeout of a post. */
const responseUrlLife = 29 * 60_000

export interface PrivateAnswersParts {
  readonly slack: SlackClient
  readonly clock: Clock
}

export function createPrivateAnswers({ slack, clock }: PrivateAnswersParts) {
  /** How often a response_url gave no answer, by click. */
  const unanswered = new Map<string, number>()
  const byResponseUrl = (told: Told, drawn: Drawn): Promise<SlackAnswer> => {
    const { responseUrl, at, by } = told.click
    const isUsable = responseUrl !== null && clock.now().getTime() - at.getTime() < responseUrlLife
    return isUsable
      ? slack.respond(responseUrl, 'click', drawn, by.userId)
      : Promise.resolve({ kind: 'refused', error: 'no_response_url' })
  }
  const asEphemeral = async ({ click: { channel, by } }: Told, drawn: Drawn): Promise<SlackAnswer> => {
    if (channel === null) return { kind: 'refused', error: 'no_channel' }
    return answerOf(() =>
      slack.call(
        'chat.postEphemeral',
        'click',
        (web) => web.chat.postEphemeral({ channel, user: by.userId, ...drawn }),
        by.userId,
      ),
    )
  }
  const asDirectMessage = ({ click }: Told, drawn: Drawn) =>
    answerOf(() =>
      slack.call(
        'direct message',
        'click',
        (web) =>
          web.chat.postMessage({
            channel: click.by.userId,
            ...drawn,
            unfurl_links: false,
            unfurl_media: false,
          }),
        click.by.userId,
      ),
    )

  return {
    tell: async (told: Told): Promise<Telling> => {
      const drawn = drawPrivateAnswer(told)
      const { id } = told.click
      const ways =
        (unanswered.get(id) ?? 0) < mostTries
          ? [byResponseUrl, asEphemeral, asDirectMessage]
          : [asEphemeral, asDirectMessage]
      for (const way of ways) {
        const answer = await way(told, drawn)
        if (answer.kind === 'refused' && !tokenProblems.has(answer.error)) continue
        if (answer.kind === 'done') unanswered.delete(id)
        else if (way === byResponseUrl) unanswered.set(id, (unanswered.get(id) ?? 0) + 1)
        return answer.kind === 'done' ? 'told' : 'try-later'
      }
      unanswered.delete(id)
      return 'undeliverable'
    },
  }
}
