// What a poll suggests is believed only if a look-up shows it.
import { expect, test } from 'vitest'
import { createVerification } from '../../src/discover/verify-outside-changes.ts'
import type { LookUp } from '../../src/domain/attempt.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const pool = testPool({ id: 'eu-west-1_Customers', approvers: { groups: [], users: ['U0ADA'] } })

const known = { roundId: 'round', sub: 'sub-grace', version: 1 }

function open(shown: LookUp) {
  const clock = createHandClock()
  const done: string[] = []
  const { verify } = createVerification({
    ledger: {
      unanswered: async () => null,
      unseenDenial: async () => null,
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
    },
    clock,
    log: createReadableLog(),
  })
  const miss = () => verify(pool, { missing: [known], settledBefore: [], seen: new Set() })
  return { clock, done, miss }
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
