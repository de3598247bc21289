// Sends private answers: by the click's own response_url, else as an ephemeral message, else as a direct message; after a
// minute, as a direct message first.

import { directAfter } from '../../domain/deadlines.ts'
import type { SlackAnswer } from '../../domain/slack-answer.ts'
import type { Telling, Told } from '../../domain/told.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Urgency } from '../../shared/limit.ts'
import type { Log } from '../../shared/log.ts'
import type { Drawn } from '../draw/card.ts'
import { drawPrivateAnswer } from '../draw/private-answer.ts'
import type { Identity } from './identity.ts'
import { answerOf, tokenProblems } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** How often a response_url is tried. After that, answering twice harms less than not at all. */
const mostTries = 3

/** How long a response_url can be used, in milliseconds: 30 minutes, less the timeout of a post. */
const responseUrlLife = 29 * 60_000

/** Slack's codes where an app may send nobody a direct message. */
const noDirectMessages: ReadonlySet<string> = new Set(['missing_scope', 'messages_tab_disabled'])

export interface PrivateAnswersParts {
  readonly slack: SlackClient
  readonly identity: Pick<Identity, 'url'>
  readonly clock: Clock
  readonly log: Log
}

interface Sending {
  readonly told: Told
  readonly drawn: Drawn
  readonly urgency: Urgency
}

export function createPrivateAnswers({ slack, identity, clock, log }: PrivateAnswersParts) {
  /** How often a response_url gave no answer, by click. */
  const unanswered = new Map<string, number>()
  let hasComplained = false

  const ageOf = ({ click }: Told) => clock.now().getTime() - click.at.getTime()
  const byResponseUrl = ({ told, drawn, urgency }: Sending): Promise<SlackAnswer> => {
    const { responseUrl, by } = told.click
    return responseUrl !== null && ageOf(told) < responseUrlLife
      ? slack.respond(responseUrl, urgency, drawn, by.userId)
      : Promise.resolve({ kind: 'refused', error: 'no_response_url' })
  }
  const asEphemeral = async ({ told, drawn, urgency }: Sending): Promise<SlackAnswer> => {
    const { channel, by } = told.click
    if (channel === null) return { kind: 'refused', error: 'no_channel' }
    return answerOf(() =>
      slack.call(
        'chat.postEphemeral',
        urgency,
        (web) => web.chat.postEphemeral({ channel, user: by.userId, ...drawn }),
        by.userId,
      ),
    )
  }
  const asDirectMessage = async ({ told, drawn, urgency }: Sending) => {
    const { userId } = told.click.by
    const message = { channel: userId, ...drawn, unfurl_links: false, unfurl_media: false }
    const answer = await answerOf(() =>
      slack.call('direct message', urgency, (web) => web.chat.postMessage(message), userId),
    )
    if (answer.kind === 'refused' && noDirectMessages.has(answer.error) && !hasComplained) {
      hasComplained = true
      log.warn(
        { flow: 'tell', slackError: answer.error },
        'Slack lets this app send no direct messages: late answers go to the channel instead',
      )
    }
    return answer
  }

  /** An ephemeral message reaches only whoever still looks at its channel. */
  const waysFor = (told: Told) => {
    const isAnswering = (unanswered.get(told.click.id) ?? 0) < mostTries
    const inChannel = isAnswering ? [byResponseUrl, asEphemeral] : [asEphemeral]
    return ageOf(told) < directAfter ? [...inChannel, asDirectMessage] : [asDirectMessage, ...inChannel]
  }

  return {
    tell: async (told: Told): Promise<Telling> => {
      const urgency = (told.word ?? null) === null ? 'click' : 'background'
      const sending = { told, drawn: drawPrivateAnswer(told, identity.url), urgency } as const
      const { id } = told.click
      for (const way of waysFor(told)) {
        const answer = await way(sending)
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
