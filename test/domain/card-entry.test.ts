import { expect, it } from 'vitest'
import { isBlocked, isOpen } from '../../src/domain/card-entry.ts'
import { failure, roundOf } from '../slack/draw/everything.ts'
import { ada, grace } from './people.ts'

const at = new Date('2026-05-01T12:00:00Z')
const claim = {
  clickId: 'click-1',
  decision: 'approve' as const,
  by: ada,
  holder: 'process 1',
  fence: 1,
  since: at,
  until: at,
}
const waiting = roundOf({ kind: 'waiting', failure: null })

it('a sign-up that waits can be approved from Slack, also after an approval that did not go through', () => {
  expect(isOpen({ signUp: grace(), round: waiting })).toBe(true)
  const failed = roundOf({ kind: 'waiting', failure: failure({ kind: 'throttled' }) })
  expect(isOpen({ signUp: grace(), round: failed })).toBe(true)
})

it('a sign-up that somebody is deciding, or whose round has ended, cannot be approved', () => {
  expect(isOpen({ signUp: grace(), round: roundOf({ kind: 'claimed', claim }) })).toBe(false)
  const gone = roundOf({ kind: 'settled', ending: { kind: 'gone', at } })
  expect(isOpen({ signUp: grace(), round: gone })).toBe(false)
})

it('an imitation cannot be approved from Slack', () => {
  const imitation = grace({ isImitation: true })
  expect(isOpen({ signUp: imitation, round: waiting })).toBe(false)
  expect(isBlocked({ signUp: imitation, round: waiting })).toBe(true)
  expect(isBlocked({ signUp: grace(), round: waiting })).toBe(false)
  const gone = roundOf({ kind: 'settled', ending: { kind: 'gone', at } })
  expect(isBlocked({ signUp: imitation, round: gone })).toBe(false)
})
