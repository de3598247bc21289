import { WebAPIRateLimitedError } from '@slack/web-api'
import { expect, it } from 'vitest'
import { retryAfterIn } from '../../../src/slack/call/retry-after.ts'
import { retryAfterOf } from '../../../src/slack/call/slack-answer.ts'

it.each<readonly [string | null, number]>([
  ['1', 1000],
  ['30', 30_000],
  [' 30 ', 30_000],
  ['1.5', 2000],
  ['0', 1000],
  ['600', 600_000],
  ['601', 600_000],
  ['86400', 600_000],
  ['9'.repeat(400), 600_000],
  ['-5', 10_000],
  ['1e9', 10_000],
  ['NaN', 10_000],
  ['', 10_000],
  ['soon', 10_000],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 10_000],
  [null, 10_000],
])('a 429 that says %j is a pause of %d ms', (given, expected) => {
  const headers = new Headers(given === null ? {} : { 'retry-after': given })
  expect(retryAfterIn(headers)).toBe(expected)
})

it.each([
  [7, 7000],
  [-5, 1000],
  [0, 1000],
  [Number.NaN, 10_000],
  [Number.POSITIVE_INFINITY, 600_000],
])('so is one that the library read as %d s', (seconds, expected) => {
  expect(retryAfterOf(new WebAPIRateLimitedError(seconds))).toBe(expected)
})
