// A round that is claimed to let a disabled user in again: an approval, carried out by enabling them.
import { describe, expect, it } from 'vitest'
import { letInCognito } from '../../src/decide/let-in-cognito.ts'
import type { Origin } from '../../src/domain/way-back.ts'
import { ada, bob } from '../domain/people.ts'
import { busy, goBack, lost, missing, refused, seen, unread, yes } from './way-back.ts'

const at = new Date('2026-05-01T12:00:00Z')
const origin: Origin = { kind: 'let-in', by: ada, at, before: { kind: 'undone', by: bob, at } }
const disabled = seen('CONFIRMED', false)
const active = seen('CONFIRMED')

const letIn = (world: Parameters<typeof goBack>[2]) => goBack(letInCognito, origin, world)

describe('letting in again', () => {
  it('looks, enables, looks again, and is an approval', async () => {
    const { done, ending } = await letIn({ lists: [disabled, active] })
    expect(done).toEqual(['list', 'enable', 'list', 'settled: confirmed, click confirmed'])
    expect(ending).toMatchObject({ by: ada, certainty: 'answered' })
  })

  it.each([
    ['deleted', missing, 'settled: gone, click overtaken'],
    ['let in by others', active, 'settled: confirmed-elsewhere, click overtaken'],
    ['unconfirmed', seen('UNCONFIRMED', false), 'waits again: let-in changed'],
  ])('enables nobody who is %s', async (_, look, last) => {
    const { done } = await letIn({ lists: [look] })
    expect(done).not.toContain('enable')
    expect(done.at(-1)).toBe(last)
  })

  it('repeats a lost answer, or finds that it worked', async () => {
    const again = await letIn({ lists: [disabled, disabled, active], answers: { enable: [lost, yes] } })
    expect(again.done.filter((one) => one === 'enable')).toHaveLength(2)
    const worked = await letIn({ lists: [disabled, active], answers: { enable: [lost] } })
    expect(worked.ending).toMatchObject({ kind: 'confirmed', by: ada, certainty: 'probable' })
    const leftBehind = await letIn({ lists: [active], hasCalled: 'enable' })
    expect(leftBehind.done).toEqual(['list', 'settled: confirmed, click confirmed'])
  })

  it('waits with the reason, for anybody to approve, where it did not work', async () => {
    const no = await letIn({ lists: [disabled], answers: { enable: [refused] } })
    expect(no.done.at(-1)).toBe('waits again: let-in not-allowed')
    const later = await letIn({ lists: [disabled], answers: { enable: [busy] } })
    expect(later.done.at(-1)).toBe('waits again: let-in throttled')
    const maybe = await letIn({ lists: [disabled, unread], answers: { enable: [lost] } })
    expect(maybe.done.at(-1)).toBe('waits again: let-in uncertain')
    expect(maybe.unseen).toContain('enable')
  })
})
