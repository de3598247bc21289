import { expect, test } from 'vitest'
import { createPatience } from '../../src/shared/patience.ts'
import { createHandClock } from './hand-clock.ts'

test('whoever failed rests, longer after each failure, until it worked', async () => {
  const clock = createHandClock()
  const patience = createPatience(clock, { first: 1000, most: 15_000 })
  expect(patience.isResting('C1')).toBe(false)
  patience.failed('C1')
  expect(patience.isResting('C1')).toBe(true)
  expect(patience.isResting('C2')).toBe(false)
  await clock.advance(1000)
  expect(patience.isResting('C1')).toBe(false)

  patience.failed('C1')
  patience.failed('C1')
  await clock.advance(1900)
  expect(patience.isResting('C1')).toBe(true)
  patience.succeeded('C1')
  expect(patience.isResting('C1')).toBe(false)
  patience.failed('C1')
  await clock.advance(1000)
  expect(patience.isResting('C1')).toBe(false)
})

test('nobody rests longer than the longest rest', async () => {
  const clock = createHandClock()
  const patience = createPatience(clock, { first: 1000, most: 15_000 })
  for (let failures = 0; failures < 20; failures += 1) patience.failed('C1')
  await clock.advance(15_000)
  expect(patience.isResting('C1')).toBe(false)
})
