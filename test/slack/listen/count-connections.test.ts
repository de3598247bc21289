import { expect, test } from 'vitest'
import { createConnectionCount } from '../../../src/slack/listen/count-connections.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'

const minute = 60_000

function openCount() {
  const clock = createHandClock()
  const log = createReadableLog()
  const heard: number[] = []
  const count = createConnectionCount({
    sockets: 2,
    replicas: 3,
    clock,
    log,
    heard: (connections) => void heard.push(connections),
  })
  const hello = (connections: unknown) =>
    count(JSON.stringify({ type: 'hello', num_connections: connections, debug_info: {} }))
  const told = () => log.lines.map(({ level, facts, message }) => ({ level, facts, message }))
  return { clock, count, hello, told, heard }
}

const line = {
  level: 'warn',
  facts: { flow: 'listen', connections: 9, most: 7 },
  message: 'another process uses this Slack app',
}

test('two hellos ten minutes apart that tell of too many connections are told once', async () => {
  const { clock, hello, told } = openCount()
  hello(8)
  await clock.advance(10 * minute - 1)
  hello(8)
  expect(told()).toEqual([])
  await clock.advance(1)
  hello(9)
  expect(told()).toEqual([line])
  await clock.advance(60 * minute)
  hello(9)
  expect(told()).toHaveLength(1)
})

test('one connection more than configured is none too many, since old ones overlap with new ones', async () => {
  const { clock, hello, told } = openCount()
  hello(7)
  await clock.advance(60 * minute)
  hello(7)
  expect(told()).toEqual([])
})

test('connections that were too many only for a while are nobody else’s', async () => {
  const { clock, hello, told } = openCount()
  hello(9)
  await clock.advance(5 * minute)
  hello(6)
  await clock.advance(5 * minute)
  hello(9)
  expect(told()).toEqual([])
})

test('whatever else arrives says nothing about connections', async () => {
  const { clock, count, hello, told } = openCount()
  for (const number of [undefined, null, 'many']) hello(number)
  for (const message of [
    '',
    'hello',
    '"hello"',
    '{"type":"hello"}',
    'null',
    '{"type":"disconnect","num_connections":9}',
  ])
    count(message)
  await clock.advance(10 * minute)
  hello(9)
  expect(told()).toEqual([])
})

test('every number that Slack says is handed on, also after it was told', async () => {
  const { hello, heard } = openCount()
  for (const connections of [2, 9, 'many', 3]) hello(connections)
  expect(heard).toEqual([2, 9, 3])
})
