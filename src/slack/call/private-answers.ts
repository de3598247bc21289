// Private answers: by the click's own response_url, else as an ephemeral message, else as a direct message.
import type { WebClient } from '@slack/web-api'
import type { Clock } from '../../shared/clock.ts'
import type { PrivateAnswers, SlackAnswer, Told } from '../../sign-up/workspace.ts'
import type { Drawn } from '../draw/card.ts'
import { drawPrivateAnswer } from '../draw/private-answer.ts'
import { callTimeout } from './create-client.ts'
import { answerOf, tokenTroubles } from './slack-answer.ts'

/** Slack takes posts to a response_url for 30 minutes; in milliseconds, less what a post may take. */
const responseUrlLife = 29 * 60_000

export interface PrivateAnswersParts {
  readonly client: WebClient
  readonly apiUrl: string
  readonly clock: Clock
}

export function createPrivateAnswers({ client, apiUrl, clock }: PrivateAnswersParts): PrivateAnswers {
  const byResponseUrl = (told: Told, drawn: Drawn): Promise<SlackAnswer> => {
    const { responseUrl, at } = told.click
    const isUsable =
      responseUrl !== null &&
      clock.now().getTime() - at.getTime() < responseUrlLife &&
      isSlackUrl(responseUrl, apiUrl)
    return isUsable
      ? postTo(responseUrl, drawn)
      : Promise.resolve({ kind: 'refused', error: 'no_response_url' })
  }
  const asEphemeral = ({ click }: Told, drawn: Drawn) =>
    answerOf(() => client.chat.postEphemeral({ channel: click.channel, user: click.by.userId, ...drawn }))
  const asDirectMessage = ({ click }: Told, drawn: Drawn) =>
    answerOf(() =>
      client.chat.postMessage({
        channel: click.by.userId,
        ...drawn,
        unfurl_links: false,
        unfurl_media: false,
      }),
    )

  return {
    tell: async (told) => {
      const drawn = drawPrivateAnswer(told)
      for (const way of [byResponseUrl, asEphemeral, asDirectMessage]) {
        const answer = await way(told, drawn)
        if (answer.kind === 'done') return 'told'
        if (answer.kind !== 'refused' || tokenTroubles.has(answer.error)) return 'try-later'
      }
      return 'undeliverable'
    },
  }
}

/** A response_url is a credential: it is used only where Slack is, or the API that stands in for it. */
export function isSlackUrl(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  if (username !== '' || password !== '') return false
  const api = new URL(apiUrl)
  if (hostname === api.hostname && protocol === api.protocol) return true
  return protocol === 'https:' && port === '' && /(^|\.)slack(-gov)?\.com$/.test(hostname)
}

async function postTo(responseUrl: string, drawn: Drawn): Promise<SlackAnswer> {
  try {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...drawn }),
      redirect: 'error',
      signal: AbortSignal.timeout(callTimeout),
    })
    const said = await response.text()
    // Slack says "ok". A web page comes from something on the way.
    if (response.ok) return said.trimStart().startsWith('<') ? { kind: 'no-answer' } : { kind: 'done' }
    const isRefused = response.status >= 400 && response.status < 500 && response.status !== 429
    return isRefused ? { kind: 'refused', error: `http_${response.status}` } : { kind: 'no-answer' }
  } catch {
    return { kind: 'no-answer' }
  }
}
