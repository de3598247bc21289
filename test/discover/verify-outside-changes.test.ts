// What a poll suggests is believed only if a look-up shows it.
import { expect, test } from 'vitest'
import { createVerification } from '../../src/discover/verify-outside-changes.ts'
import type { LookUp } from '../../src/domain/attempt.ts'
import type { Denial } from '../../src/domain/decision.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const pool = testPool({ id: 'eu-west-1_Customers', approvers: { groups: [], users: ['U0ADA'] } })

const known = { roundId: 'round', sub: 'sub-grace', version: 1 }

function open(shown: LookUp, denial: Denial | null = null, listed: LookUp = shown) {
  const clock = createHandClock()
  const done: string[] = []
  const { verify } = createVerification({
    ledger: {
      unanswered: async () => null,
      unseenDenial: async () => denial,
      unseenUpdate: async () => null,
      observe: async (_, { kind }) => {
        done.push(`observed ${kind}`)
        return true
      },
      reopen: async () => {
        done.push('reopened')
        return true
      },
    },
    userPools: {
      lookUp: async () => {
        done.push('looked up')
        return shown
      },
      lookInList: async () => {
        done.push('listed')
        return listed
      },
    },
    clock,
    log: createReadableLog(),
  })
  const miss = () => verify(pool, { missing: [known], settledBefore: [], seen: new Set() })
  const missDisabled = () =>
    verify(pool, { missing: [{ ...known, isToEnable: true }], settledBefore: [], seen: new Set() })
  return { clock, done, miss, missDisabled, verify }
}

test('a missing user whom Cognito does not know is gone', async () => {
  const { miss, done } = open({ kind: 'gone', requestId: 'aws 1' })
  expect(await miss()).toBe(1)
  expect(done).toEqual(['looked up', 'observed gone'])
})

test('while Cognito contradicts itself about a missing user, nothing is concluded, and it is asked rarely', async () => {
  const { miss, done, clock } = open({ kind: 'contradicted', status: 'UNCONFIRMED', requestId: 'aws 1' })
  expect(await miss()).toBe(0)
  await clock.advance(9 * 60_000)
  expect(await miss()).toBe(0)
  expect(done).toEqual(['looked up'])
  await clock.advance(60_000)
  await miss()
  expect(done).toEqual(['looked up', 'looked up'])
})

test('a missing user who is disabled was denied by the call that got no answer; otherwise it was done outside', async () => {
  const disabled: LookUp = {
    kind: 'found',
    status: 'UNCONFIRMED',
    isEnabled: false,
    isSurelyTheirs: true,
    requestId: null,
  }
  const denial = { by: { userId: 'U0ADA', teamId: 'T0' }, reason: 'Other', note: null }
  const ours = open(disabled, denial)
  await ours.miss()
  expect(ours.done).toEqual(['looked up', 'observed denied'])
  const theirs = open(disabled)
  await theirs.miss()
  expect(theirs.done).toEqual(['looked up', 'observed disabled'])
})

test('a user who was denied, and whom a list still shows as waiting, gets no new card while Cognito says disabled', async () => {
  const disabled = { kind: 'found', status: 'UNCONFIRMED', isEnabled: false } as const
  const { verify, done } = open({ ...disabled, isSurelyTheirs: true, requestId: null })
  expect(await verify(pool, { missing: [], settledBefore: [known], seen: new Set([known.sub]) })).toBe(0)
  expect(done).toEqual(['looked up'])
})

test('somebody who is to be let in again is on no list of those who wait: as long as they are disabled, nothing has happened', async () => {
  const disabled: LookUp = {
    kind: 'found',
    status: 'CONFIRMED',
    isEnabled: false,
    isSurelyTheirs: true,
    requestId: null,
  }
  const still = open(disabled)
  expect(await still.missDisabled()).toBe(0)
  expect(await still.missDisabled()).toBe(0)
  expect(still.done).toEqual(['listed'])
  const inside = open({ ...disabled, isEnabled: true })
  expect(await inside.missDisabled()).toBe(1)
  expect(inside.done).toEqual(['listed', 'observed confirmed-elsewhere'])
  const gone = open({ kind: 'gone', requestId: null })
  await gone.missDisabled()
  expect(gone.done).toEqual(['listed', 'looked up', 'observed gone'])
})
