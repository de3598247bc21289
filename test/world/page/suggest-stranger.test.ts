// Made-up people: as many as needed, and none of them twice.
import { expect, test } from 'vitest'
import { suggestStrangers } from './suggest-stranger.ts'

test('a thousand of them have a thousand names and addresses', () => {
  const strangers = suggestStrangers(new Set(), 1000)

  expect(new Set(strangers.map(({ name }) => name)).size).toBe(1000)
  expect(new Set(strangers.map(({ email }) => email)).size).toBe(1000)
})

test('nobody who has tried before is suggested', () => {
  const first = suggestStrangers(new Map(), 150)
  const tried = new Set(first.map(({ email }) => email))

  const next = suggestStrangers(tried, 150)

  expect(next).toHaveLength(150)
  expect(next.filter(({ email }) => tried.has(email))).toEqual([])
})
