// New cards mention a user group: once in 15 minutes in a channel, and nobody twice because a post failed.
import { describe, expect, it } from 'vitest'
import type { PostingPlace } from '../../src/domain/card-view.ts'
import { cardPlace, channel, claimedClick, grace, poolId, settlement, waitingRound } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const quarter = 15 * 60_000
const mentions = new Map([[poolId, 'S0APPROVERS']])

/** Somebody new signs up, and their card is begun. */
async function begun(store: Store, sub: string, place: PostingPlace = cardPlace) {
  const [pool] = place.pools
  await waitingRound(store, grace({ sub, userName: sub, poolId: pool?.poolId ?? poolId }))
  return beginNext(store, place)
}

async function beginNext({ ledger }: Store, place: PostingPlace = cardPlace) {
  const next = await ledger.beginPosting(place, new Map([...mentions, ['eu-west-1_Other', 'S0OTHERS']]))
  if (next === null) throw new Error('Nothing is to be posted')
  const posted = () =>
    ledger.notePosted(next.messageId, next.attemptId, { channel: place.channel, ts: '1.1' }, next)
  return { ...next, posted }
}

describe('a new card', () => {
  it('mentions its pool’s group, and for 15 minutes no other in the channel mentions any', async () => {
    const store = await openStore()
    expect((await begun(store, 'sub-1')).mention).toBe('S0APPROVERS')
    store.clock.advance(quarter - 1)
    expect((await begun(store, 'sub-2')).mention).toBeNull()
    const others = {
      ...cardPlace,
      pools: cardPlace.pools.map((pool) => ({ ...pool, poolId: 'eu-west-1_Other' })),
    }
    expect((await begun(store, 'sub-3', others)).mention).toBeNull()
    expect((await begun(store, 'sub-4', { ...others, channel: 'C0OTHERS' })).mention).toBe('S0OTHERS')
    store.clock.advance(1)
    expect((await begun(store, 'sub-5')).mention).toBe('S0APPROVERS')
  })

  it('that Slack refused to post has mentioned nobody: the next attempt does', async () => {
    const store = await openStore()
    const { messageId, attemptId } = await begun(store, 'sub-1')
    await store.ledger.endPosting(messageId, attemptId)
    expect((await beginNext(store)).mention).toBe('S0APPROVERS')
  })

  it('whose posting got no answer may have: neither the next attempt nor its refusal mentions again', async () => {
    const store = await openStore()
    const first = await begun(store, 'sub-1')
    await store.ledger.giveUpPosting(first.messageId, first.attemptId)
    const second = await beginNext(store)
    expect(second.mention).toBeNull()
    await store.ledger.endPosting(second.messageId, second.attemptId)
    expect((await beginNext(store)).mention).toBeNull()
  })

  it('mentions nobody if nobody has to decide any more', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    expect((await beginNext(store)).mention).toBeNull()
  })

  it('mentions nobody when it is drawn again', async () => {
    const store = await openStore()
    const { messageId, posted } = await begun(store, 'sub-1')
    await posted()
    await store.ledger.record([grace({ sub: 'sub-1', userName: 'sub-1', attributes: { name: 'Grace' } })])
    const drawing = await store.ledger.startDrawing(messageId, 'process 1')
    expect(drawing).toMatchObject({ messageId, place: { channel } })
    expect(drawing).not.toHaveProperty('mention')
  })
})
