// Whoever waits for too long lapses, unless somebody is about to decide. Nobody is refused, and nothing is lost.
import { describe, expect, it } from 'vitest'
import { reliesOnNone } from '../../src/domain/approvals.ts'
import { approvalLife, clickLife } from '../../src/domain/deadlines.ts'
import {
  ada,
  auditLog,
  bob,
  cardPlace,
  claimedClick,
  entryOf,
  giveBack,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const hour = 60 * 60_000
const lapseAfter = 24 * hour

/** So much time passes, on a clock that can be believed, and the pool's list is read. */
async function pass({ clock, ledger }: Store, milliseconds: number): Promise<void> {
  clock.advance(milliseconds)
  await ledger.noteTime(clock.now().getTime(), true)
  await ledger.noteRead(poolId, clock.now(), null)
}

async function lapse({ ledger }: Store): Promise<number> {
  let all = 0
  for (let last: Awaited<ReturnType<typeof ledger.lapseSome>>['next'] = null; ; ) {
    const { lapsed, next } = await ledger.lapseSome(poolId, lapseAfter, last)
    all += lapsed
    if (next === null) return all
    last = next
  }
}

async function kindOf(store: Store, roundId: string): Promise<string> {
  const { state } = (await entryOf(store, roundId)).round
  return state.kind === 'settled' ? state.ending.kind : state.kind
}

async function lapsedRound(store: Store): Promise<string> {
  const { roundId } = await waitingRound(store)
  await postedMessage(store)
  await pass(store, lapseAfter)
  await lapse(store)
  return roundId
}

describe('a sign-up that waits for too long', () => {
  it('lapses once, which the audit log says, and its card is drawn anew', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { messageId } = await postedMessage(store)
    const since = store.clock.now()
    await pass(store, lapseAfter - 1)
    expect(await lapse(store)).toBe(0)
    await pass(store, 1)
    expect(await lapse(store)).toBe(1)
    expect(await lapse(store)).toBe(0)
    expect((await entryOf(store, roundId)).round.state).toEqual({
      kind: 'settled',
      ending: { kind: 'lapsed', at: store.clock.now(), since },
    })
    expect(await auditLog(store)).toMatchObject([{ kind: 'lapsed', round: roundId, by: null, click: null }])
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
  })

  it('lapses without a message if it had no card', async () => {
    const store = await openStore()
    await waitingRound(store)
    await pass(store, lapseAfter)
    expect(await lapse(store)).toBe(1)
    expect(await store.ledger.hasUnposted(cardPlace)).toBe(false)
  })

  it('does not lapse by a clock that can’t be believed, or while its pool’s list is not read', async () => {
    const store = await openStore()
    await waitingRound(store)
    await pass(store, lapseAfter)
    await store.ledger.noteTime(store.clock.now().getTime(), false)
    expect(await lapse(store)).toBe(0)
    await store.ledger.noteTime(store.clock.now().getTime(), true)
    store.clock.advance(2 * hour)
    await store.ledger.noteUnread(poolId, 'out-of-reach')
    expect(await lapse(store)).toBe(0)
    await pass(store, 0)
    expect(await lapse(store)).toBe(1)
  })

  it('does not lapse under a claim, but it does after a decision that did not go through', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await pass(store, lapseAfter)
    const claim = await claimedClick(store, roundId)
    expect(await lapse(store)).toBe(0)
    await store.ledger.release(giveBack(store, claim))
    // Somebody is at it.
    expect(await lapse(store)).toBe(0)
    await pass(store, clickLife)
    expect(await lapse(store)).toBe(1)
  })

  it('does not lapse while a click on it has no end, however old that is', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await writtenClick(store, roundId)
    await pass(store, lapseAfter)
    expect(await lapse(store)).toBe(0)
    expect(await kindOf(store, roundId)).toBe('waiting')
  })

  it('does not lapse while an approval counts', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const click = await writtenClick(store, roundId)
    const relied = { ...reliesOnNone, own: { by: ada, clickId: click.id, at: store.clock.now() } }
    const { signUp: seen } = await entryOf(store, roundId)
    const end = { kind: 'counted', have: 1, needed: 2, already: null, dropped: [] } as const
    await store.ledger.addApproval({ clickId: click.id, roundId, relied, seen, end, entitlement: null })
    await pass(store, lapseAfter)
    expect(await lapse(store)).toBe(0)
    await pass(store, approvalLife)
    expect(await lapse(store)).toBe(1)
  })

  it('lapses although many before it may not', async () => {
    const store = await openStore()
    for (let index = 0; index < 101; index += 1) {
      const sub = `sub-${index}`
      await store.ledger.record([grace({ sub, userName: sub })])
    }
    for (const { roundId } of await store.ledger.waiting(poolId)) await writtenClick(store, roundId)
    store.clock.advance(1)
    const { roundId } = await waitingRound(store)
    await pass(store, lapseAfter)
    expect(await lapse(store)).toBe(1)
    expect(await kindOf(store, roundId)).toBe('lapsed')
  })
})

describe('a sign-up that has lapsed', () => {
  it('is not discovered again as new, and nothing is asked about it', async () => {
    const store = await openStore()
    await lapsedRound(store)
    expect(await store.ledger.record([grace()])).toEqual({ added: 0, changed: 0, settledBefore: [] })
  })

  it('is on the list after those who wait', async () => {
    const store = await openStore()
    const lapsed = await lapsedRound(store)
    const { roundId } = await waitingRound(store, grace({ sub: 'sub-2', signedUpAt: store.clock.now() }))
    const click = await writtenClick(store, '', { request: { kind: 'command', text: 'list' } })
    const answer = { kind: 'list', poolIds: [poolId], offset: 0 } as const
    await store.ledger.end(click.id, { kind: 'answered', answer }, null)
    const [told] = await store.ledger.untold()
    expect(told?.listed.map(({ round }) => round.id)).toEqual([roundId, lapsed])
    expect(told?.total).toBe(2)
    const next = await store.ledger.pageAfter([poolId], roundId)
    expect(next).toMatchObject({ offset: 1, total: 2, listed: [{ round: { id: lapsed } }] })
    expect(await store.ledger.pageAfter([poolId], lapsed)).toMatchObject({ offset: 2, listed: [] })
  })

  it('is reopened by a click, and lapses again no sooner than others', async () => {
    const store = await openStore()
    const roundId = await lapsedRound(store)
    const { id } = await writtenClick(store, roundId, { request: { kind: 'reopen', roundId }, by: bob })
    const claim = await store.ledger.claim(id, roundId, 'process 1')
    if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
    expect(claim).toMatchObject({ origin: { kind: 'resume', by: bob }, attempt: null })
    const end = { kind: 'reopened' } as const
    const { fence } = claim
    await store.ledger.letWait({
      roundId: claim.roundId,
      clickId: id,
      fence,
      end,
      answered: null,
      awsRequestId: null,
    })
    await pass(store, lapseAfter - 1)
    expect(await lapse(store)).toBe(0)
    await pass(store, 1)
    expect(await lapse(store)).toBe(1)
    expect(await kindOf(store, claim.roundId)).toBe('lapsed')
    // The first round is not on the list any more.
    expect(await store.ledger.pageAfter([poolId], roundId)).toMatchObject({ total: 1 })
  })

  it('is confirmed by a command in one go, and only once', async () => {
    const store = await openStore()
    const roundId = await lapsedRound(store)
    const request = { kind: 'command', text: 'sub-grace' } as const
    const [one, other] = [
      await writtenClick(store, '', { request, toldBy: 'privately' }),
      await writtenClick(store, '', { request, toldBy: 'privately', by: bob }),
    ]
    const claim = await store.ledger.claim(one.id, roundId, 'process 1')
    if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
    expect(claim.attempt).not.toBeNull()
    expect(await store.ledger.claim(other.id, roundId, 'process 1')).toMatchObject({
      kind: 'late',
      first: ada,
    })
    const held = { roundId: claim.roundId, clickId: one.id, fence: claim.fence, attemptId: '' }
    await store.ledger.settle(settlement(store, held))
    expect(await kindOf(store, claim.roundId)).toBe('confirmed')
    expect(await kindOf(store, roundId)).toBe('lapsed')
  })
})
