// Denials: the form and its one submission, claims without a call, and calls that may have disabled somebody unseen.
import { describe, expect, it } from 'vitest'
import type { UpdateAnswer } from '../../src/domain/attempt.ts'
import type { ClickEnd, DenialSubmission } from '../../src/domain/click.ts'
import type { Denied } from '../../src/domain/decision.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  entryOf,
  grace,
  newClick,
  poolId,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const reasons = ['Spam or a bot', 'Other']

/** The form of a denial, as it was opened. */
async function openedForm(store: Store, roundId: string): Promise<string> {
  const request = { kind: 'open-denial', roundId } as const
  const { id } = await writtenClick(store, roundId, { request })
  const answer = { kind: 'deny-form', roundId, onDeny: 'disable', reasons } as const
  expect(await store.ledger.end(id, { kind: 'answered', answer }, null, roundId)).toBe(true)
  return id
}

function submission(formId: string, change: Partial<DenialSubmission['request']> = {}): DenialSubmission {
  const request = { kind: 'submit-denial', formId, choice: 1, note: 'Not on the list', ...change } as const
  return { ...newClick(''), request }
}

async function submitted(store: Store, roundId: string) {
  const written = await store.ledger.writeDownDenial(submission(await openedForm(store, roundId)))
  if (written === null || written === 'no-form') throw new Error('The form is unknown')
  return written.click
}

/** A denial that holds the claim on its round. */
async function claimedDenial(store: Store, roundId: string) {
  const { id: clickId } = await submitted(store, roundId)
  const claim = await store.ledger.claim(clickId, roundId, 'process 1')
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  return { roundId, clickId, fence: claim.fence }
}

function denied(store: Store, account: Denied['account']): Denied {
  const at = store.clock.now()
  return { kind: 'denied', by: ada, reason: 'Other', note: 'Not on the list', at, account }
}

const disabled = { kind: 'disabled', certainty: 'answered', status: 'UNCONFIRMED' } as const

async function settleDenied(
  store: Store,
  claim: Awaited<ReturnType<typeof claimedDenial>>,
  account: Denied['account'],
) {
  const ending = denied(store, account)
  const end: ClickEnd = { kind: 'denied', ending }
  return store.ledger.settle({ ...claim, ending, end, answered: null, awsRequestId: 'aws 1' })
}

describe('the form of a denial', () => {
  it('becomes a click with the chosen reason, the note, and what the form said of the account', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const click = await submitted(store, roundId)
    expect(click).toMatchObject({
      request: { kind: 'deny', roundId, reason: 'Other', note: 'Not on the list', onDeny: 'disable' },
      roundId,
      toldBy: 'card',
      by: ada,
    })
    expect((await store.ledger.unended()).map(({ click: { id } }) => id)).toEqual([click.id])
  })

  it('counts once, however often it is submitted', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const formId = await openedForm(store, roundId)
    expect(await store.ledger.writeDownDenial(submission(formId))).not.toBeNull()
    expect(await store.ledger.writeDownDenial(submission(formId, { choice: 0 }))).toBeNull()
  })

  it.each([
    ['another person', (formId: string) => ({ ...submission(formId), by: bob })],
    ['an altered id', (formId: string) => submission(`${formId}0`)],
    ['a reason that it did not offer', (formId: string) => submission(formId, { choice: 2 })],
    ['no reason', (formId: string) => submission(formId, { choice: -1 })],
  ])('is unknown with %s', async (_, altered) => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    expect(await store.ledger.writeDownDenial(altered(await openedForm(store, roundId)))).toBe('no-form')
  })

  it('that is only opened replaces no click of the same person; submitted, it does', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const approval = await writtenClick(store, roundId)
    await openedForm(store, roundId)
    expect((await store.ledger.unended()).map(({ click: { id } }) => id)).toEqual([approval.id])
    const denial = await submitted(store, roundId)
    expect((await store.ledger.unended()).map(({ click: { id } }) => id)).toEqual([denial.id])
  })
})

describe('the claim of a denial', () => {
  it('begins with no call, and says what is being decided, also once it is taken over', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedDenial(store, roundId)
    expect(await store.database.selectFrom('attempts').selectAll().execute()).toEqual([])
    await store.ledger.takeOver(roundId, 'process 2', true)
    expect(await entryOf(store, roundId)).toMatchObject({
      round: { state: { kind: 'claimed', claim: { decision: 'deny', clickId: claim.clickId, by: ada } } },
    })
  })

  it('wins over an approval at the same moment, or loses: whoever is second learns who was first', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const approval = await writtenClick(store, roundId, { by: bob })
    const denial = await submitted(store, roundId)
    const results = await Promise.all([
      store.ledger.claim(denial.id, roundId, 'process 1'),
      store.ledger.claim(approval.id, roundId, 'process 1'),
    ])
    expect(results.filter(({ kind }) => kind === 'claimed')).toHaveLength(1)
    const [denying] = results
    const first = denying.kind === 'claimed' ? ada : bob
    expect(results.find(({ kind }) => kind === 'late')).toMatchObject({ first })
  })

  it('that is settled is told to whoever comes later, with who denied', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await settleDenied(store, await claimedDenial(store, roundId), disabled)
    const late = await writtenClick(store, roundId, { by: bob })
    expect(await store.ledger.claim(late.id, roundId, 'process 1')).toMatchObject({
      kind: 'late',
      first: ada,
      ending: { kind: 'denied', reason: 'Other' },
    })
  })

  it('leaves an audit event that says who denied, why, and what was done', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await settleDenied(store, await claimedDenial(store, roundId), disabled)
    expect((await auditLog(store)).at(-1)).toMatchObject({
      kind: 'click-denied',
      by: ada.userId,
      aws: 'aws 1',
    })
    const rows = await store.database
      .selectFrom('audit_events')
      .select('outcome')
      .where('kind', '=', 'click-denied')
      .execute()
    expect(JSON.parse(rows[0]?.outcome ?? '')).toMatchObject({
      ending: { reason: 'Other', note: 'Not on the list', account: disabled },
    })
  })
})

describe('a call that may have disabled a user unseen', () => {
  const lost: UpdateAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
  const busy: UpdateAnswer = { kind: 'throttled', requestId: 'aws 2' }
  const unseen = (store: Store) => store.ledger.unseenDenial(poolId, 'sub-grace')

  async function called(store: Store, answer: UpdateAnswer | null) {
    const { roundId } = await waitingRound(store)
    const claim = await claimedDenial(store, roundId)
    const attempt = await store.ledger.beginAttempt(claim, 'disable')
    const attemptId = attempt?.id ?? ''
    if (answer !== null)
      await store.ledger.answerAttempt({ attemptId, call: 'disable', answer, lookUp: null })
    return claim
  }

  it.each([null, lost, { kind: 'done', requestId: 'aws 1' } as const])(
    'is known with its reason, until its round is over: %o',
    async (answer) => {
      const store = await openStore()
      await called(store, answer)
      expect(await unseen(store)).toEqual({ by: ada, reason: 'Other', note: 'Not on the list' })
      // It is no call that may have confirmed.
      expect(await store.ledger.unanswered(poolId, 'sub-grace')).toBeNull()
    },
  )

  it('is none that Cognito refused, and none that confirms', async () => {
    const store = await openStore()
    await called(store, busy)
    expect(await unseen(store)).toBeNull()
    const other = await openStore()
    await claimedClick(other, (await waitingRound(other)).roundId)
    expect(await unseen(other)).toBeNull()
    expect(await other.ledger.unseenDenial(poolId, 'nobody')).toBeNull()
  })

  it('says nothing about the sign-up’s next round', async () => {
    const store = await openStore()
    const claim = await called(store, { kind: 'done', requestId: 'aws 1' })
    await settleDenied(store, claim, disabled)
    const [settled] = (await store.ledger.record([grace()])).settledBefore
    if (settled === undefined) throw new Error('It waits again')
    expect(await store.ledger.reopen(settled)).toBe(true)
    expect(await unseen(store)).toBeNull()
  })
})

describe('a denied user whom Cognito still lists', () => {
  it('is nobody to ask about where the account was kept: no new round, however often a poll sees them', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await settleDenied(store, await claimedDenial(store, roundId), { kind: 'kept' })
    expect(await store.ledger.record([grace()])).toEqual({ added: 0, changed: 0, settledBefore: [] })
    expect(await store.ledger.waiting(poolId)).toEqual([])
  })

  it('may have been enabled outside where the account was disabled', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await settleDenied(store, await claimedDenial(store, roundId), disabled)
    expect(await store.ledger.record([grace()])).toMatchObject({
      settledBefore: [{ roundId, isConfirmation: false }],
    })
  })
})

it('an approval still begins with its call', async () => {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  const claim = await claimedClick(store, roundId)
  expect(await store.database.selectFrom('attempts').select(['id', 'call']).execute()).toEqual([
    { id: claim.attemptId, call: 'confirm' },
  ])
  expect(await store.ledger.settle(settlement(store, claim))).not.toBeNull()
})
