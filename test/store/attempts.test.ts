import { describe, expect, it } from 'vitest'
import type { ConfirmAnswer } from '../../src/domain/attempt.ts'
import {
  ada,
  bob,
  claimedClick,
  giveBack,
  grace,
  poolId,
  settlement,
  type TestClaim,
  waitingRound,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const lost: ConfirmAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
const busy: ConfirmAnswer = { kind: 'throttled', requestId: 'aws 3' }

async function begunAttempt({ ledger }: Store, claim: TestClaim): Promise<string> {
  const id = await ledger.beginAttempt(claim)
  if (id === null) throw new Error('The fence is no longer the claim’s')
  return id
}

describe('an attempt on Cognito', () => {
  it('is on disk before the call, under its fence, in the name of whoever approved', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId, bob)
    const id = await begunAttempt(store, claim)
    expect(await store.database.selectFrom('attempts').selectAll().execute()).toMatchObject([
      {
        id,
        round_id: roundId,
        click_id: claim.clickId,
        user_id: bob.userId,
        fence: 1,
        sent_at: store.clock.now().getTime(),
        answer: null,
        answered_at: null,
      },
    ])
  })

  it('may not begin where nobody holds a claim', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = { roundId, clickId: 'a click', fence: 0 }
    expect(await store.ledger.beginAttempt(claim)).toBeNull()
    expect(await store.ledger.beginAttempt({ ...claim, roundId: 'no round' })).toBeNull()
  })

  it('may not begin once the round is settled or given back', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const first = await claimedClick(store, roundId)
    await store.ledger.release(giveBack(store, first))
    expect(await store.ledger.beginAttempt(first)).toBeNull()
    const second = await claimedClick(store, roundId, bob)
    await store.ledger.settle(settlement(store, second, bob))
    expect(await store.ledger.beginAttempt(second)).toBeNull()
  })

  it('keeps its answer', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const id = await begunAttempt(store, await claimedClick(store, roundId))
    await store.ledger.answerAttempt(id, busy)
    const [row] = await store.database.selectFrom('attempts').selectAll().execute()
    expect(JSON.parse(row?.answer ?? 'null')).toEqual(busy)
    expect(row?.answered_at).toBe(store.clock.now().getTime())
  })

  it('keeps an answer that came after its claim was taken over', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const id = await begunAttempt(store, await claimedClick(store, roundId))
    await store.ledger.takeOver(roundId, 'process 2', true)
    await store.ledger.answerAttempt(id, busy)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toBeNull()
  })
})

describe('whose call may have confirmed a sign-up unseen', () => {
  it('is nobody’s while no call was made', async () => {
    const store = await openStore()
    await claimedClick(store, (await waitingRound(store)).roundId)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toBeNull()
    expect(await store.ledger.unanswered(poolId, 'nobody')).toBeNull()
  })

  it('is whoever made a call that has no answer yet, or lost it', async () => {
    const store = await openStore()
    const id = await begunAttempt(store, await claimedClick(store, (await waitingRound(store)).roundId))
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
    await store.ledger.answerAttempt(id, lost)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
  })

  it('is whoever’s call Cognito carried out, as long as the round does not say so', async () => {
    const store = await openStore()
    const claim = await claimedClick(store, (await waitingRound(store)).roundId)
    const id = await begunAttempt(store, claim)
    await store.ledger.answerAttempt(id, { kind: 'confirmed', requestId: 'aws 4' })
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
  })

  it('is nobody’s once Cognito said that nothing was done', async () => {
    const store = await openStore()
    const id = await begunAttempt(store, await claimedClick(store, (await waitingRound(store)).roundId))
    await store.ledger.answerAttempt(id, busy)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toBeNull()
  })

  it('is the earliest caller, of whichever click', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const hers = await claimedClick(store, roundId, ada)
    await store.ledger.answerAttempt(await begunAttempt(store, hers), lost)
    await store.ledger.release(giveBack(store, hers))
    store.clock.advance(1000)
    const his = await claimedClick(store, roundId, bob)
    await begunAttempt(store, his)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
  })

  it('is told of this sign-up only', async () => {
    const store = await openStore()
    await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    await waitingRound(store, grace({ poolId: 'eu-west-1_Other' }))
    await begunAttempt(store, await claimedClick(store, (await waitingRound(store)).roundId))
    expect(await store.ledger.unanswered(poolId, 'sub-hedy')).toBeNull()
    expect(await store.ledger.unanswered('eu-west-1_Other', 'sub-grace')).toBeNull()
  })
})
