import { expect, test } from 'vitest'
import { createPauses } from '../../src/shared/pauses.ts'
import { createHandClock } from './hand-clock.ts'

test('after a failure comes a pause, which grows with each failure until a success', async () => {
  const clock = createHandClock()
  const pauses = createPauses(clock, { first: 1000, most: 15_000 })
  expect(pauses.isPausing('C1')).toBe(false)
  pauses.failed('C1')
  expect(pauses.isPausing('C1')).toBe(true)
  expect(pauses.isPausing('C2')).toBe(false)
  await clock.advance(1000)
  expect(pauses.isPausing('C1')).toBe(false)

  pauses.failed('C1')
  pauses.failed('C1')
  await clock.advance(1900)
  expect(pauses.isPausing('C1')).toBe(true)
  pauses.succeeded('C1')
  expect(pauses.isPausing('C1')).toBe(false)
  pauses.failed('C1')
  await clock.advance(1000)
  expect(pauses.isPausing('C1')).toBe(false)
})

test('no pause is longer than the longest', async () => {
  const clock = createHandClock()
  const pauses = createPauses(clock, { first: 1000, most: 15_000 })
  for (let failures = 0; failures < 20; failures += 1) pauses.failed('C1')
  await clock.advance(15_000)
  expect(pauses.isPausing('C1')).toBe(false)
})
