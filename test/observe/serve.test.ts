// The server for those who watch the bot takes little, and gives little away.

import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createServing, plain } from '../../src/observe/serve.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { listenForTest } from '../support/listen.ts'

async function openServing() {
  const log = createReadableLog()
  const pages = new Map([
    ['/livez', async () => plain(200, 'Alive.\n')],
    ['/broken', () => Promise.reject(new Error('hush'))],
  ])
  const serving = createServing({ host: '127.0.0.1', port: 0, pages, log })
  expect(await serving.start()).toBeNull()
  onTestFinished(serving.stop)
  const port = Number(log.lines[0]?.facts['port'])
  const ask = async (path: string, request: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, request)
    return [response.status, await response.text()] as const
  }
  return { ask, log, port, serving }
}

test('only GET and HEAD of what there is are answered', async () => {
  const { ask } = await openServing()
  expect(await ask('/livez?verbose')).toEqual([200, 'Alive.\n'])
  expect(await ask('/livez', { method: 'HEAD' })).toEqual([200, ''])
  expect(await ask('/livez', { method: 'POST', body: 'x'.repeat(1_000_000) })).toEqual([
    405,
    'Not allowed.\n',
  ])
  expect(await ask('/livez/')).toEqual([404, 'Not found.\n'])
  expect(await ask('/constructor', { method: 'DELETE' })).toEqual([404, 'Not found.\n'])
})

test('a page that fails says nothing of why, and the others go on', async () => {
  const { ask, log } = await openServing()
  expect(await ask('/broken')).toEqual([500, 'This could not be read.\n'])
  expect(await ask('/livez')).toEqual([200, 'Alive.\n'])
  expect(log.lines.map(({ message }) => message)).toEqual([
    'answering health checks',
    'answering health checks failed',
  ])
})

test('whoever is connected when it stops is cut off', async () => {
  const { port, serving } = await openServing()
  const idle = connect(port, '127.0.0.1')
  const closed = new Promise((resolve) => idle.once('close', resolve))
  await new Promise((resolve) => idle.once('connect', resolve))
  await serving.stop()
  await closed
})

test('a port that is taken is told by the system’s own code', async () => {
  const port = await listenForTest(createServer())
  const serving = createServing({ host: '127.0.0.1', port, pages: new Map(), log: createReadableLog() })
  expect(await serving.start()).toBe('EADDRINUSE')
})
