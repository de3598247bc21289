// Several approvals: which count, whose they are, and when there are enough.
import { describe, expect, it } from 'vitest'
import {
  areSameFacts,
  type CheckedApproval,
  type CheckedPerson,
  type CountedApproval,
  countApproval,
} from '../../src/domain/approvals.ts'
import type { Verdict } from '../../src/domain/may-decide.ts'
import { ada, bob, grace } from './people.ts'

const at = new Date('2026-05-01T12:00:00Z')
const cyd = { userId: 'U0CYD', teamId: 'T0HOME' }
const may: Verdict = { kind: 'may', grounds: { through: { kind: 'users' }, name: null } }
const mayNot: Verdict = { kind: 'may-not', because: 'not-an-approver' }

const given = (by: typeof ada, change: Partial<CheckedApproval> = {}): CheckedApproval => {
  return {
    by,
    clickId: `click of ${by.userId}`,
    verdict: may,
    mailbox: `${by.userId}@acme.example`,
    ...change,
  }
}
const clicking = (by: typeof ada, change: Partial<CheckedPerson> = {}): CheckedPerson => {
  return { by, verdict: may, mailbox: `${by.userId}@acme.example`, ...change }
}
const own: CountedApproval = { by: cyd, clickId: 'new click', at }
const [byAda, byBob] = [given(ada), given(bob)]

describe('an approval', () => {
  it('is enough alone where one is', () => {
    expect(countApproval(clicking(cyd), own, [], 1)).toEqual({ kind: 'enough', relied: { on: [], own } })
  })

  it('is counted where more are missing', () => {
    expect(countApproval(clicking(cyd), own, [], 2)).toEqual({ kind: 'to-count', relied: { on: [], own } })
    expect(countApproval(clicking(cyd), own, [byAda], 3)).toEqual({
      kind: 'to-count',
      relied: { on: [byAda.clickId], own },
    })
  })

  it('that completes the number relies on all before it', () => {
    expect(countApproval(clicking(cyd), own, [byAda, byBob], 3)).toEqual({
      kind: 'enough',
      relied: { on: [byAda.clickId, byBob.clickId], own },
    })
  })

  it('of the same person counts once', () => {
    const again = { kind: 'counted-already', by: ada, have: 1 }
    expect(countApproval(clicking(ada), own, [byAda], 2)).toEqual(again)
  })

  it('of another account with the same e-mail address is the same person’s', () => {
    const other = clicking(cyd, { mailbox: byAda.mailbox })
    expect(countApproval(other, own, [byAda], 2)).toEqual({ kind: 'counted-already', by: ada, have: 1 })
    expect(countApproval(other, own, [byAda, byBob], 3)).toMatchObject({ kind: 'counted-already', have: 2 })
  })

  it('of two people without an address is two people’s', () => {
    const [one, other] = [given(ada, { mailbox: null }), clicking(cyd, { mailbox: null })]
    expect(countApproval(other, own, [one], 2)).toMatchObject({ kind: 'enough' })
  })

  it('of somebody who has approved before tries again where there are enough', () => {
    expect(countApproval(clicking(ada), own, [byAda, byBob], 2)).toEqual({
      kind: 'enough',
      relied: { on: [byAda.clickId, byBob.clickId], own: null },
    })
  })

  it('finishes what a lower number left, and not one that a higher one did', () => {
    expect(countApproval(clicking(cyd), own, [byAda, byBob], 1)).toMatchObject({ kind: 'enough' })
    expect(countApproval(clicking(ada), own, [byAda], 1)).toMatchObject({ kind: 'enough' })
    expect(countApproval(clicking(cyd), own, [byAda, byBob], 4)).toMatchObject({ kind: 'to-count' })
  })

  it('is nothing of somebody who may not approve', () => {
    const clicker = clicking(cyd, { verdict: mayNot })
    expect(countApproval(clicker, own, [byAda], 2)).toEqual({ kind: 'refused', because: 'not-an-approver' })
  })
})

describe('an approval before it', () => {
  it('is dropped if whoever gave it may not approve any more', () => {
    const lost = given(ada, { verdict: mayNot })
    expect(countApproval(clicking(cyd), own, [lost, byBob], 3)).toEqual({
      kind: 'drop',
      clickIds: [lost.clickId],
      because: 'lost-right',
    })
  })

  it('is dropped if an earlier one turns out to be the same person’s', () => {
    const twin = given(bob, { mailbox: byAda.mailbox })
    expect(countApproval(clicking(cyd), own, [byAda, twin], 3)).toEqual({
      kind: 'drop',
      clickIds: [twin.clickId],
      because: 'same-person',
    })
  })
})

describe('what an approver sees of a sign-up', () => {
  it('is the same whatever the order of its attributes', () => {
    const [one, other] = [
      { email: 'a@b.c', name: 'A' },
      { name: 'A', email: 'a@b.c' },
    ]
    expect(areSameFacts(grace({ attributes: one }), grace({ attributes: other }))).toBe(true)
  })

  it.each([
    { userName: 'hedy' },
    { attributes: { email: 'hedy@example.com' } },
    { attributes: { email: 'grace@example.com', name: 'Grace' } },
    { attributes: { name: 'grace@example.com' } },
    { attributes: {} },
  ])('changes with its user name and each attribute: %o', (change) => {
    expect(areSameFacts(grace(), grace(change))).toBe(false)
    expect(areSameFacts(grace(change), grace())).toBe(false)
  })
})
