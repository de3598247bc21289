// The Slack client: makes each call as soon as its limit has a slot, clicks first.
import type { WebClient } from '@slack/web-api'
import type { z } from 'zod'
import type { SlackAnswer } from '../../domain/slack-answer.ts'
import { type Called, type CallOutcome, uncounted } from '../../shared/called.ts'
import type { Asker, Urgency } from '../../shared/limit.ts'
import type { Log } from '../../shared/log.ts'
import { createOddNotes, readLeniently } from '../../shared/read-leniently.ts'
import type { Drawn } from '../draw/card.ts'
import type { KnownApprovers } from './known-approvers.ts'
import { createSlackLimits, type LimitedCall, methodOf } from './limits.ts'
import { isSlackUrl, postToResponseUrl } from './response-url.ts'
import { slackRefusal } from './slack-answer.ts'
import { createWebClient, type SlackConnection } from './web-client.ts'

export interface SlackClient {
  /**
   * Makes one call as soon as its limit has a slot. Rejects as the `WebClient` does. A 429 pauses the whole limit for as long
   * as Slack demands. `askedBy` is the id of the person who waits, if it is one: persons take turns, approvers first.
   */
  call<T>(
    limited: LimitedCall,
    urgency: Urgency,
    send: (web: WebClient) => Promise<T>,
    askedBy?: string,
  ): Promise<T>
  /** Waits for a slot and sends nothing: for a message that is put together only then, and sent with `callInSlot`. */
  takeSlot(limited: LimitedCall, urgency: Urgency): Promise<void>
  /** Makes one call, as `call` does, in a slot taken before. */
  callInSlot<T>(limited: LimitedCall, send: (web: WebClient) => Promise<T>): Promise<T>
  /**
   * Reads an answer of this method; what makes no sense in it is logged. An entry goes with a `decisive` field that makes no
   * sense. Throws `UnreadableAnswer`.
   */
  read<T>(method: string, format: z.ZodType<T>, answer: unknown, decisive?: readonly string[]): T
  /** How many calls wait for a slot. */
  queued(limited: LimitedCall): number
  /** Posts an answer that only one person sees to a click's own address. */
  respond(responseUrl: string, urgency: Urgency, drawn: Drawn, askedBy?: string): Promise<SlackAnswer>
  /** Whose turn comes first. */
  readonly approvers: KnownApprovers
}

interface ClientParts extends SlackConnection {
  /** So many processes share what Slack allows. */
  readonly replicas: number
  readonly approvers: KnownApprovers
  readonly called?: Called
}

export function createSlackClient(
  { replicas, approvers, called = uncounted, ...connection }: ClientParts,
  log: Log,
): SlackClient {
  const web = createWebClient(connection, log)
  const limitOf = createSlackLimits(replicas)
  const odd = createOddNotes(log)

  const callInSlot = async <T>(limited: LimitedCall, send: (web: WebClient) => Promise<T>): Promise<T> => {
    try {
      const answer = await send(web)
      note(limited, { kind: 'done' })
      return answer
    } catch (error) {
      note(limited, slackRefusal(error))
      throw error
    }
  }
  const note = (limited: LimitedCall, answer: SlackAnswer) => {
    called('slack', methodOf(limited), outcomeOf(answer))
    if (answer.kind === 'rate-limited') limitOf(limited).hold(answer.retryAfter)
  }

  const asker = (userId: string | undefined): Asker | undefined =>
    userId === undefined ? undefined : { userId, isApprover: approvers.has(userId) }

  return {
    approvers,
    call: (limited, urgency, send, askedBy) =>
      limitOf(limited).schedule(urgency, () => callInSlot(limited, send), asker(askedBy)),
    takeSlot: (limited, urgency) => limitOf(limited).schedule(urgency, async () => {}),
    callInSlot,
    read: (method, format, answer, decisive) => readLeniently(format, answer, odd(method), decisive),
    queued: (limited) => limitOf(limited).queued(),
    respond: async (responseUrl, urgency, drawn, askedBy) => {
      if (!isSlackUrl(responseUrl, connection.apiUrl)) return { kind: 'refused', error: 'not_a_slack_url' }
      const post = async () => {
        const answer = await postToResponseUrl(responseUrl, drawn)
        note('response_url', answer)
        return answer
      }
      return limitOf('response_url').schedule(urgency, post, asker(askedBy))
    },
  }
}

function outcomeOf({ kind }: SlackAnswer): CallOutcome {
  return kind === 'rate-limited' ? 'throttled' : kind
}
