// Who gets a session in AWS ahead of their clicks: people who were just seen to be approvers, and nobody else.
import { expect, it } from 'vitest'
import type { Authorise } from '../../src/decide/authorise.ts'
import { createKeptSessions, keepSessionsEvery } from '../../src/decide/keep-sessions.ts'
import type { Person } from '../../src/domain/person.ts'
import { ada, bob } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'

const pool = testPool({ approverRole: 'arn:aws:iam::123456789012:role/approver' })
const signal = new AbortController().signal

function open(verdictOn: (person: Person) => Awaited<ReturnType<Authorise>> = () => may) {
  const clock = createHandClock()
  const prepared: string[] = []
  const asked: string[] = []
  const state = { isWarm: true, isReady: false }
  const sessions = {
    prepare: (_: string, { userId }: Person) => void prepared.push(userId),
    isReady: () => state.isReady,
  }
  const authorise: Authorise = async (person) => {
    asked.push(person.userId)
    return verdictOn(person)
  }
  const parts = { userPools: { sessions }, clock, isWarm: () => state.isWarm }
  const kept = createKeptSessions(parts, authorise)
  return { clock, prepared, asked, state, kept, turn: () => kept.turn(signal) }
}

it('one opens at once for an approver who is about to decide, and only in a pool with an approver role', () => {
  const { kept, prepared } = open()
  kept.seen(ada, pool)
  kept.seen(bob, testPool())
  expect(prepared).toEqual(['U0ADA'])
})

it('it is renewed while cards come, after another look at whether they are an approver', async () => {
  const { kept, prepared, asked, state, turn } = open()
  kept.seen(ada, pool)
  state.isReady = true
  await turn()
  expect(asked).toEqual([])
  state.isReady = false
  state.isWarm = false
  await turn()
  expect(asked).toEqual([])
  state.isWarm = true
  await turn()
  expect(asked).toEqual(['U0ADA'])
  expect(prepared).toEqual(['U0ADA', 'U0ADA'])
})

it('whoever is no approver any more gets no other one', async () => {
  const { kept, prepared, asked, turn } = open(() => ({ kind: 'may-not', because: 'not-an-approver' }))
  kept.seen(ada, pool)
  await turn()
  await turn()
  expect(asked).toEqual(['U0ADA'])
  expect(prepared).toEqual(['U0ADA'])
})

it('where Slack does not say, nobody gets one, and it is asked again later', async () => {
  const { kept, prepared, asked, turn } = open(() => ({ kind: 'unchecked', because: { kind: 'no-answer' } }))
  kept.seen(ada, pool)
  kept.seen(bob, pool)
  await turn()
  expect(asked).toEqual(['U0ADA'])
  await turn()
  expect(asked).toEqual(['U0ADA', 'U0ADA'])
  expect(prepared).toEqual(['U0ADA', 'U0BOB'])
})

it('whoever has not decided for a working day is left alone', async () => {
  const { clock, kept, prepared, turn } = open()
  kept.seen(ada, pool)
  await clock.advance(8 * 60 * 60_000 - keepSessionsEvery)
  await turn()
  await clock.advance(keepSessionsEvery)
  await turn()
  expect(prepared).toEqual(['U0ADA', 'U0ADA'])
})

it('of very many, those who decided last have one', async () => {
  const { kept, prepared, turn } = open()
  for (let number = 1; number <= 60; number += 1) kept.seen({ userId: `U${number}`, teamId: 'T1' }, pool)
  await turn()
  expect(prepared.slice(60)).toEqual(Array.from({ length: 50 }, (_, index) => `U${index + 11}`))
})
