// HTTP mode's gate: what Slack signed goes through as it came; everything else gets a status and nothing more.
import { createServer, type IncomingMessage, request } from 'node:http'
import { text as readAll } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createRefusedCount } from '../../../src/slack/listen/count-refused.ts'
import { createGate } from '../../../src/slack/listen/http-gate.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { listenForTest } from '../../support/listen.ts'
import { sign } from '../../world/slack/over-http/deliver.ts'

const clock = createHandClock()
const form = 'application/x-www-form-urlencoded'
const click = `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', text: '…' }))}`
const signed = (body = click, secret = 'new', at = clock.now()) => sign(body, secret, at)
const later = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000)

interface Sending {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
  /** Sends the headers only. */
  readonly isHalf?: boolean
}

async function openGate() {
  const passed: { readonly type: string | undefined; readonly body: string }[] = []
  const stopping = new AbortController()
  const log = createReadableLog()
  const gate = createGate({
    signingSecrets: ['new', 'old'],
    clock,
    signal: stopping.signal,
    refused: createRefusedCount({ clock, log }),
    pass: (incoming: IncomingMessage & { readonly rawBody?: Buffer }, response) => {
      passed.push({ type: incoming.headers['content-type'], body: String(incoming.rawBody) })
      response.end()
    },
  })
  const port = await listenForTest(createServer((incoming, response) => void gate(incoming, response)))
  const send = ({
    method = 'POST',
    path = '/slack/events',
    headers,
    body = click,
    isHalf = false,
  }: Sending) =>
    new Promise<{ readonly status: number; readonly body: string; readonly connection: string | undefined }>(
      (resolve, reject) => {
        const all = { 'content-type': form, ...signed(body), ...headers }
        const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
        const options = { port, method, path, headers: given, agent: false }
        const sent = request(options, (answer) => {
          const { statusCode: status = 0, headers } = answer
          readAll(answer).then(
            (text) => resolve({ status, body: text, connection: headers.connection }),
            reject,
          )
          if (isHalf) sent.destroy()
        })
        sent.once('error', reject)
        if (isHalf) sent.flushHeaders()
        else sent.end(body)
      },
    )
  return { send, passed, log, stop: () => stopping.abort() }
}

test.each(['new', 'old'])('what the %s secret signed goes through, byte by byte', async (secret) => {
  const { send, passed } = await openGate()
  expect(await send({ headers: signed(click, secret) })).toMatchObject({ status: 200, body: '' })
  expect(passed).toEqual([{ type: form, body: click }])
})

test.each([
  ['application/x-www-form-urlencoded;charset=UTF-8', form, click],
  ['application/json; charset=utf-8', 'application/json; charset=utf-8', '{"type":"event_callback"}'],
])('a body of type %s goes through', async (type, seen, body) => {
  const { send, passed } = await openGate()
  await send({ headers: { 'content-type': type, ...signed(body) }, body })
  expect(passed).toEqual([{ type: seen, body }])
})

test.each([299, -299])(
  'a request is good for five minutes, also if a clock is wrong (%d s)',
  async (seconds) => {
    const { send, passed } = await openGate()
    await send({ headers: signed(click, 'new', later(seconds)) })
    expect(passed).toHaveLength(1)
  },
)

const nothing = { 'x-slack-signature': '', 'x-slack-request-timestamp': '' }
const refusals: readonly (readonly [what: string, status: number, sending: Sending])[] = [
  ['no signature', 401, { headers: nothing }],
  ['no time', 401, { headers: { 'x-slack-request-timestamp': '' } }],
  ['another secret', 401, { headers: signed(click, 'other') }],
  ['no secret', 401, { headers: signed(click, '') }],
  ['another body', 401, { headers: signed(`${click}&more=1`) }],
  [
    'another time',
    401,
    {
      headers: {
        'x-slack-request-timestamp': signed(click, 'new', later(1))['x-slack-request-timestamp'] ?? '',
      },
    },
  ],
  ['an old time', 401, { headers: signed(click, 'new', later(-301)) }],
  ['a time to come', 401, { headers: signed(click, 'new', later(301)) }],
  ['a time that is no number', 401, { headers: { 'x-slack-request-timestamp': 'NaN' } }],
  ['another version', 401, { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
  ['half a signature', 401, { headers: { 'x-slack-signature': 'v0=00' } }],
  [
    'two signatures',
    401,
    { headers: { 'x-slack-signature': ['v0=00', signed()['x-slack-signature'] ?? ''] } },
  ],
  ['an unsigned question for a challenge', 401, { headers: nothing, body: '{"type":"url_verification"}' }],
  ['another path', 404, { path: '/' }],
  ['a path behind ours', 404, { path: '/slack/events/more' }],
  ['another method', 405, { method: 'PUT' }],
  ['a look', 405, { method: 'GET', body: '' }],
  ['signed nonsense', 400, { headers: signed('payload=nonsense'), body: 'payload=nonsense' }],
  [
    'a signed null',
    400,
    { headers: { 'content-type': 'application/json', ...signed('null') }, body: 'null' },
  ],
]

test.each(refusals)('%s: %d, and nothing else is told', async (_, status, sending) => {
  const { send, passed } = await openGate()
  expect(await send(sending)).toEqual({ status, body: '', connection: 'close' })
  expect(passed).toEqual([])
})

test.each([
  ['GET', { method: 'GET', path: '/slack/events?ssl_check=1', headers: nothing, body: '' }],
  ['POST', { headers: nothing, body: 'ssl_check=1&token=x' }],
  ['POST with a smuggled click', { headers: nothing, body: `ssl_check=1&${click}` }],
  ['signed POST', { headers: signed('ssl_check=1'), body: 'ssl_check=1' }],
])('a check of the certificate by %s is answered, and nothing is made of it', async (_, sending) => {
  const { send, passed } = await openGate()
  expect(await send(sending)).toMatchObject({ status: 200, body: '' })
  expect(passed).toEqual([])
})

test.each([
  ['without a signature', nothing],
  ['with an old one', signed(click, 'new', later(-400))],
])('a request %s is refused before its body is there', async (_, headers) => {
  const { send } = await openGate()
  const type = { 'content-type': 'application/json', 'content-length': '1000000' }
  expect(await send({ headers: { ...headers, ...type }, isHalf: true })).toMatchObject({ status: 401 })
})

test('a body that is too long is refused, also if it does not say how long it is', async () => {
  const { send, passed } = await openGate()
  const long = { 'content-length': String(2 * 1024 * 1024 + 1) }
  expect(await send({ headers: long, isHalf: true })).toMatchObject({ status: 413 })
  const unsigned = `ssl_check=1&x=${'x'.repeat(2000)}`
  expect(
    await send({ headers: { ...nothing, 'transfer-encoding': 'chunked' }, body: unsigned }),
  ).toMatchObject({
    status: 401,
  })
  expect(passed).toEqual([])
})

test('of 500 bad requests at once none gets as far as a click does, and one line tells how many there were', async () => {
  const { send, passed, log } = await openGate()
  const bad = refusals.map(([, , sending]) => sending).filter(({ body }) => body === undefined)
  const answers = Array.from({ length: 500 }, (_, place) => send(bad[place % bad.length] ?? {}))
  const good = await send({})
  expect(good.status).toBe(200)
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses.filter((status) => ![401, 404, 405].includes(status))).toEqual([])
  expect(passed).toEqual([{ type: form, body: click }])
  expect(log.lines).toHaveLength(1)
  await clock.advance(60_000)
  await send({ headers: nothing })
  const told = log.lines.flatMap(({ facts }) => [
    facts['unsigned'],
    facts['out-of-time'],
    facts['wrongly-signed'],
  ])
  const counted = statuses.filter((status) => status === 401).length
  expect(told.reduce<number>((sum, count) => sum + Number(count ?? 0), 0)).toBe(counted + 1)
})

test('while the bot stops, a balancer is sent elsewhere', async () => {
  const { send, passed, stop } = await openGate()
  stop()
  expect(await send({})).toEqual({ status: 503, body: '', connection: 'close' })
  expect(passed).toEqual([])
})
