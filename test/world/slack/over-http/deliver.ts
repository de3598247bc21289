// Slack's requests to an app in HTTP mode: signed, each on a connection of its own, to one Request URL.
import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import type { Envelope, Failure, Records } from '../records.ts'
import type { Retry } from '../socket-mode/send-envelopes.ts'
import { parseIfJson } from '../web-api/read-arguments.ts'

/** How the app is reached. */
export interface RequestUrl {
  readonly url: string
  readonly signingSecret: string
  /** For the time in the signature; the workspace's by default. */
  readonly now?: (() => Date) | undefined
}

type HttpAnswer =
  | { readonly kind: 'acked'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly reason: Failure['reason'] }

export interface Door {
  /** Whether the app listens. */
  readonly isOpen: () => boolean
  readonly deliver: (envelope: Envelope, retry: Retry | undefined) => Promise<HttpAnswer>
  /** Slack is gone, or back. */
  readonly goDown: () => void
  readonly comeUp: () => void
}

/** How long until it is looked again whether the app listens, in milliseconds. */
const lookEvery = 100

export function makeDoor(records: Records, { url, signingSecret, now = records.now }: RequestUrl): Door {
  const watch = watchPort(Number(new URL(url).port), () => records.changed('socket'))
  return {
    ...watch,
    deliver: async (envelope, retry) => {
      if (!watch.isUp()) return { kind: 'failed', reason: 'no socket' }
      try {
        const [type, body] = writeRequest(envelope)
        const headers = { 'content-type': type, ...sign(body, signingSecret, now()), ...retryHeaders(retry) }
        const answer = await post(url, headers, body)
        if (answer.status !== 200) return { kind: 'failed', reason: 'not acknowledged in time' }
        return { kind: 'acked', payload: answer.body === '' ? undefined : parseIfJson(answer.body) }
      } catch (error) {
        const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
        return { kind: 'failed', reason: isRefused ? 'no socket' : 'not acknowledged in time' }
      }
    },
  }
}

/** Interactivity and commands are forms, events are JSON. */
function writeRequest({ type, payload }: Envelope): readonly [type: string, body: string] {
  if (type === 'events_api') return ['application/json', JSON.stringify(payload)]
  const fields =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]))
  return ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()]
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function sign(body: string, secret: string, now: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
}

function retryHeaders(retry: Retry | undefined): Readonly<Record<string, string>> {
  if (retry === undefined) return {}
  return { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }
}

function post(url: string, headers: Readonly<Record<string, string>>, body: string) {
  return new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers }, (answer) => {
      readAll(answer).then((text) => resolve({ status: answer.statusCode ?? 0, body: text }), reject)
    })
    sent.once('error', reject).end(body)
  })
}

/** Holds an idle connection to the app, as a balancer's health check would, and notices when nobody answers any more. */
function watchPort(port: number, changed: () => void) {
  let isOpen = false
  let isUp = true
  let socket: Socket | null = null
  let timer: NodeJS.Timeout | null = null
  const say = (open: boolean) => {
    if (open === isOpen) return
    isOpen = open
    changed()
  }
  const look = () => {
    const tried = connect(port, '127.0.0.1')
    socket = tried
    let wasOpen = false
    tried.once('connect', () => {
      wasOpen = true
      say(true)
    })
    tried.once('error', () => {})
    tried.resume()
    tried.once('close', () => {
      if (!isUp) return
      // An app may close an idle connection: only one who accepts no other is gone.
      if (wasOpen) return look()
      say(false)
      timer = setTimeout(look, lookEvery)
    })
  }
  look()
  return {
    isOpen: () => isOpen,
    isUp: () => isUp,
    goDown: () => {
      isUp = false
      if (timer !== null) clearTimeout(timer)
      socket?.destroy()
      say(false)
    },
    comeUp: () => {
      if (isUp) return
      isUp = true
      look()
    },
  }
}
