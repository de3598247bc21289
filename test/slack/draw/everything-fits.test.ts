// The longest that strangers and AWS can make a message: too slow to run for every mutant.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BulkDecision } from '../../../src/domain/bulk-decision.ts'
import type { CardEntry } from '../../../src/domain/card-entry.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import { mostGroups } from '../../../src/domain/pool.ts'
import type { Round, RoundState } from '../../../src/domain/round.ts'
import type { Step, StepState } from '../../../src/domain/step.ts'
import { drawCard } from '../../../src/slack/draw/card.ts'
import { drawDetails } from '../../../src/slack/draw/details.ts'
import { drawHistoryAnswer } from '../../../src/slack/draw/history-answer.ts'
import { lettersIn, mostLetters } from '../../../src/slack/draw/letters.ts'
import { drawPlainCard } from '../../../src/slack/draw/plain-card.ts'
import { drawSharedCard, howManyShare } from '../../../src/slack/draw/shared-card.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'
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

/** As many as there can be, with the longest names, and each as it takes the most words. */
const stepStates: readonly StepState[] = [
  ...reasons.map((reason): StepState => {
    const failure = { kind: 'cognito', reason, requestId: hostile } as const
    return { kind: 'failed', at, failure, mayBeDone: true }
  }),
  { kind: 'failed', at, failure: { kind: 'group-missing', requestId: hostile }, mayBeDone: true },
  { kind: 'failed', at, failure: { kind: 'slack', error: hostile }, mayBeDone: true },
  { kind: 'failed', at, failure: { kind: 'may-be-told' }, mayBeDone: true },
  { kind: 'cancelled', at, mayBeDone: true },
  { kind: 'done', at, result: 'nobody-to-tell' },
]

function stepsIn(state: StepState): readonly Step[] {
  const groups = Array.from({ length: mostGroups }, (_, index) => hostile.slice(index, index + 128))
  const deeds = [
    ...groups.map((group) => ({ kind: 'add-to-group', group }) as const),
    { kind: 'tell-member' } as const,
  ]
  return deeds.map((deed) => ({ deed, by: ada, fence: 1, state }))
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

const given = Array.from({ length: 4 }, () => ({ by: ada, clickId: 'c', at }))
const dropped = given.map(() => ({ by: ada, because: 'facts-changed' }) as const)
const tally = { given, dropped: { all: dropped, at } }
const looking = { by: ada, since: at, until: at }

const longNames = Array.from({ length: 12 }, (_, index) => `custom:a_long_attribute_${index}`)

const everyStep = stepStates.map(stepsIn)

describe('as many sign-ups as one message has room for', () => {
  const states: readonly RoundState[] = [
    waiting,
    ...reasons.map(
      (reason): RoundState => ({
        kind: 'waiting',
        failure: failure('name' in reason ? { ...reason, name: hostile } : reason, hostile),
      }),
    ),
    { kind: 'waiting', failure: failure({ kind: 'function-failed', message: hostile }), tally, looking },
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
    const hostilePool = { ...pool, name: hostile, attributes, requiredApprovals: 5 }
    const waitingOnes = Array.from({ length: 20 }, (_, index) => hostileEntry(index, waiting, attributes))
    const most = howManyShare(hostilePool, waitingOnes)
    expect(most).toBeGreaterThanOrEqual(count === 0 ? 10 : 5)
    for (const state of states) {
      const [failed] = everyStep
      const entries = Array.from({ length: most }, (_, index) => {
        const { signUp, round } = hostileEntry(index, state, attributes)
        return { signUp, round: { ...round, undoUntil: at, ...(failed && { steps: failed }) } }
      })
      const ended = entries.flatMap(({ signUp }) => clickEnds.slice(0, 3).map((end) => ({ signUp, end })))
      const bulk: BulkDecision = { id: 'bulk', decision: 'approve', by: ada, asked: ended.length, ended }
      const bulks = [bulk, bulk, bulk]
      const { text, blocks } = drawSharedCard({ messageId: 'message-1', pool: hostilePool, entries, bulks })
      expect(checkBlocks(blocks, 'message')).toMatchObject({ kind: 'taken' })
      expect(text.length).toBeLessThanOrEqual(3500)
    }
  })
})

describe('one sign-up, of which all is said that can be', () => {
  const states: readonly RoundState[] = [
    {
      kind: 'waiting',
      failure: failure({ kind: 'function-failed', message: hostile }, hostile),
      tally,
      looking,
    },
    ...endings.map((ending): RoundState => ({ kind: 'settled', ending })),
  ]

  it('fits, on its card, in a history and in Details, whatever is typed', () => {
    const world = fc.record({
      one: hostileText,
      other: hostileText,
      state: fc.constantFrom(...states),
      steps: fc.constantFrom(...everyStep),
    })
    fc.assert(
      fc.property(world, ({ one, other, state, steps }) => {
        const ofPool = { ...pool, name: one, attributes: longNames, requiredApprovals: 5 }
        const typed = Object.fromEntries(longNames.map((name) => [name, one]))
        const signUp = grace({
          userName: one,
          attributes: { email: other, name: one, phone_number: other, ...typed },
        })
        const before = { ...denied, reason: one, note: other }
        const round: Round = {
          ...roundOf(state),
          evidence: { ...evidence, host: one, domain: other, punycode: { shows: one, looksLike: other } },
          origin: { kind: 'reopen', by: ada, at, denied: before },
          undoUntil: at,
          steps,
        }
        const entry = { signUp, round, pool: ofPool }
        const events = Array.from({ length: 20 }, (_, index) => ({
          place: { at: at.getTime(), id: `a1b2c3d4e5f60718.${index}` },
          happening: { kind: 'ended', by: ada, end: { kind: 'denied', ending: before } } as const,
        }))
        const history = { events, goesOn: true, total: 30 }
        const messages = [
          drawCard(entry, ofPool),
          drawPlainCard(entry, ofPool),
          drawHistoryAnswer(entry, history),
        ]
        for (const { text, blocks } of messages) {
          expect(checkBlocks(blocks, 'message')).toMatchObject({ kind: 'taken' })
          expect(text.length).toBeLessThanOrEqual(3500)
          expect(text).not.toMatch(/<!(?!date)/)
        }
        const user = { ...signUp, status: one, isEnabled: true }
        const others = { kind: 'found', users: [user, user, user, user] } as const
        const sharing = [
          { attribute: 'email', others },
          { attribute: 'phone_number', others },
        ] as const
        const seen = { kind: 'found', user } as const
        const known = { entry, pool: ofPool, seen, sharing, history, evidence: round.evidence ?? null }
        const view = drawDetails({ kind: 'details', details: known })
        expect(checkView(view)).toMatchObject({ kind: 'taken' })
        expect(lettersIn(view.blocks)).toBeLessThanOrEqual(mostLetters)
      }),
      { numRuns: 25 },
    )
  })
})
