// What the tests of the local Slack share: a workspace that ends with its test, a clock, callers and listeners.
import { once } from 'node:events'
import { type Logger, LogLevel } from '@slack/logger'
import { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { startWorkspace, type WorkspaceOptions } from '../slack/start-workspace.ts'
import type { Workspace } from '../slack/workspace.ts'

/** Every scope that the bot may ever need. */
export const everyScope = [
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:write',
  'usergroups:read',
  'users:read',
  'users:read.email',
] as const

/** A workspace that stops when the test is over. */
export async function openWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const workspace = await startWorkspace({ scopes: everyScope, ...options })
  onTestFinished(() => workspace.stop())
  return workspace
}

/** A clock that stands still until it is moved. */
export function makeClock(): { now: () => Date; advance: (ms: number) => void } {
  let at = Date.UTC(2026, 4, 1, 12)
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms
    },
  }
}

export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

/** The real client, without retries. */
export function makeClient(workspace: Workspace, token = workspace.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    logger: silent,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })
}

const answerSchema = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  ts: z.string().optional(),
  url: z.string().optional(),
  errors: z.array(z.string()).optional(),
})

/** One form-encoded call, as clients make it; an empty `token` sends none. */
export async function call(
  workspace: Workspace,
  method: string,
  args: Readonly<Record<string, unknown>> = {},
  token = workspace.botToken,
) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(args)) {
    body.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(`${workspace.apiUrl}${method}`, { method: 'POST', headers, body })
  const answer = answerSchema.parse(await response.json())
  return { status: response.status, headers: response.headers, ...answer }
}

/** Posts JSON to a response_url; resolves with the status and the text of the answer. */
export async function respond(url: string, message: Readonly<Record<string, unknown>>) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })
  return { status: response.status, text: await response.text() }
}

/** A row of one button. */
export function buttonRow(label: string, button: Readonly<Record<string, unknown>> = {}) {
  const text = { type: 'plain_text', text: label }
  return { type: 'actions', elements: [{ type: 'button', action_id: label, text, ...button }] }
}

const received = z.looseObject({
  type: z.string(),
  envelope_id: z.string().default(''),
  payload: z.looseObject({}).default({}),
})

/** A bare Socket Mode connection, after its first message: what it has received, and how to acknowledge. */
export async function openSocket(workspace: Workspace) {
  const { url } = await call(workspace, 'apps.connections.open', {}, workspace.appToken)
  const socket = new WebSocket(url ?? '')
  const messages: z.infer<typeof received>[] = []
  const closed = once(socket, 'close')
  socket.on('error', () => {})
  socket.on('message', (text) => {
    messages.push(received.parse(JSON.parse(String(text))))
    socket.emit('noted')
  })
  onTestFinished(() => socket.terminate())
  const next = async (place: number) => {
    while (messages.length <= place) await once(socket, 'noted')
    return received.parse(messages[place])
  }
  const first = await next(0)
  return {
    first,
    messages,
    /** Resolves with the message at this place once it has arrived; hello is at 0. */
    next,
    ack: (envelope_id: string, payload: unknown = {}) =>
      socket.send(JSON.stringify({ envelope_id, payload })),
    closed,
  }
}

/** A channel, a person and a posted message with one button, for tests about clicks. */
export async function postCard(workspace: Workspace, button: Readonly<Record<string, unknown>> = {}) {
  const ada = workspace.addUser({ name: 'ada' })
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const blocks = [
    { type: 'section', text: { type: 'mrkdwn', text: 'Grace wants in' } },
    buttonRow('Approve', button),
  ]
  const { ts = '' } = await call(workspace, 'chat.postMessage', { channel, text: 'Grace wants in', blocks })
  return { ada, channel, ts }
}
