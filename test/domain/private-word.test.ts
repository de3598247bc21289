import { describe, expect, it } from 'vitest'
import type { ClickEnd, Teller } from '../../src/domain/click.ts'
import { bulkNeedsWord, needsWord } from '../../src/domain/private-word.ts'
import { ada } from './people.ts'

const at = new Date('2026-05-01T12:00:00Z')
const confirmed: ClickEnd = {
  kind: 'confirmed',
  ending: { kind: 'confirmed', by: ada, at, certainty: 'answered', functionError: null },
}
const failed: ClickEnd = { kind: 'failed', decision: 'approve', reason: { kind: 'throttled' } }
const counted: ClickEnd = { kind: 'counted', have: 1, needed: 2, already: null, dropped: [] }
const notTheLast: ClickEnd = { ...counted, dropped: [{ by: ada, because: 'lost-right' }] }

describe('a private word', () => {
  it.each<readonly [string, Teller, ClickEnd, number, boolean]>([
    ['is not needed where the card shows the result within 3 s', 'card', confirmed, 3000, false],
    ['tells a result that came later', 'card', confirmed, 3001, true],
    ['tells a failure, however soon it came', 'card', failed, 1, true],
    ['is not needed where an approval counts', 'card', counted, 1, false],
    ['tells that one was not the last needed after all', 'card', notTheLast, 1, true],
    ['repeats no private answer', 'private-answer', failed, 9000, false],
    ['repeats nothing that a form told', 'form', confirmed, 9000, false],
    ['is not said of one of many approvals', 'bulk', failed, 9000, false],
  ])('%s', (_, teller, end, ms, isNeeded) => {
    expect(needsWord({ teller, end }, ms)).toBe(isNeeded)
  })
})

describe('many approvals at once', () => {
  const all = (...ends: readonly ClickEnd[]) => ends.map((end) => ({ end, teller: 'bulk' }) as const)

  it('need one if they took longer than 3 s, or one of them failed', () => {
    expect(bulkNeedsWord(all(confirmed, confirmed), 3000, false)).toBe(false)
    expect(bulkNeedsWord(all(confirmed, confirmed), 3001, false)).toBe(true)
    expect(bulkNeedsWord(all(confirmed, failed), 1, false)).toBe(true)
  })

  it('need none if nothing of them was told to everybody', () => {
    expect(bulkNeedsWord([{ end: failed, teller: 'private-answer' }], 9000, false)).toBe(false)
    expect(bulkNeedsWord([{ end: { kind: 'not-taken' }, teller: 'slack' }], 9000, false)).toBe(false)
  })

  it('also if all went well at once, where nothing else tells it', () => {
    expect(bulkNeedsWord(all(confirmed, confirmed), 1, true)).toBe(true)
    expect(bulkNeedsWord([{ end: failed, teller: 'private-answer' }], 9000, true)).toBe(false)
  })
})
