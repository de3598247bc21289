// How everything here calls Slack: when the call's limit has a slot, a person's click before all that can wait.
import type { WebClient } from '@slack/web-api'
import type { SlackAnswer } from '../../domain/slack-answer.ts'
import type { Urgency } from '../../shared/limit.ts'
import type { Log } from '../../shared/log.ts'
import type { Drawn } from '../draw/card.ts'
import { createSlackLimits, type LimitedCall } from './limits.ts'
import { isSlackUrl, postToResponseUrl } from './response-url.ts'
import { slackRefusal } from './slack-answer.ts'
import { createWebClient, type SlackConnection } from './web-client.ts'

export interface SlackClient {
  /**
   * Makes one call when its limit has a slot. Rejects as the `WebClient` does; a 429 makes the others of its limit wait
   * too, for as long as Slack said.
   */
  call<T>(limited: LimitedCall, urgency: Urgency, send: (web: WebClient) => Promise<T>): Promise<T>
  /** Takes a slot and sends nothing: for what is put together only then, and sent with `callInSlot`. */
  takeSlot(limited: LimitedCall, urgency: Urgency): Promise<void>
  /** Makes one call, as `call` does, in a slot that was taken before. */
  callInSlot<T>(limited: LimitedCall, send: (web: WebClient) => Promise<T>): Promise<T>
  /** How many wait for a slot. */
  queued(limited: LimitedCall): number
  /** Posts what one person alone is to see to their click's own address, and nowhere but to Slack. */
  respond(responseUrl: string, urgency: Urgency, drawn: Drawn): Promise<SlackAnswer>
}

/** `replicas` processes share what Slack allows. */
export function createSlackClient(
  { replicas, ...connection }: SlackConnection & { readonly replicas: number },
  log: Log,
): SlackClient {
  const web = createWebClient(connection, log)
  const limitOf = createSlackLimits(replicas)

  const callInSlot = async <T>(limited: LimitedCall, send: (web: WebClient) => Promise<T>): Promise<T> => {
    try {
      return await send(web)
    } catch (error) {
      holdIfAsked(limited, slackRefusal(error))
      throw error
    }
  }
  const holdIfAsked = (limited: LimitedCall, answer: SlackAnswer) => {
    if (answer.kind === 'rate-limited') limitOf(limited).hold(answer.retryAfter)
  }

  return {
    call: (limited, urgency, send) => limitOf(limited).schedule(urgency, () => callInSlot(limited, send)),
    takeSlot: (limited, urgency) => limitOf(limited).schedule(urgency, async () => {}),
    callInSlot,
    queued: (limited) => limitOf(limited).queued(),
    respond: async (responseUrl, urgency, drawn) => {
      if (!isSlackUrl(responseUrl, connection.apiUrl)) return { kind: 'refused', error: 'not_a_slack_url' }
      return limitOf('response_url').schedule(urgency, async () => {
        const answer = await postToResponseUrl(responseUrl, drawn)
        holdIfAsked('response_url', answer)
        return answer
      })
    },
  }
}
