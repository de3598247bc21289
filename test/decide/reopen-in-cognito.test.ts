// A round that is claimed to let a denied sign-up wait again.
import { describe, expect, it } from 'vitest'
import { reopenInCognito } from '../../src/decide/reopen-in-cognito.ts'
import type { Origin } from '../../src/domain/way-back.ts'
import { ada } from '../domain/people.ts'
import { busy, goBack, lost, missing, refused, seen, unread, yes } from './way-back.ts'

const at = new Date('2026-05-01T12:00:00Z')
const account = { kind: 'disabled', certainty: 'answered', status: 'UNCONFIRMED' } as const
const origin: Extract<Origin, { kind: 'reopen' }> = {
  kind: 'reopen',
  by: ada,
  at,
  denied: { kind: 'denied', by: ada, reason: 'Other', note: null, at, account },
}
const waiting = seen('UNCONFIRMED')
const disabled = seen('UNCONFIRMED', false)
const active = seen('CONFIRMED')

const reopen = (world: Parameters<typeof goBack>[2]) => goBack(reopenInCognito, origin, world)

describe('reopening', () => {
  it('looks, enables, looks again, and the round waits', async () => {
    const { done } = await reopen({ lists: [disabled, waiting] })
    expect(done).toEqual(['list', 'enable', 'list', 'waits, click reopened'])
  })

  it('makes no call for whoever waits already, or is something else by now', async () => {
    expect((await reopen({ lists: [waiting] })).done).toEqual(['list', 'waits, click reopened'])
    const overtaken = 'settled: confirmed-elsewhere, click overtaken'
    expect((await reopen({ lists: [active] })).done).toEqual(['list', overtaken])
    expect((await reopen({ lists: [missing] })).done.at(-1)).toBe('settled: gone, click overtaken')
  })

  it('does not let somebody wait who was confirmed in the moment in which they were enabled', async () => {
    const { done } = await reopen({ lists: [disabled, active] })
    expect(done.at(-1)).toBe('settled: confirmed-elsewhere, click overtaken')
  })

  it('of a sign-up that has lapsed only looks whether the user still waits', async () => {
    const lapsed = { kind: 'lapsed', at, since: at } as const
    const resume = (world: Parameters<typeof goBack>[2]) =>
      goBack(reopenInCognito, { kind: 'resume', by: ada, at, lapsed }, world)
    expect((await resume({ lists: [waiting] })).done).toEqual(['list', 'waits, click reopened'])
    expect((await resume({ lists: [disabled] })).done).toEqual(['list', 'settled: disabled, click overtaken'])
    expect((await resume({ lists: [unread] })).ending).toMatchObject({ kind: 'not-done', decision: 'reopen' })
  })

  it('repeats a lost answer, or finds that it worked', async () => {
    const again = await reopen({ lists: [disabled, disabled, waiting], answers: { enable: [lost, yes] } })
    expect(again.done.filter((one) => one === 'enable')).toHaveLength(2)
    const worked = await reopen({ lists: [disabled, waiting], answers: { enable: [lost] } })
    expect(worked.done).toEqual(['list', 'enable', 'list', 'waits, click reopened'])
  })

  it('is not done, and can be tried again, where Cognito refuses, is busy, or nobody can see', async () => {
    const no = await reopen({ lists: [disabled], answers: { enable: [refused] } })
    expect(no.ending).toMatchObject({ kind: 'not-done', decision: 'reopen', reason: { kind: 'not-allowed' } })
    const later = await reopen({ lists: [disabled], answers: { enable: [busy] } })
    expect(later.ending).toMatchObject({ kind: 'not-done', reason: { kind: 'throttled' } })
    const blind = await reopen({ lists: [unread] })
    expect(blind.done).not.toContain('enable')
    expect(blind.ending).toMatchObject({ kind: 'not-done', reason: { kind: 'unreachable' } })
    const maybe = await reopen({ lists: [disabled, unread], answers: { enable: [lost] } })
    expect(maybe.ending).toMatchObject({ kind: 'not-done', reason: { kind: 'uncertain' } })
    expect(maybe.unseen).toContain('enable')
  })
})
