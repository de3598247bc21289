// The longest that strangers and AWS can make a message: too slow to run for every mutant.
import { describe, expect, it } from 'vitest'
import type { BulkApproval } from '../../../src/domain/bulk-approval.ts'
import type { CardEntry } from '../../../src/domain/card-entry.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import { drawSharedCard, howManyShare } from '../../../src/slack/draw/shared-card.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import {
  ada,
  at,
  clickEnds,
  confirmed,
  denied,
  endings,
  failure,
  grace,
  pool,
  reasons,
  roundOf,
} from './everything.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }

/** Letters of two alphabets, and characters that grow when they are escaped: a little longer than any text is shown. */
const hostile = 'аa&<>"*_~`@channel<!here>\u202E'.repeat(12)

/** All that can be said. */
const evidence: Evidence = {
  host: hostile,
  domain: hostile,
  standing: 'throw-away',
  punycode: { shows: hostile, looksLike: hostile },
  lately: 101,
  address: {
    refused: { times: 101, last: { at, reason: hostile } },
    approved: { times: 101, last: { at, reason: null } },
  },
  decided: { approved: 101, refused: 101 },
}

function hostileEntry(index: number, state: RoundState, attributes: readonly string[]): CardEntry {
  const all = ['email', 'phone_number', 'name', ...attributes]
  const signUp = grace({
    sub: `sub-${index}`,
    userName: hostile,
    attributes: Object.fromEntries(all.map((name) => [name, hostile])),
  })
  return { signUp, round: { ...roundOf(state), id: '0198c0de-0000-7000-8000-000000000000', evidence } }
}

const longNames = Array.from({ length: 12 }, (_, index) => `custom:a_long_attribute_${index}`)

describe('as many sign-ups as one message has room for', () => {
  const states: readonly RoundState[] = [
    waiting,
    ...reasons.map(
      (reason): RoundState => ({
        kind: 'waiting',
        failure: failure('name' in reason ? { ...reason, name: hostile } : reason, hostile),
      }),
    ),
    { kind: 'waiting', failure: failure({ kind: 'function-failed', message: hostile }) },
    {
      kind: 'claimed',
      claim: { clickId: 'c', decision: 'approve', by: ada, holder: 'h', fence: 1, since: at, until: at },
    },
    ...endings.map((ending): RoundState => ({ kind: 'settled', ending })),
    { kind: 'settled', ending: { ...confirmed, functionError: hostile } },
    { kind: 'settled', ending: { ...denied, reason: hostile, note: hostile } },
    { kind: 'waiting', failure: failure({ kind: 'unexplained', name: hostile }, hostile, 'deny') },
    { kind: 'waiting', failure: failure({ kind: 'look-forbidden', action: hostile }, hostile, 'deny') },
  ]

  it.each([0, 3, 12])('fit, whatever is typed into them, with %i attributes more', (count) => {
    const attributes = longNames.slice(0, count)
    const hostilePool = { ...pool, name: hostile, attributes }
    const waitingOnes = Array.from({ length: 20 }, (_, index) => hostileEntry(index, waiting, attributes))
    const most = howManyShare(hostilePool, waitingOnes)
    expect(most).toBeGreaterThanOrEqual(count === 0 ? 10 : 5)
    for (const state of states) {
      const entries = Array.from({ length: most }, (_, index) => hostileEntry(index, state, attributes))
      const ended = entries.flatMap(({ signUp }) => clickEnds.slice(0, 3).map((end) => ({ signUp, end })))
      const bulk: BulkApproval = { id: 'bulk', by: ada, asked: ended.length, ended }
      const bulks = [bulk, bulk, bulk]
      const { text, blocks } = drawSharedCard({ messageId: 'message-1', pool: hostilePool, entries, bulks })
      expect(checkBlocks(blocks, 'message')).toMatchObject({ kind: 'taken' })
      expect(text.length).toBeLessThanOrEqual(3500)
    }
  })
})
