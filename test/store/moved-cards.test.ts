import { describe, expect, it } from 'vitest'
import {
  begunPosting,
  channel,
  claimedClick,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

async function postedCard(store: Store, ts = '1.1') {
  const { roundId } = await waitingRound(store)
  const { messageId } = await postedMessage(store, ts)
  return { roundId, messageId }
}

describe('a card, whether it still counts or not,', () => {
  it('is known by its place', async () => {
    const store = await openStore()
    const { messageId } = await postedCard(store)
    const place = { channel, ts: '1.1' }
    expect(await store.ledger.standing(place)).toBe('live')
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.standing(place)).toBe('gone')
    expect(await store.ledger.standing({ ...place, channel: 'C0ELSEWHERE' })).toBe('unknown')
  })
})

describe('a card that is not where its pool’s cards are', () => {
  it('is found when the channel has changed or the pool has left', async () => {
    const store = await openStore()
    const { messageId } = await postedCard(store)
    const misplaced = [{ messageId, place: { channel, ts: '1.1' } }]
    expect(await store.ledger.misplaced([{ poolId, channel }])).toEqual([])
    expect(await store.ledger.misplaced([{ poolId, channel: 'C0ELSEWHERE' }])).toEqual(misplaced)
    expect(await store.ledger.misplaced([{ poolId: 'eu-west-1_Other', channel }])).toEqual(misplaced)
    expect(await store.ledger.misplaced([])).toEqual(misplaced)
  })

  it('is in its place if any of several pools puts it there', async () => {
    const store = await openStore()
    await postedCard(store)
    const places = [
      { poolId: 'eu-west-1_Other', channel: 'C0ELSEWHERE' },
      { poolId, channel },
    ]
    expect(await store.ledger.misplaced(places)).toEqual([])
  })

  it('is left where it is once its round is settled or it is gone', async () => {
    const store = await openStore()
    const { roundId, messageId } = await postedCard(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    expect(await store.ledger.misplaced([])).toEqual([])

    const other = await openStore()
    const gone = await postedCard(other)
    await other.ledger.noteGone(gone.messageId)
    expect(await other.ledger.misplaced([])).toEqual([])
    expect(messageId).not.toBe(gone.messageId)
  })

  it('is found if it was not posted, also once its round is settled', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { messageId, attemptId } = await begunPosting(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    await store.ledger.endPosting(messageId, attemptId)
    expect(await store.ledger.misplaced([{ poolId, channel }])).toEqual([])
    expect(await store.ledger.misplaced([])).toEqual([{ messageId, place: null }])
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.misplaced([])).toEqual([])
  })

  it('is found before it is posted, but not while it is being posted', async () => {
    const store = await openStore()
    await waitingRound(store)
    const { messageId, attemptId } = await begunPosting(store)
    expect(await store.ledger.misplaced([])).toEqual([])
    await store.ledger.endPosting(messageId, attemptId)
    expect(await store.ledger.misplaced([])).toEqual([{ messageId, place: null }])
  })
})

describe('the cards that ought to be in a channel', () => {
  it('are those that are live and wait for a decision', async () => {
    const store = await openStore()
    const { roundId, messageId } = await postedCard(store)
    const card = { messageId, ts: '1.1' }
    expect(await store.ledger.openIn(channel, [poolId])).toEqual([card])
    expect(await store.ledger.openIn('C0ELSEWHERE', [poolId])).toEqual([])
    const claimed = await claimedClick(store, roundId)
    expect(await store.ledger.openIn(channel, [poolId])).toEqual([card])
    await store.ledger.settle(settlement(store, claimed))
    expect(await store.ledger.openIn(channel, [poolId])).toEqual([])
  })

  it('include no card that is being posted or is gone', async () => {
    const store = await openStore()
    await waitingRound(store)
    const { messageId, attemptId } = await begunPosting(store)
    expect(await store.ledger.openIn(channel, [poolId])).toEqual([])
    await store.ledger.notePosted(messageId, attemptId, { channel, ts: '1.1' }, null)
    expect(await store.ledger.openIn(channel, [poolId])).toHaveLength(1)
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.openIn(channel, [poolId])).toEqual([])
  })
})

describe('a drawer that has died', () => {
  it('no longer holds its message once the only process on the store says so', async () => {
    const store = await openStore()
    const { messageId } = await postedCard(store)
    await store.ledger.record([grace({ attributes: { name: 'Grace' } })])
    const late = await store.ledger.startDrawing(messageId, 'process 1')
    expect(await store.ledger.startDrawing(messageId, 'process 2')).toBeNull()
    await store.ledger.freeDrawers()
    const drawing = await store.ledger.startDrawing(messageId, 'process 2')
    expect(drawing?.fence).toBe((late?.fence ?? 0) + 1)
  })
})
