// A heartbeat tells somebody outside that all pools were scanned. Whether it arrives makes no difference to the bot.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createHeartbeat } from '../../src/observe/heartbeat.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { listenForTest } from '../support/listen.ts'

const poolIds = ['eu-west-1_Customers', 'eu-west-1_Partners']

async function openHeartbeat() {
  const arrived: IncomingMessage[] = []
  const answers: ((response: ServerResponse) => unknown)[] = []
  const server = createServer((request, response) => {
    arrived.push(request)
    const answer = answers.shift() ?? ((answered) => answered.end('OK'))
    answer(response)
  })
  const port = await listenForTest(server)
  const log = createReadableLog()
  const stopping = new AbortController()
  const url = `http://127.0.0.1:${port}/ping/very-secret?key=hush`
  const scanned = createHeartbeat({ url, poolIds, log, signal: stopping.signal })
  /** Resolves once a heartbeat of its own has been answered, and the answer was taken. */
  const scanAll = async () => {
    const before = arrived.length
    await expect
      .poll(() => {
        for (const id of poolIds) scanned(id)
        return arrived.length
      })
      .toBe(before + 1)
  }
  return { arrived, answers, log, scanned, scanAll, stopping, port }
}

const lines = (log: ReturnType<typeof createReadableLog>) => log.lines.map(({ message }) => message)

test('a heartbeat is sent each time that all pools have been scanned, however often some are', async () => {
  const { arrived, scanned, scanAll } = await openHeartbeat()
  for (const id of ['eu-west-1_Customers', 'eu-west-1_Customers', 'eu-west-1_Partners']) scanned(id)
  await expect.poll(() => arrived.length).toBe(1)
  expect([arrived[0]?.method, arrived[0]?.url]).toEqual(['GET', '/ping/very-secret?key=hush'])
  await scanAll()
  expect(arrived).toHaveLength(2)
})

test('an outage is logged once, and its end; neither line shows more than the host', async () => {
  const { answers, log, scanAll, port } = await openHeartbeat()
  answers.push(
    (response) => response.writeHead(503).end(),
    (response) => response.destroy(),
    (response) => response.writeHead(302, { location: 'http://elsewhere.example/' }).end(),
  )
  for (let beat = 0; beat < 4; beat += 1) await scanAll()
  await expect.poll(() => lines(log)).toEqual(['a heartbeat was not sent', 'heartbeats are sent again'])
  expect(log.lines[0]?.facts).toEqual({ flow: 'heartbeat', host: `127.0.0.1:${port}`, status: 503 })
  expect(JSON.stringify(log.lines)).not.toMatch(/secret|hush|ping/)
})

test('one that gets no answer holds up nothing, is not followed by others, and ends with the bot', async () => {
  const { arrived, answers, log, scanned, stopping } = await openHeartbeat()
  const gone = Promise.withResolvers<void>()
  answers.push((response) => response.once('close', gone.resolve))
  for (const id of [...poolIds, ...poolIds, ...poolIds]) scanned(id)
  await expect.poll(() => arrived.length).toBe(1)
  for (const id of poolIds) scanned(id)
  stopping.abort()
  await gone.promise
  expect([arrived.length, log.lines]).toEqual([1, []])
})
