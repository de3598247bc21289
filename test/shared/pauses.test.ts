import { expect, test } from 'vitest'
import { createPauses } from '../../src/shared/pauses.ts'
import { createHandClock } from './hand-clock.ts'

test('whoever failed rests, longer after each failure, until it worked', async () => {
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

test('nobody rests longer than the longest rest', async () => {
  const clock = createHandClock()
  const pauses = createPauses(clock, { first: 1000, most: 15_000 })
  for (let failures = 0; failures < 20; failures += 1) pauses.failed('C1')
  await clock.advance(15_000)
  expect(pauses.isPausing('C1')).toBe(false)
})
