import { describe, expect, it } from 'vitest'
import { type ClickEnd, isToldAlready, type Teller, tellerFormat, tellerOf } from '../../src/domain/click.ts'
import type { ToldBy } from '../../src/domain/request.ts'
import { ada } from './people.ts'

const ending = { kind: 'gone', at: new Date('2026-05-01T12:00:00Z') } as const
const confirmed: ClickEnd = {
  kind: 'confirmed',
  ending: { kind: 'confirmed', by: ada, at: ending.at, certainty: 'answered', functionError: null },
}
const overtaken: ClickEnd = { kind: 'overtaken', ending }
const failed: ClickEnd = { kind: 'failed', decision: 'approve', reason: { kind: 'throttled' } }
const refused: ClickEnd = { kind: 'refused', because: 'guest' }
const superseded: ClickEnd = { kind: 'superseded' }
const formOpened: ClickEnd = { kind: 'answered', answer: { kind: 'approve-all', roundIds: [] } }
const counted: ClickEnd = { kind: 'counted', have: 1, needed: 2, already: null, dropped: [] }
const noneLeft: ClickEnd = { kind: 'answered', answer: { kind: 'none-left' } }

describe('the end of a click', () => {
  it.each<readonly [ToldBy, ClickEnd, Teller]>([
    ['card', confirmed, 'card'],
    ['card', overtaken, 'card'],
    ['card', failed, 'card'],
    ['card', counted, 'card'],
    ['card', { ...counted, already: ada }, 'private-answer'],
    ['privately', counted, 'private-answer'],
    ['bulk', counted, 'bulk'],
    ['card', { kind: 'withdrawn' }, 'card'],
    ['card', { kind: 'nothing-to-withdraw' }, 'private-answer'],
    ['card', refused, 'private-answer'],
    ['card', { kind: 'expired' }, 'private-answer'],
    ['card', { kind: 'not-taken' }, 'private-answer'],
    ['bulk', { kind: 'not-taken' }, 'slack'],
    ['card', { kind: 'late', first: null, ending }, 'private-answer'],
    ['privately', confirmed, 'private-answer'],
    ['privately', overtaken, 'private-answer'],
    ['privately', failed, 'private-answer'],
    ['privately', noneLeft, 'private-answer'],
    ['privately', formOpened, 'form'],
    ['bulk', confirmed, 'bulk'],
    ['bulk', overtaken, 'bulk'],
    ['bulk', failed, 'bulk'],
    ['bulk', { kind: 'late', first: null, ending }, 'bulk'],
    ['bulk', { kind: 'refused', because: 'own-sign-up' }, 'bulk'],
    ['bulk', { kind: 'refused', because: 'imitation' }, 'bulk'],
    ['bulk', refused, 'private-answer'],
    ['bulk', { kind: 'unchecked', because: { kind: 'no-answer' } }, 'private-answer'],
    ['bulk', { kind: 'expired' }, 'private-answer'],
    ['bulk', { kind: 'unknown-round' }, 'private-answer'],
    ['bulk', { kind: 'other-store' }, 'private-answer'],
    ['card', superseded, 'newer-click'],
    ['privately', superseded, 'newer-click'],
    ['bulk', superseded, 'newer-click'],
  ])('of which it was asked to be told by %s, being %o, is told by %s', (toldBy, end, teller) => {
    expect(tellerOf(toldBy, end)).toBe(teller)
  })

  it('is told already if a newer click, an earlier answer or Slack itself tells it', () => {
    expect(tellerFormat.options.filter(isToldAlready)).toEqual(['newer-click', 'earlier-answer', 'slack'])
  })
})
