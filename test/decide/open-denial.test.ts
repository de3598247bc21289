// "Deny…": who gets the form, and what everybody else is told.
import { expect, it } from 'vitest'
import { type OpeningDenialParts, openDenial } from '../../src/decide/open-denial.ts'
import type { CardEntry } from '../../src/domain/card-entry.ts'
import type { RoundState } from '../../src/domain/round.ts'
import type { SlackAnswer } from '../../src/domain/slack-answer.ts'
import { bob, grace } from '../domain/people.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'
import { pressed } from './pressed.ts'

const at = new Date('2026-05-01T12:00:00Z')
const signUp = grace()
const pool = testPool({ id: signUp.poolId, onDeny: 'keep', denyReasons: ['Spam'] })
const entry = (state: RoundState): CardEntry => {
  return { signUp, round: { id: 'a1b2c3d4e5f60718.1', number: 1, version: 1, fence: 0, state } }
}
const waiting = entry({ kind: 'waiting', failure: null })

interface World {
  readonly found?: CardEntry | null
  readonly verdict?: Awaited<ReturnType<OpeningDenialParts['authorise']>>
  readonly opened?: SlackAnswer
  readonly hasEnded?: boolean
}

async function press({ found = waiting, verdict = may, ...world }: World) {
  const done: unknown[] = []
  const parts: OpeningDenialParts = {
    ledger: {
      end: async (_, end, failure, roundId) => {
        done.push(end, failure, roundId)
        return world.hasEnded !== true
      },
      noteTold: async () => void done.push('told by the form'),
    },
    storeId: 'a1b2c3d4e5f60718',
    authorise: async () => verdict,
    forms: {
      openDenial: async ({ onDeny, reasons }, trigger) => {
        done.push(`form: ${onDeny}, ${reasons.join()} by ${trigger}`)
        return world.opened ?? { kind: 'done' }
      },
    },
    poolOf: () => pool,
    closeIfStray: () => {},
    tell: async () => void done.push('told privately'),
  }
  const roundId = 'a1b2c3d4e5f60718.1'
  const click = pressed(at, { roundId, request: { kind: 'open-denial', roundId } })
  await openDenial(parts, click, found, 'trigger')
  return done
}

const answer = { kind: 'deny-form', roundId: waiting.round.id, onDeny: 'keep', reasons: ['Spam'] }
const offered = [{ kind: 'answered', answer }, null, waiting.round.id]

it('what the form offers is written down before it is opened, as the pool has it', async () => {
  expect(await press({})).toEqual([...offered, 'form: keep, Spam by trigger', 'told by the form'])
})

it('a click that has ended opens no form', async () => {
  expect(await press({ hasEnded: true })).toEqual(offered)
})

it('if Slack opens no form, the person is told to press again', async () => {
  const opened: SlackAnswer = { kind: 'refused', error: 'expired_trigger_id' }
  expect((await press({ opened })).at(-1)).toBe('told privately')
})

it.each([
  [
    'may not decide',
    { kind: 'may-not', because: 'own-sign-up' },
    { kind: 'refused', because: 'own-sign-up' },
  ],
  ['can’t be checked', { kind: 'unchecked', because: { kind: 'no-answer' } }, { kind: 'unchecked' }],
] as const)('whoever %s gets no form and is told why', async (_, verdict, end) => {
  expect(await press({ verdict })).toMatchObject([end, null, waiting.round.id, 'told privately'])
})

it('whoever comes too late is told who was first', async () => {
  const claim = {
    clickId: 'c',
    decision: 'approve',
    by: bob,
    holder: 'h',
    fence: 1,
    since: at,
    until: at,
  } as const
  const claimed = entry({ kind: 'claimed', claim })
  expect((await press({ found: claimed }))[0]).toMatchObject({ kind: 'late', first: bob, ending: null })
  const ending = {
    kind: 'denied',
    by: bob,
    reason: 'Spam',
    note: null,
    at,
    account: { kind: 'kept' },
  } as const
  const settled = entry({ kind: 'settled', ending })
  expect((await press({ found: settled }))[0]).toMatchObject({ kind: 'late', first: bob, ending })
})

it('a card that the store does not know opens no form', async () => {
  expect((await press({ found: null }))[0]).toEqual({ kind: 'unknown-round' })
})
