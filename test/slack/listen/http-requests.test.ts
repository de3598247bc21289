// HTTP mode's server with a Bolt app behind it: acknowledgements, challenges, keep-alive, and stopping.
import { Agent, request } from 'node:http'
import { text as readAll } from 'node:stream/consumers'
import { App } from '@slack/bolt'
import { expect, onTestFinished, test } from 'vitest'
import { createHttpRequests } from '../../../src/slack/listen/http-requests.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { findPort } from '../../support/delivery.ts'
import { sign } from '../../world/slack/over-http/deliver.ts'
import { silent } from '../../world/support/open-workspace.ts'

const clock = createHandClock()
const event = { type: 'event_callback', event: { type: 'subteam_updated' }, team_id: 'T1' }
const click = {
  type: 'block_actions',
  actions: [{ action_id: 'approve' }],
  user: { id: 'U1' },
  team: { id: 'T1' },
}

async function open() {
  const port = await findPort()
  const log = createReadableLog()
  const stopping = new AbortController()
  const { signal } = stopping
  const changes: number[] = []
  const connections = { connected: () => changes.push(1), disconnected: () => changes.push(-1) }
  const where = { host: '127.0.0.1', port, signingSecrets: ['secret'], ...connections }
  const receiver = createHttpRequests({ ...where, clock, log, libraryLog: silent, signal })
  const app = new App({
    receiver,
    logger: silent,
    convoStore: false,
    authorize: () => Promise.resolve({ botUserId: 'U0', teamId: 'T1', botId: 'B0' }),
  })
  const clicked = Promise.withResolvers<() => Promise<void>>()
  app.action(/^approve$/, async ({ ack }) => clicked.resolve(() => ack()))
  await receiver.start()
  onTestFinished(async () => void (await receiver.stop()))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const send = (payload: unknown) =>
    new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
      const body = JSON.stringify(payload)
      const headers = { 'content-type': 'application/json', ...sign(body, 'secret', clock.now()) }
      const sent = request({ port, method: 'POST', path: '/slack/events', headers, agent }, (answer) => {
        readAll(answer).then((text) => resolve({ status: answer.statusCode, body: text }), reject)
      })
      sent.once('error', reject).end(body)
    })
  const isOpen = () => changes.reduce((sum, change) => sum + change, 0) === 1
  return { where, receiver, send, log, stopping, clicked: clicked.promise, agent, isOpen }
}

test('the challenge with which Slack checks the address is answered', async () => {
  const { send } = await open()
  const answer = await send({ type: 'url_verification', challenge: '3eZbrw1aB', token: 'x' })
  expect(answer).toEqual({ status: 200, body: '{"challenge":"3eZbrw1aB"}' })
})

test('a proxy may send many requests on one connection', async () => {
  const { send, agent } = await open()
  expect(await send(event)).toEqual({ status: 200, body: '' })
  expect(await send(event)).toEqual({ status: 200, body: '' })
  expect(Object.values(agent.freeSockets).flat()).toHaveLength(1)
})

test('a click is answered when it is acknowledged, also if the bot is stopping by then; then nobody is let in', async () => {
  const { send, receiver, stopping, clicked, isOpen } = await open()
  const answer = send(click)
  expect(isOpen()).toBe(true)
  const acknowledge = await clicked
  stopping.abort()
  const stopped = receiver.stop()
  await acknowledge()
  expect(await answer).toEqual({ status: 200, body: '' })
  await stopped
  expect(isOpen()).toBe(false)
  await expect(send(click)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a click that nobody acknowledges does not keep the bot from stopping', async () => {
  const { send, receiver, clicked } = await open()
  const isCutOff = expect(send(click)).rejects.toMatchObject({ code: 'ECONNRESET' })
  await clicked
  const stopped = receiver.stop()
  await clock.advance(3000)
  await stopped
  await isCutOff
})

test('a port that is taken is an error with the system’s code', async () => {
  const { where } = await open()
  const { signal } = new AbortController()
  const second = createHttpRequests({ ...where, clock, log: createReadableLog(), libraryLog: silent, signal })
  await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
