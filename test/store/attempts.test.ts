import { describe, expect, it } from 'vitest'
import type { AnsweredAttempt, BegunAttempt, ConfirmAnswer } from '../../src/domain/attempt.ts'
import { claimLease } from '../../src/domain/deadlines.ts'
import {
  ada,
  bob,
  claimedClick,
  entryOf,
  giveBack,
  grace,
  poolId,
  postedMessage,
  settlement,
  type TestClaim,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const lost: ConfirmAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
const busy: ConfirmAnswer = { kind: 'throttled', requestId: 'aws 3' }

function answered(attemptId: string, answer: ConfirmAnswer): AnsweredAttempt {
  return { attemptId, call: 'confirm', answer, lookUp: null }
}

async function begunAttempt({ ledger }: Store, claim: TestClaim): Promise<BegunAttempt> {
  const attempt = await ledger.beginAttempt(claim, 'confirm')
  if (attempt === null) throw new Error('The fence is no longer the claim’s')
  return attempt
}

async function answersOf({ database }: Store) {
  const rows = await database
    .selectFrom('attempts')
    .select(['answer', 'may_have_worked'])
    .orderBy('sent_at')
    .execute()
  return rows.map((row) => ({
    answer: JSON.parse(row.answer ?? 'null'),
    mayHaveConfirmed: row.may_have_worked,
  }))
}

describe('an attempt on Cognito', () => {
  it('is on disk before the call, under its fence, in the approver’s name', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId, bob)
    expect(await store.database.selectFrom('attempts').selectAll().execute()).toMatchObject([
      {
        id: claim.attemptId,
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

  it('may not begin if nobody holds a claim', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = { roundId, clickId: 'a click', fence: 0 }
    expect(await store.ledger.beginAttempt(claim, 'confirm')).toBeNull()
    expect(await store.ledger.beginAttempt({ ...claim, roundId: 'no round' }, 'confirm')).toBeNull()
  })

  it('may not begin once the round is settled or released', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const first = await claimedClick(store, roundId)
    await store.ledger.release(giveBack(store, first))
    expect(await store.ledger.beginAttempt(first, 'confirm')).toBeNull()
    const second = await claimedClick(store, roundId, bob)
    await store.ledger.settle(settlement(store, second, bob))
    expect(await store.ledger.beginAttempt(second, 'confirm')).toBeNull()
  })

  it('is one of two if the same claim calls again, and the second names who made the first', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId, bob)
    await store.ledger.answerAttempt(answered(claim.attemptId, lost))
    store.clock.advance(500)
    expect(await begunAttempt(store, claim)).toMatchObject({ unanswered: bob })
    expect(await answersOf(store)).toEqual([
      { answer: lost, mayHaveConfirmed: 1 },
      { answer: null, mayHaveConfirmed: 1 },
    ])
  })

  it('is not made if the claim’s lease is over', async () => {
    const store = await openStore()
    const claim = await claimedClick(store, (await waitingRound(store)).roundId)
    store.clock.advance(claimLease)
    expect(await store.ledger.beginAttempt(claim, 'confirm')).toBeNull()
  })

  it('keeps its answer', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { attemptId: id } = await claimedClick(store, roundId)
    await store.ledger.answerAttempt(answered(id, busy))
    const [row] = await store.database.selectFrom('attempts').selectAll().execute()
    expect(JSON.parse(row?.answer ?? 'null')).toEqual(busy)
    expect(row?.answered_at).toBe(store.clock.now().getTime())
  })

  it('keeps an answer that arrived after its claim was taken over', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { attemptId: id } = await claimedClick(store, roundId)
    await store.ledger.takeOver(roundId, 'process 2', true)
    await store.ledger.answerAttempt(answered(id, busy))
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toBeNull()
  })
})

describe('an answer that is written down with the round’s end', () => {
  const busyAnswer = ({ attemptId }: TestClaim) => answered(attemptId, busy)

  it('is kept whether the round is settled or released', async () => {
    for (const isSettled of [true, false]) {
      const store = await openStore()
      const claim = await claimedClick(store, (await waitingRound(store)).roundId)
      if (isSettled) await store.ledger.settle({ ...settlement(store, claim), answered: busyAnswer(claim) })
      else await store.ledger.release({ ...giveBack(store, claim), answered: busyAnswer(claim) })
      expect(await answersOf(store)).toEqual([{ answer: busy, mayHaveConfirmed: 0 }])
    }
  })

  it('is kept even if the claim was taken over, and nothing else is', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId)
    await store.ledger.takeOver(roundId, 'process 2', true)
    const before = await entryOf(store, roundId)
    const late = { ...settlement(store, claim), answered: busyAnswer(claim) }
    expect(await store.ledger.settle(late)).toBeNull()
    expect(await answersOf(store)).toEqual([{ answer: busy, mayHaveConfirmed: 0 }])
    expect(await entryOf(store, roundId)).toEqual(before)
  })

  it('names the messages that show the round, unless they are gone', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { messageId } = await postedMessage(store)
    const first = await claimedClick(store, roundId)
    expect(await store.ledger.release(giveBack(store, first))).toEqual([messageId])
    await store.ledger.noteGone(messageId)
    const second = await claimedClick(store, roundId)
    expect(await store.ledger.settle(settlement(store, second))).toEqual([])
  })
})

describe('the person whose call may have confirmed a sign-up unseen', () => {
  it('is nobody before the first call', async () => {
    const store = await openStore()
    await writtenClick(store, (await waitingRound(store)).roundId)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toBeNull()
    expect(await store.ledger.unanswered(poolId, 'nobody')).toBeNull()
  })

  it('is whoever made a call that has no answer yet or lost it', async () => {
    const store = await openStore()
    const { attemptId: id } = await claimedClick(store, (await waitingRound(store)).roundId)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
    await store.ledger.answerAttempt(answered(id, lost))
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
  })

  it('is whoever made a call that Cognito carried out, until the round says so', async () => {
    const store = await openStore()
    const { attemptId: id } = await claimedClick(store, (await waitingRound(store)).roundId)
    await store.ledger.answerAttempt(answered(id, { kind: 'confirmed', requestId: 'aws 4' }))
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
  })

  it('is nobody once Cognito said that nothing was done', async () => {
    const store = await openStore()
    const { attemptId: id } = await claimedClick(store, (await waitingRound(store)).roundId)
    await store.ledger.answerAttempt(answered(id, busy))
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toBeNull()
  })

  it('is the earliest caller, whichever click it was', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const hers = await claimedClick(store, roundId, ada)
    await store.ledger.answerAttempt(answered(hers.attemptId, lost))
    await store.ledger.release(giveBack(store, hers))
    store.clock.advance(1000)
    await claimedClick(store, roundId, bob)
    expect(await store.ledger.unanswered(poolId, 'sub-grace')).toEqual(ada)
  })

  it('is about this sign-up only', async () => {
    const store = await openStore()
    await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    await waitingRound(store, grace({ poolId: 'eu-west-1_Other' }))
    await claimedClick(store, (await waitingRound(store)).roundId)
    expect(await store.ledger.unanswered(poolId, 'sub-hedy')).toBeNull()
    expect(await store.ledger.unanswered('eu-west-1_Other', 'sub-grace')).toBeNull()
  })
})
