// An outsider's requests are counted in memory, so that no number of them costs the store anything.
import { expect, test } from 'vitest'
import { createRequestCount } from '../../../src/slack/listen/count-requests.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'

function openCount(approvers: readonly string[] = []) {
  const clock = createHandClock()
  const log = createReadableLog()
  const count = createRequestCount({ isApprover: (userId) => approvers.includes(userId), clock, log })
  const taken = (userId: string, requests: number) =>
    Array.from({ length: requests }, () => count.take(userId)).filter((isLeft) => isLeft).length
  return { clock, log, count, taken }
}

test('an outsider has 60 requests within any minute', async () => {
  const { clock, taken } = openCount()
  expect(taken('UEVE', 30)).toBe(30)
  await clock.advance(30_000)
  expect(taken('UEVE', 600)).toBe(30)
  await clock.advance(29_999)
  expect(taken('UEVE', 600)).toBe(0)
  await clock.advance(1)
  expect(taken('UEVE', 600)).toBe(30)
})

test('whoever keeps asking has them again a minute after they were used', async () => {
  const { clock, taken } = openCount()
  taken('UEVE', 60)
  for (let second = 0; second < 59; second += 1) {
    await clock.advance(1000)
    expect(taken('UEVE', 10)).toBe(0)
  }
  await clock.advance(1000)
  expect(taken('UEVE', 10)).toBe(10)
})

test('each outsider has their own', () => {
  const { taken } = openCount()
  expect([taken('UEVE', 100), taken('UMAL', 100)]).toEqual([60, 60])
})

test('approvers have no such number', () => {
  expect(openCount(['UADA']).taken('UADA', 1000)).toBe(1000)
})

test('the log names an outsider once each time they have used up theirs', async () => {
  const { clock, log, taken } = openCount()
  taken('UEVE', 600)
  await clock.advance(60_000)
  taken('UEVE', 600)
  expect(log.lines.filter(({ facts }) => facts['by'] === 'UEVE')).toHaveLength(2)
})

test('no number of outsiders fills the memory: whoever asked longest ago is forgotten', () => {
  const { taken } = openCount()
  taken('UEVE', 60)
  for (let other = 0; other < 9999; other += 1) taken(`U${other}`, 1)
  expect(taken('UEVE', 1)).toBe(0)
  for (let other = 0; other < 10_000; other += 1) taken(`U${other}`, 1)
  expect(taken('UEVE', 1)).toBe(1)
})

test('a clock that is set back shuts nobody out', async () => {
  const { clock, taken } = openCount()
  taken('UEVE', 60)
  await clock.advance(-3_600_000)
  expect(taken('UEVE', 60)).toBe(60)
})
