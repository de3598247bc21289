// Approvals that a round counts, on each database.
import { describe, expect, it } from 'vitest'
import type { CountedApproval, Relied } from '../../src/domain/approvals.ts'
import type { AddedApproval } from '../../src/domain/claim.ts'
import type { Click, ClickEnd } from '../../src/domain/click.ts'
import { approvalLife } from '../../src/domain/deadlines.ts'
import type { Entitlement } from '../../src/domain/entitlement.ts'
import type { Person } from '../../src/domain/person.ts'
import { tallyOf } from '../../src/domain/round.ts'
import {
  ada,
  auditLog,
  bob,
  entryOf,
  giveBack,
  grace,
  postedMessage,
  type TestClaim,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const cyd: Person = { userId: 'U0CYD', teamId: 'T0HOME' }

const entitlement: Entitlement = {
  through: { kind: 'users' },
  asked: 'button',
  personal: { name: 'Ada', userName: 'grace', shown: {} },
}

const counted = (have: number): ClickEnd => {
  return { kind: 'counted', have, needed: 3, already: null, dropped: [] }
}

function adding(click: Click, roundId: string, on: readonly string[]): AddedApproval {
  const own: CountedApproval = { by: click.by, clickId: click.id, at: click.at }
  const end = counted(on.length + 1)
  return {
    clickId: click.id,
    roundId,
    relied: { on, own },
    seen: { ...grace(), isImitation: false },
    end,
    entitlement,
  }
}

/** A round with these people's approvals, and the clicks that gave them. */
async function approvedBy(store: Store, ...people: readonly Person[]) {
  const { roundId } = await waitingRound(store)
  const clickIds: string[] = []
  for (const by of people) {
    const click = await writtenClick(store, roundId, { by })
    const result = await store.ledger.addApproval(adding(click, roundId, clickIds))
    if (result.kind !== 'counted') throw new Error(`The approval is ${result.kind}`)
    clickIds.push(click.id)
  }
  return { roundId, clickIds }
}

async function whoCounts(store: Store, roundId: string): Promise<readonly string[]> {
  const { round } = await entryOf(store, roundId)
  return (tallyOf(round.state)?.given ?? []).map(({ by }) => by.userId)
}

async function claimWith(store: Store, roundId: string, by: Person, on: readonly string[]) {
  const click = await writtenClick(store, roundId, { by })
  const relied: Relied = { on, own: { by, clickId: click.id, at: click.at } }
  return { click, claim: await store.ledger.claim(click.id, roundId, 'process 1', entitlement, relied) }
}

const withdrawal = (roundId: string) => ({ kind: 'withdraw', roundId }) as const

describe('an approval that is counted', () => {
  it('ends its click, is audited, and is shown by the card that has its version', async () => {
    const store = await openStore()
    await waitingRound(store)
    const { messageId } = await postedMessage(store)
    const { roundId, clickIds } = await approvedBy(store, ada)
    expect(await whoCounts(store, roundId)).toEqual([ada.userId])
    expect(await auditLog(store)).toMatchObject([
      { kind: 'click-counted', by: ada.userId, click: clickIds[0] },
    ])
    const kept = store.database.selectFrom('audit_events').select('entitlement')
    expect(await kept.where('kind', '=', 'click-counted').execute()).toEqual([
      { entitlement: JSON.stringify(entitlement) },
    ])
    const drawing = await store.ledger.startDrawing(messageId, 'a drawer')
    if (drawing === null) throw new Error('The card is up to date')
    expect(await store.ledger.untold()).toMatchObject([{ teller: 'card', end: counted(1) }])
    await store.ledger.finishDrawing(drawing)
    expect(await store.ledger.untold()).toEqual([])
  })

  it('is told by a later card, too: that says what became of it', async () => {
    const store = await openStore()
    await waitingRound(store)
    const { messageId } = await postedMessage(store)
    const { roundId, clickIds } = await approvedBy(store, ada, bob)
    await store.ledger.dropApprovals(roundId, clickIds.slice(0, 1), 'lost-right')
    expect(await store.ledger.untold()).toHaveLength(2)
    const drawing = await store.ledger.startDrawing(messageId, 'a drawer')
    if (drawing === null) throw new Error('The card is up to date')
    await store.ledger.finishDrawing(drawing)
    expect(await store.ledger.untold()).toEqual([])
  })

  it('counts once, however often its click is carried out', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const click = await writtenClick(store, roundId)
    const both = [adding(click, roundId, []), adding(click, roundId, [click.id])]
    const results = await Promise.all(both.map(store.ledger.addApproval))
    expect(results.map(({ kind }) => kind)).toEqual(['counted', 'ended'])
    expect(await whoCounts(store, roundId)).toEqual([ada.userId])
    expect(await auditLog(store)).toHaveLength(1)
  })

  it('of two at once is one after the other: the second is counted again', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const hers = await writtenClick(store, roundId, { by: ada })
    const his = await writtenClick(store, roundId, { by: bob })
    const results = await Promise.all(
      [hers, his].map((one) => store.ledger.addApproval(adding(one, roundId, []))),
    )
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['counted', 'recount'])
    const [first, second] = results[0]?.kind === 'counted' ? [hers, his] : [his, hers]
    expect(await store.ledger.addApproval(adding(second, roundId, [first.id]))).toMatchObject({
      kind: 'counted',
    })
    expect(await whoCounts(store, roundId)).toEqual([first.by.userId, second.by.userId])
  })

  it('is one of what the sign-up was when it was given', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const click = await writtenClick(store, roundId)
    await store.ledger.record([grace({ attributes: { email: 'grace@example.org' } })])
    expect(await store.ledger.addApproval(adding(click, roundId, []))).toEqual({ kind: 'recount' })
    expect(await whoCounts(store, roundId)).toEqual([])
  })

  it('by command belongs to its round from then on', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const other = await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    const click = await writtenClick(store, roundId, { request: { kind: 'command', text: 'sub-grace' } })
    expect(await store.ledger.addApproval(adding(click, roundId, []))).toMatchObject({ kind: 'counted' })
    expect(await store.ledger.addApproval(adding(click, other.roundId, []))).toEqual({ kind: 'ended' })
    expect(await auditLog(store)).toMatchObject([{ kind: 'click-counted', round: roundId }])
  })

  it('is none of an imitation, nor of a round that is being decided or is over', async () => {
    const store = await openStore()
    const { roundId, clickIds } = await approvedBy(store, ada)
    const late = await writtenClick(store, roundId, { by: cyd })
    await claimWith(store, roundId, bob, clickIds)
    expect(await store.ledger.addApproval(adding(late, roundId, clickIds))).toEqual({
      kind: 'late',
      first: bob,
      ending: null,
    })
    const imitator = await waitingRound(store, grace({ sub: 'sub-2', userName: 'sub-grace' }))
    const click = await writtenClick(store, imitator.roundId)
    expect(await store.ledger.addApproval(adding(click, imitator.roundId, []))).toEqual({ kind: 'imitation' })
  })
})

describe('the claim that completes the number', () => {
  it('is made with exactly the approvals that were checked, and names everybody', async () => {
    const store = await openStore()
    const { roundId, clickIds } = await approvedBy(store, ada, bob)
    expect((await claimWith(store, roundId, cyd, clickIds.slice(1))).claim).toEqual({ kind: 'recount' })
    expect((await claimWith(store, roundId, cyd, [])).claim).toEqual({ kind: 'recount' })
    expect((await claimWith(store, roundId, cyd, clickIds)).claim).toMatchObject({
      kind: 'claimed',
      approvers: [ada, bob, cyd],
    })
  })

  it('leaves all of them if it fails', async () => {
    const store = await openStore()
    const { roundId, clickIds } = await approvedBy(store, ada)
    const { click, claim } = await claimWith(store, roundId, bob, clickIds)
    if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
    const held: TestClaim = { roundId, clickId: click.id, fence: claim.fence, attemptId: '' }
    await store.ledger.release(giveBack(store, held, bob))
    expect(await whoCounts(store, roundId)).toEqual([ada.userId, bob.userId])
  })
})

describe('an approval that no longer counts', () => {
  it('was dropped, with an audit event that says whose it was and why', async () => {
    const store = await openStore()
    const { roundId, clickIds } = await approvedBy(store, ada, bob)
    const [hers = ''] = clickIds
    expect(await store.ledger.dropApprovals(roundId, [hers], 'lost-right')).toEqual([
      { by: ada, because: 'lost-right' },
    ])
    expect(await store.ledger.dropApprovals(roundId, [hers], 'lost-right')).toEqual([])
    expect(await whoCounts(store, roundId)).toEqual([bob.userId])
    expect((await auditLog(store)).filter(({ kind }) => kind !== 'click-counted')).toMatchObject([
      { kind: 'approval-lost-right', by: ada.userId, click: hers, round: roundId, sub: 'sub-grace' },
    ])
  })

  it('was given for something else than Cognito shows now', async () => {
    const store = await openStore()
    const { roundId } = await approvedBy(store, ada, bob)
    await store.ledger.record([grace()])
    expect(await whoCounts(store, roundId)).toHaveLength(2)
    await store.ledger.record([grace({ attributes: { email: 'grace@example.org' } })])
    const { state } = (await entryOf(store, roundId)).round
    expect(tallyOf(state)).toMatchObject({ given: [], dropped: { all: [{ by: ada }, { by: bob }] } })
    const kinds = (await auditLog(store)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'approval-facts-changed')).toHaveLength(2)
  })

  it('was given for something else, while a claim held it: it ends with the claim', async () => {
    const store = await openStore()
    const { roundId, clickIds } = await approvedBy(store, ada)
    const { click, claim } = await claimWith(store, roundId, bob, clickIds)
    if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
    await store.ledger.record([grace({ attributes: { email: 'grace@example.org' } })])
    expect(await whoCounts(store, roundId)).toHaveLength(2)
    const held: TestClaim = { roundId, clickId: click.id, fence: claim.fence, attemptId: '' }
    expect(await store.ledger.release(giveBack(store, held, bob))).not.toBeNull()
    expect(await whoCounts(store, roundId)).toEqual([])
  })

  it('is older than seven days, by the store’s clock', async () => {
    const store = await openStore()
    const { roundId } = await approvedBy(store, ada)
    store.clock.advance(approvalLife - 1)
    await approvedBy(store, bob).catch(() => undefined)
    expect(await store.ledger.tallied(roundId)).toMatchObject({
      round: { state: { tally: { given: [{ by: ada }] } } },
    })
    store.clock.advance(1)
    expect(await store.ledger.tallied(roundId)).toMatchObject({
      round: { state: { tally: { given: [], dropped: { all: [{ by: ada, because: 'lapsed' }] } } } },
    })
    expect(await store.ledger.tallied('no round')).toBeNull()
    expect((await auditLog(store)).map(({ kind }) => kind)).toContain('approval-lapsed')
  })
})

describe('a withdrawal', () => {
  it('takes back the person’s own approval, once', async () => {
    const store = await openStore()
    const { roundId } = await approvedBy(store, ada, bob)
    const click = await writtenClick(store, roundId, { by: ada, request: withdrawal(roundId) })
    expect(await store.ledger.withdrawApproval(click.id, roundId)).toMatchObject({
      kind: 'over',
      end: { kind: 'withdrawn' },
    })
    expect(await store.ledger.withdrawApproval(click.id, roundId)).toEqual({ kind: 'ended' })
    expect(await whoCounts(store, roundId)).toEqual([bob.userId])
    expect((await auditLog(store)).map(({ kind }) => kind)).toEqual([
      'click-counted',
      'click-counted',
      'click-withdrawn',
    ])
  })

  it('of somebody without an approval changes nothing', async () => {
    const store = await openStore()
    const { roundId } = await approvedBy(store, ada)
    const before = await entryOf(store, roundId)
    const click = await writtenClick(store, roundId, { by: bob, request: withdrawal(roundId) })
    expect(await store.ledger.withdrawApproval(click.id, roundId)).toEqual({
      kind: 'over',
      end: { kind: 'nothing-to-withdraw' },
      messageIds: null,
    })
    expect(await entryOf(store, roundId)).toEqual(before)
  })

  it('comes too late once somebody decides', async () => {
    const store = await openStore()
    const { roundId, clickIds } = await approvedBy(store, ada)
    await claimWith(store, roundId, bob, clickIds)
    const click = await writtenClick(store, roundId, { by: ada, request: withdrawal(roundId) })
    expect(await store.ledger.withdrawApproval(click.id, roundId)).toMatchObject({
      end: { kind: 'late', first: bob },
    })
  })

  it('of somebody who never approved tells nothing of how it ended: nobody asked whether they may decide', async () => {
    const store = await openStore()
    const { roundId, clickIds } = await approvedBy(store, ada)
    await claimWith(store, roundId, bob, clickIds)
    const eve = { userId: 'U0EVE', teamId: ada.teamId }
    const click = await writtenClick(store, roundId, { by: eve, request: withdrawal(roundId) })
    expect(await store.ledger.withdrawApproval(click.id, roundId)).toMatchObject({
      end: { kind: 'nothing-to-withdraw' },
    })
  })

  it('of an unknown round is told as such', async () => {
    const store = await openStore()
    const click = await writtenClick(store, 'no round', { request: withdrawal('no round') })
    expect(await store.ledger.withdrawApproval(click.id, 'no round')).toEqual({ kind: 'unknown-round' })
  })

  it('replaces the person’s approval that is still to be carried out, and the other way round', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await writtenClick(store, roundId)
    const second = await writtenClick(store, roundId, { request: withdrawal(roundId) })
    expect(await store.ledger.unended()).toMatchObject([{ click: { id: second.id } }])
    const third = await writtenClick(store, roundId)
    expect(await store.ledger.unended()).toMatchObject([{ click: { id: third.id } }])
  })
})
