// Envelopes to the app and their acknowledgements, delivered as Slack does or as oddly as a test wants. To an app in HTTP
// mode, the payload alone is sent.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Door } from '../over-http/deliver.ts'
import type { Envelope, Failure, Records } from '../records.ts'
import { parseIfJson } from '../web-api/read-arguments.ts'
import { makeSockets } from './accept-sockets.ts'

/** How an envelope is delivered; by default once, at once, to one socket. */
export interface Delivery {
  /** Sends the same envelope this many times, to the sockets in turn. */
  readonly copies?: number | undefined
  /** Sends all copies to one socket. */
  readonly onOneSocket?: boolean | undefined
  readonly delayMs?: number | undefined
  /** Waits for `deliver()`, so that a test can put things in any order. */
  readonly held?: boolean | undefined
  /** If its socket is lost before the acknowledgement, sends it again as soon as there is another one. */
  readonly redeliver?: boolean | undefined
}

/** How it ended for the person, or for Slack. */
export type Ack =
  | { readonly kind: 'acked'; readonly payload: unknown; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly reason: Failure['reason']; readonly afterMs: number }

type WithoutTime =
  | { readonly kind: 'acked'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly reason: Failure['reason'] }

export interface Sent {
  readonly envelope: Envelope
  readonly acked: Promise<Ack>
  /** Sends a held envelope, or sends any envelope again. */
  readonly deliver: () => void
}

/** What Slack says when it sends an event again. */
export interface Retry {
  readonly attempt: number
  readonly reason: string
}

const ackSchema = z.looseObject({ envelope_id: z.string(), payload: z.unknown().optional() })

interface PostOfficeParts {
  readonly records: Records
  readonly ackWithinMs: number
  readonly signal: AbortSignal
  /** Of an app in HTTP mode. */
  readonly door: Door | undefined
}

/** The sockets, and `post`, which sends an envelope over them and waits `ackWithinMs` for its acknowledgement. */
export function makePostOffice({ records, ackWithinMs, signal, door }: PostOfficeParts) {
  const waiting = new Map<string, (ack: WithoutTime) => void>()
  const lost = new Set<() => void>()
  const onGone = new Map<string, (socket: string) => void>()
  const onConnected = new Set<() => void>()
  const sockets = makeSockets(records, () => ({
    onMessage,
    onConnected: () => {
      for (const act of [...lost, ...onConnected]) act()
      lost.clear()
      onConnected.clear()
    },
    onGone: (socket) => {
      for (const act of [...onGone.values()]) act(socket)
    },
  }))
  /** Over HTTP, Slack tries again whether or not the app can be reached. */
  const onceConnected = door === undefined ? (act: () => void) => onConnected.add(act) : undefined
  return { sockets, post, onceConnected }

  function onMessage(text: string): void {
    const parsed = ackSchema.safeParse(parseIfJson(text))
    if (!parsed.success) return
    const { envelope_id, payload } = parsed.data
    const envelope = records.envelopes.find(({ envelopeId }) => envelopeId === envelope_id)
    if (envelope !== undefined) received(envelope, payload)
  }

  function received(envelope: Envelope, payload: unknown): void {
    envelope.acks += 1
    envelope.ackedAt ??= records.now()
    envelope.ackPayload ??= payload
    onGone.delete(envelope.envelopeId)
    waiting.get(envelope.envelopeId)?.({ kind: 'acked', payload })
    records.changed('envelope')
  }

  async function request(to: Door, envelope: Envelope, retry: Retry | undefined): Promise<void> {
    const answer = await to.deliver(envelope, retry)
    if (answer.kind === 'acked') received(envelope, answer.payload)
    else waiting.get(envelope.envelopeId)?.(answer)
  }

  function post(
    type: Envelope['type'],
    payload: Envelope['payload'],
    delivery: Delivery,
    retry?: Retry,
  ): Sent {
    // Over HTTP there are no envelopes: what a person did is known by its trigger.
    const trigger = door === undefined ? undefined : payload['trigger_id']
    const envelopeId = typeof trigger === 'string' ? trigger : randomUUID()
    const envelope: Envelope = {
      envelopeId,
      type,
      payload,
      deliveries: [],
      ackedAt: undefined,
      ackPayload: undefined,
      acks: 0,
    }
    records.envelopes.push(envelope)
    const text = writeEnvelope(envelope, retry)
    const { promise: acked, resolve } = Promise.withResolvers<Ack>()
    let startedAt: number | undefined
    const end = (ack: Ack) => {
      waiting.delete(envelopeId)
      resolve(ack)
    }
    const afterMs = () => performance.now() - (startedAt ?? performance.now())

    const send = (to?: string) => {
      if (door !== undefined) void request(door, envelope, retry)
      const socket = door === undefined ? sockets.send(text, to) : 'http'
      if (socket !== undefined) envelope.deliveries.push({ at: records.now(), socket })
      records.changed('envelope')
      return socket
    }
    const deliver = () => {
      const socket = send()
      if (startedAt !== undefined) return
      startedAt = performance.now()
      if (socket === undefined) return end({ kind: 'failed', reason: 'no socket', afterMs: 0 })
      waiting.set(envelopeId, (ack) => end({ ...ack, afterMs: afterMs() }))
      const expiry = setTimeout(
        () => end({ kind: 'failed', reason: 'not acknowledged in time', afterMs: afterMs() }),
        ackWithinMs,
      )
      signal.addEventListener('abort', () => clearTimeout(expiry), { once: true })
      for (let copy = 1; copy < (delivery.copies ?? 1); copy++)
        send(delivery.onOneSocket ? socket : undefined)
    }
    if (delivery.redeliver) {
      onGone.set(envelopeId, (gone) => {
        if (envelope.deliveries.at(-1)?.socket === gone && send() === undefined) lost.add(() => send())
      })
    }
    if (delivery.delayMs !== undefined) {
      const delayed = setTimeout(deliver, delivery.delayMs)
      signal.addEventListener('abort', () => clearTimeout(delayed), { once: true })
    } else if (!delivery.held) deliver()
    return { envelope, acked, deliver }
  }
}

function writeEnvelope({ envelopeId, type, payload }: Envelope, retry: Retry | undefined): string {
  return JSON.stringify({
    envelope_id: envelopeId,
    type,
    accepts_response_payload: type !== 'events_api',
    payload,
    ...(retry === undefined ? {} : { retry_attempt: retry.attempt, retry_reason: retry.reason }),
  })
}
