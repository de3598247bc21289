// A click that takes back how a round ended opens the sign-up's next round, and only the first one does.
import { describe, expect, it } from 'vitest'
import type { Denied } from '../../src/domain/decision.ts'
import { offersOf } from '../../src/domain/offers.ts'
import type { Ending } from '../../src/domain/round.ts'
import {
  ada,
  auditLog,
  begunPosting,
  bob,
  claimedClick,
  confirmedBy,
  entryOf,
  grace,
  poolId,
  postedMessage,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const account = { kind: 'disabled', certainty: 'answered', status: 'UNCONFIRMED' } as const

function denied(store: Store, change: Partial<Denied> = {}): Denied {
  const at = store.clock.now()
  return { kind: 'denied', by: ada, reason: 'Other', note: null, at, account, ...change }
}

/** A round that ended like this, and is on a card. */
async function settledRound(store: Store, endingOf: (store: Store) => Ending): Promise<string> {
  const { roundId } = await waitingRound(store)
  await postedMessage(store)
  const ending = endingOf(store)
  const end = { kind: 'overtaken', ending } as const
  const claim = await claimedClick(store, roundId)
  await store.ledger.settle({ ...claim, ending, end, answered: null, awsRequestId: null })
  return roundId
}

async function reopening(store: Store, roundId: string, by = ada) {
  const click = await writtenClick(store, roundId, { request: { kind: 'reopen', roundId }, by })
  return { click, claim: await store.ledger.claim(click.id, roundId, 'process 1') }
}

/** A reopening that holds the claim on the next round. */
async function reopened(store: Store, roundId: string) {
  const { click, claim } = await reopening(store, roundId)
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  return { roundId: claim.roundId, clickId: click.id, fence: claim.fence, origin: claim.origin }
}

describe('taking back how a round ended', () => {
  it('opens the next round, claimed by the click and with what it takes back, and makes no call', async () => {
    const store = await openStore()
    const roundId = await settledRound(store, denied)
    const next = await reopened(store, roundId)
    expect(next).toMatchObject({ fence: 1, origin: { kind: 'reopen', by: ada, denied: { reason: 'Other' } } })
    expect(await entryOf(store, next.roundId)).toMatchObject({
      round: {
        number: 2,
        isFollowed: false,
        origin: { kind: 'reopen', by: ada },
        state: { kind: 'claimed', claim: { decision: 'reopen', clickId: next.clickId } },
      },
    })
    expect(await entryOf(store, roundId)).toMatchObject({ round: { number: 1, isFollowed: true } })
    // The click is about the next round from now on, also for whoever takes it up.
    expect(await store.ledger.unended()).toMatchObject([
      { click: { id: next.clickId, roundId: next.roundId }, holdsClaim: true },
    ])
    expect(await store.ledger.takeOver(next.roundId, 'process 2', true)).toBe(2)
    expect(await store.ledger.claim(next.clickId, roundId, 'process 2')).toEqual({ kind: 'ended' })
  })

  it('has one winner: the others are told who it was, and no third round begins', async () => {
    const store = await openStore()
    const roundId = await settledRound(store, denied)
    const clicks = [ada, bob].map((by) =>
      writtenClick(store, roundId, { request: { kind: 'reopen', roundId }, by }),
    )
    const [one, other] = await Promise.all(clicks)
    const claims = await Promise.all([
      store.ledger.claim(one?.id ?? '', roundId, 'process 1'),
      store.ledger.claim(other?.id ?? '', roundId, 'process 1'),
    ])
    const winner = claims[0]?.kind === 'claimed' ? ada : bob
    expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'late'])
    expect(claims.find(({ kind }) => kind === 'late')).toMatchObject({ first: winner, ending: null })
    const rounds = await store.database.selectFrom('rounds').select('number').orderBy('number').execute()
    expect(rounds.map(({ number }) => number)).toEqual([1, 2])
  })

  it('tells whoever comes later that the next round waits, or how it ended', async () => {
    const store = await openStore()
    const roundId = await settledRound(store, denied)
    const next = await reopened(store, roundId)
    const end = { kind: 'reopened' } as const
    await store.ledger.letWait({ ...next, end, answered: null, awsRequestId: 'aws 1' })
    expect((await reopening(store, roundId, bob)).claim).toEqual({ kind: 'followed', first: ada })
    const approval = await claimedClick(store, next.roundId, bob)
    const ending = confirmedBy(bob, store.clock.now())
    const confirmed = { kind: 'confirmed', ending } as const
    await store.ledger.settle({ ...approval, ending, end: confirmed, answered: null, awsRequestId: null })
    expect((await reopening(store, roundId)).claim).toMatchObject({ kind: 'late', first: bob, ending })
  })

  it.each<readonly [string, (store: Store) => Ending]>([
    ['was confirmed', ({ clock }) => confirmedBy(ada, clock.now())],
    ['is gone', ({ clock }) => ({ kind: 'gone', at: clock.now() })],
    [
      'was confirmed in the moment of the denial',
      (store) => denied(store, { account: { ...account, status: 'CONFIRMED' } }),
    ],
  ])('is no reopening where the user %s', async (_, ending) => {
    const store = await openStore()
    const roundId = await settledRound(store, ending)
    expect((await reopening(store, roundId)).claim).toEqual({ kind: 'not-offered' })
    expect((await entryOf(store, roundId)).round.isFollowed).toBe(false)
  })

  it('is nothing for a round that is still open, or for a sign-up that could be taken for another', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    expect((await reopening(store, roundId)).claim).toEqual({ kind: 'not-offered' })
    const other = await openStore()
    const settled = await settledRound(other, denied)
    await other.ledger.record([grace({ sub: 'other', userName: 'sub-grace' })])
    expect((await reopening(other, settled)).claim).toEqual({ kind: 'imitation' })
  })
})

describe('a reopened round', () => {
  it('waits, is posted once, and its card tells the end of the click that opened it', async () => {
    const store = await openStore()
    const roundId = await settledRound(store, denied)
    const next = await reopened(store, roundId)
    const end = { kind: 'reopened' } as const
    await store.ledger.letWait({ ...next, end, answered: null, awsRequestId: 'aws 1' })
    expect(await store.ledger.waiting(poolId)).toMatchObject([{ roundId: next.roundId }])
    expect(await store.ledger.record([grace()])).toEqual({ added: 0, changed: 0, settledBefore: [] })
    expect((await auditLog(store)).at(-1)).toMatchObject({
      kind: 'click-reopened',
      round: next.roundId,
      click: next.clickId,
      aws: 'aws 1',
    })
    const untold = async () => (await store.ledger.untold()).map(({ click }) => click.id)
    expect(await untold()).toContain(next.clickId)
    await postedMessage(store, '2.2')
    expect(await untold()).not.toContain(next.clickId)
  })

  it('redraws the card of the one before, as soon as it is opened', async () => {
    const store = await openStore()
    const roundId = await settledRound(store, denied)
    const outdated = async () => {
      for (const { messageId } of await store.ledger.outdated()) {
        const drawing = await store.ledger.startDrawing(messageId, 'drawer')
        if (drawing !== null) await store.ledger.finishDrawing(drawing)
      }
      return (await store.ledger.outdated()).length
    }
    expect(await outdated()).toBe(0)
    await reopened(store, roundId)
    expect(await store.ledger.outdated()).toHaveLength(1)
  })

  it('that could not be reopened offers it again, and keeps whom it denied before', async () => {
    const store = await openStore()
    const roundId = await settledRound(store, (one) => denied(one, { account: { kind: 'kept' } }))
    const next = await reopened(store, roundId)
    const reason = { kind: 'throttled' } as const
    const failure = { decision: 'reopen', by: ada, at: store.clock.now(), reason, requestId: null } as const
    const end = { kind: 'failed', decision: 'reopen', reason } as const
    const ending = { ...failure, kind: 'not-done' } as const
    await store.ledger.settle({ ...next, ending, end, answered: null, awsRequestId: null })
    expect(await begunPosting(store)).toMatchObject({ shown: { entries: [{ round: { number: 2 } }] } })
    // A user who was kept stays on Cognito's list: no poll asks about them.
    expect(await store.ledger.record([grace()])).toMatchObject({ settledBefore: [] })
    const again = await reopened(store, next.roundId)
    expect(again.origin).toMatchObject({ kind: 'reopen', denied: { reason: 'Other' } })
  })

  it('knows of its own calls that may have enabled the user, and of no others', async () => {
    const store = await openStore()
    const roundId = await settledRound(store, denied)
    const unseen = () => store.ledger.unseenUpdate(poolId, 'sub-grace', 'enable')
    const next = await reopened(store, roundId)
    expect(await unseen()).toBeNull()
    const attempt = await store.ledger.beginAttempt(next, 'enable')
    expect(await unseen()).toEqual(ada)
    const answer = { kind: 'throttled', requestId: null } as const
    const attemptId = attempt?.id ?? ''
    await store.ledger.answerAttempt({ attemptId, call: 'enable', answer, lookUp: null })
    expect(await unseen()).toBeNull()
    expect(await store.ledger.unseenUpdate(poolId, 'sub-grace', 'disable')).toBeNull()
  })
})

describe('the time in which an approval can be undone', () => {
  /** A confirmed round that can be undone for a minute, on a card that is drawn as it is. */
  async function confirmedRound(store: Store): Promise<string> {
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId)
    const ending = confirmedBy(ada, store.clock.now())
    const end = { kind: 'confirmed', ending } as const
    await store.ledger.settle({ ...claim, ending, end, answered: null, awsRequestId: null, undoFor: 60_000 })
    await postedMessage(store)
    return roundId
  }

  async function undoing(store: Store, roundId: string, by = ada) {
    const click = await writtenClick(store, roundId, { request: { kind: 'undo', roundId }, by })
    return store.ledger.claim(click.id, roundId, 'process 1')
  }

  it('is known by the round, and an undoing within it opens the next one, with whose approval it was', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store)
    const entry = await entryOf(store, roundId)
    expect(offersOf(entry)).toEqual(['undo', 'details'])
    const claim = await undoing(store, roundId, bob)
    expect(claim).toMatchObject({
      kind: 'claimed',
      attempt: null,
      origin: { kind: 'undo', by: bob, approved: { by: ada }, isDisabled: false },
    })
    expect(offersOf(await entryOf(store, roundId))).toEqual(['details'])
  })

  it('once it is over, a stale button undoes nothing, and the card is drawn without it, once', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store)
    const { changed_at: before } = await store.database
      .selectFrom('rounds')
      .select('changed_at')
      .executeTakeFirstOrThrow()
    expect(await store.ledger.endOverdue()).toBe(0)
    store.clock.advance(60_000)
    expect(await undoing(store, roundId)).toEqual({ kind: 'not-offered' })
    expect(await store.ledger.outdated()).toEqual([])
    expect(await store.ledger.endOverdue()).toBe(1)
    expect(await store.ledger.outdated()).toHaveLength(1)
    expect(await store.ledger.endOverdue()).toBe(0)
    expect(offersOf(await entryOf(store, roundId))).toEqual(['details'])
    // The round is as old as its decision: what is forgotten by age does not begin anew.
    const { changed_at: after } = await store.database
      .selectFrom('rounds')
      .select('changed_at')
      .executeTakeFirstOrThrow()
    expect(after).toBe(before)
  })

  it('knows, when it is tried again even after that time, that the call of the try before may have disabled the user', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store)
    const claim = await undoing(store, roundId)
    if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
    const [open] = await store.ledger.unended()
    const held = { roundId: claim.roundId, clickId: open?.click.id ?? '', fence: claim.fence }
    await store.ledger.beginAttempt(held, 'disable')
    const reason = { kind: 'uncertain' } as const
    const failure = { decision: 'undo', by: ada, at: store.clock.now(), reason, requestId: null } as const
    await store.ledger.settle({
      ...held,
      ending: { ...failure, kind: 'not-done' },
      end: { kind: 'failed', decision: 'undo', reason },
      answered: null,
      awsRequestId: null,
      undoFor: 60_000,
    })
    // Its time limits only beginning.
    store.clock.advance(60_000)
    expect(await store.ledger.endOverdue()).toBe(2)
    const again = await undoing(store, claim.roundId, bob)
    if (again.kind !== 'claimed') throw new Error(`The claim is ${again.kind}`)
    expect(await store.ledger.unseenUpdate(poolId, 'sub-grace', 'disable')).toEqual(ada)
    expect(await store.ledger.unseenUpdate(poolId, 'sub-grace', 'enable')).toBeNull()
  })

  it('does not limit signing out again whom an undoing has disabled', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store)
    const claim = await undoing(store, roundId)
    if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
    const [open] = await store.ledger.unended()
    const signOutFailure = { kind: 'throttled' } as const
    const ending = {
      kind: 'undone',
      by: ada,
      at: store.clock.now(),
      disabled: 'answered',
      signOutFailure,
    } as const
    const held = { roundId: claim.roundId, clickId: open?.click.id ?? '', fence: claim.fence }
    await store.ledger.settle({
      ...held,
      ending,
      end: { kind: 'undone', ending },
      answered: null,
      awsRequestId: null,
    })
    store.clock.advance(90_000_000)
    expect(await undoing(store, claim.roundId)).toMatchObject({
      kind: 'claimed',
      origin: { kind: 'undo', isDisabled: true, approved: { by: ada } },
    })
  })
})

describe('letting somebody in again', () => {
  async function lettingIn(store: Store) {
    const roundId = await settledRound(store, ({ clock }) => {
      return { kind: 'undone', by: bob, at: clock.now(), disabled: 'answered', signOutFailure: null }
    })
    const click = await writtenClick(store, roundId, { request: { kind: 'let-in', roundId } })
    const claim = await store.ledger.claim(click.id, roundId, 'process 1')
    if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
    return { roundId: claim.roundId, clickId: click.id, fence: claim.fence, claim }
  }

  it('is an approval of the next round, which begins with no call', async () => {
    const store = await openStore()
    const { roundId, claim } = await lettingIn(store)
    expect(claim).toMatchObject({
      attempt: null,
      origin: { kind: 'let-in', before: { kind: 'undone', by: bob } },
    })
    const state = { kind: 'claimed', claim: { decision: 'let-in', by: ada } }
    expect(await entryOf(store, roundId)).toMatchObject({ round: { number: 2, state } })
  })

  it('that did not work waits for anybody to approve it, and polls know that the user is disabled', async () => {
    const store = await openStore()
    const { claim: _, ...held } = await lettingIn(store)
    const reason = { kind: 'throttled' } as const
    const failure = { decision: 'let-in', reason, by: ada, at: store.clock.now(), requestId: null } as const
    const end = { kind: 'failed', decision: 'let-in', reason } as const
    await store.ledger.release({ ...held, failure, end, answered: null })
    const waiting = { roundId: held.roundId, isToEnable: true }
    expect(await store.ledger.waiting(poolId)).toMatchObject([waiting])
    expect(offersOf(await entryOf(store, held.roundId))).toEqual(['approve', 'deny', 'look-into', 'details'])
    const approval = await writtenClick(store, held.roundId, { by: bob })
    const claim = await store.ledger.claim(approval.id, held.roundId, 'process 1')
    expect(claim).toMatchObject({
      kind: 'claimed',
      roundId: held.roundId,
      attempt: null,
      origin: { kind: 'let-in' },
    })
  })
})
