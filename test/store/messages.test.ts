import { describe, expect, it } from 'vitest'
import type { CardEntry } from '../../src/domain/card-entry.ts'
import {
  begunPosting,
  cardPlace,
  channel,
  claimedClick,
  entriesIn,
  entryOf,
  grace,
  poolId,
  settlement,
  waitingRound,
} from './arrange.ts'
import { openStore } from './open-store.ts'

const place = { channel, ts: '1.1' }

/** One waiting sign-up whose card is being posted. */
async function postingBegun() {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  return { store, roundId, ...(await begunPosting(store)) }
}

describe('what is to be posted next', () => {
  it('is a message for each round, longest wait first', async () => {
    const store = await openStore()
    await store.ledger.record([
      grace({ sub: 'later', userName: 'b', signedUpAt: new Date('2026-05-01T11:30:00Z') }),
      grace({ sub: 'earlier', userName: 'a', signedUpAt: new Date('2026-05-01T10:30:00Z') }),
    ])
    expect(await store.ledger.hasUnposted(cardPlace)).toBe(true)
    expect(entriesIn(await begunPosting(store))).toMatchObject([{ signUp: { sub: 'earlier' } }])
    expect(entriesIn(await begunPosting(store))).toMatchObject([{ signUp: { sub: 'later' } }])
    expect(await store.ledger.hasUnposted(cardPlace)).toBe(false)
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
  })

  it('is a message for as many as have room in it, if more than a few wait', async () => {
    const store = await openStore()
    await store.ledger.record(
      Array.from({ length: 9 }, (_, index) => {
        return grace({ sub: `sub-${index}`, userName: `guest-${index}`, signedUpAt: new Date(index) })
      }),
    )
    const asked: string[][] = []
    const howManyShare = (entries: readonly CardEntry[]) => {
      asked.push(entries.map(({ signUp }) => signUp.sub))
      return 3
    }
    const pools = cardPlace.pools.map((pool) => ({ ...pool, howManyShare }))
    const begun = await begunPosting(store, { ...cardPlace, pools })
    expect(entriesIn(begun).map(({ signUp }) => signUp.sub)).toEqual(['sub-0', 'sub-1', 'sub-2'])
    expect(asked).toEqual([Array.from({ length: 9 }, (_, index) => `sub-${index}`)])
  })

  it('leaves out rounds of other pools and rounds that are being decided', async () => {
    const store = await openStore()
    await waitingRound(store, grace({ poolId: 'eu-west-1_Other' }))
    await claimedClick(store, (await waitingRound(store)).roundId)
    expect(await store.ledger.hasUnposted(cardPlace)).toBe(false)
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
  })

  it('is the result of a decision made before there was a card, because the channel hears of everything', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    expect(entriesIn(await begunPosting(store))).toMatchObject([{ round: { state: { kind: 'settled' } } }])
  })

  it('is nothing for a round that ended outside before it had a card', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    await store.ledger.observe(known, { kind: 'gone', at: store.clock.now() }, null)
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
  })

  it('is another message for a waiting round if its own is gone from Slack', async () => {
    const { store, roundId, messageId } = await postingBegun()
    await store.ledger.noteGone(messageId)
    await begunPosting(store)
    const shown = await store.ledger.showing(roundId)
    expect(shown).toHaveLength(1)
    expect(shown[0]?.messageId).not.toBe(messageId)
  })

  it('is only one other message, even if two find that the first is gone', async () => {
    const { store, messageId } = await postingBegun()
    await store.ledger.noteGone(messageId)
    await begunPosting(store)
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
  })

  it('is no third message once the doubt about the first one, which is gone, is over', async () => {
    const { store, messageId, attemptId } = await postingBegun()
    await store.ledger.giveUpPosting(messageId, attemptId)
    await store.ledger.noteGone(messageId)
    await begunPosting(store)
    await store.ledger.notePosted(messageId, attemptId, { channel, ts: '2.2' }, null)
    store.clock.advance(60_001)
    await store.ledger.noteSingle(messageId, store.clock.now())
    expect(await store.ledger.doubtful()).toEqual([])
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
  })

  it('is no new message for a settled round whose own is gone', async () => {
    const { store, roundId, messageId } = await postingBegun()
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
  })
})

describe('posting a card', () => {
  it('is written down before it happens, and happens once at a time', async () => {
    const { store, roundId, messageId, attemptId, shown } = await postingBegun()
    expect(entriesIn({ shown })).toMatchObject([{ signUp: { sub: 'sub-grace' }, round: { id: roundId } }])
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
    expect(await store.ledger.openPostings()).toMatchObject([
      { messageId, poolId, channel, attemptId, since: store.clock.now(), sinceMsAgo: 0 },
    ])
  })

  it('tells how long an answer has been missing', async () => {
    const { store } = await postingBegun()
    store.clock.advance(20_000)
    expect(await store.ledger.openPostings()).toMatchObject([{ sinceMsAgo: 20_000 }])
  })

  it('ends with the place of the message, which shows the round from then on', async () => {
    const { store, roundId, messageId, attemptId, ...begun } = await postingBegun()
    expect(await store.ledger.notePosted(messageId, attemptId, place, begun)).toBe(true)
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place }])
    expect(await store.ledger.openPostings()).toEqual([])
    expect(await store.ledger.outdated()).toEqual([])
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
  })

  it('leaves the card outdated if the rows changed meanwhile', async () => {
    const { store, roundId, messageId, attemptId, ...begun } = await postingBegun()
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    await store.ledger.notePosted(messageId, attemptId, place, begun)
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
  })

  it('may be tried again if Slack refused it', async () => {
    const { store, messageId, attemptId } = await postingBegun()
    await store.ledger.endPosting(messageId, attemptId)
    const second = await begunPosting(store)
    expect(second.messageId).toBe(messageId)
    expect(second.attemptId).not.toBe(attemptId)
  })

  it('waits if the message is to pause, and lets others go ahead', async () => {
    const { store, messageId, attemptId } = await postingBegun()
    await store.ledger.endPosting(messageId, attemptId)
    const pausing = { ...cardPlace, pausing: [messageId] }
    expect(await store.ledger.hasUnposted(pausing)).toBe(false)
    await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    expect(entriesIn(await begunPosting(store, pausing))).toMatchObject([{ signUp: { sub: 'sub-hedy' } }])
  })

  it('tells the loser of two attempts to delete its message', async () => {
    const { store, roundId, messageId, attemptId: lost } = await postingBegun()
    await store.ledger.endPosting(messageId, lost)
    const second = await begunPosting(store)
    expect(await store.ledger.notePosted(messageId, lost, { channel, ts: '2.2' }, null)).toBe(false)
    expect(await store.ledger.notePosted(messageId, second.attemptId, place, null)).toBe(true)
    expect(await store.ledger.notePosted(messageId, lost, { channel, ts: '2.2' }, null)).toBe(false)
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place }])
  })

  it('is no loser if its message was found meanwhile and is the live one', async () => {
    const { store, roundId, messageId, attemptId } = await postingBegun()
    await store.ledger.notePosted(messageId, attemptId, place, null)
    expect(await store.ledger.notePosted(messageId, attemptId, place, null)).toBe(true)
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place }])
  })

  it('is not ended by an older attempt', async () => {
    const { store, messageId, attemptId: lost } = await postingBegun()
    await store.ledger.endPosting(messageId, lost)
    const second = await begunPosting(store)
    await store.ledger.endPosting(messageId, lost)
    expect(await store.ledger.openPostings()).toMatchObject([{ attemptId: second.attemptId }])
  })

  it('does not revive a message whose row is gone', async () => {
    const { store, messageId, attemptId } = await postingBegun()
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.notePosted(messageId, attemptId, place, null)).toBe(false)
    expect(await store.ledger.openPostings()).toEqual([])
  })
})

describe('a message in the store', () => {
  it('knows which rounds it shows before it has a place', async () => {
    const { store, roundId, messageId } = await postingBegun()
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place: null }])
    expect(await store.ledger.showing('no round')).toEqual([])
  })

  it('shows the round that it was posted for, not the next one', async () => {
    const { store, roundId, messageId } = await postingBegun()
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    const { version } = (await entryOf(store, roundId)).round
    await store.ledger.disprove({ roundId, sub: 'sub-grace', version }, true, null)
    await begunPosting(store)
    const [next] = await store.ledger.waiting(poolId)
    expect((await store.ledger.showing(roundId)).map((one) => one.messageId)).toEqual([messageId])
    expect((await store.ledger.showing(next?.roundId ?? '')).map((one) => one.messageId)).not.toContain(
      messageId,
    )
  })
})

describe('a posting that was given up', () => {
  it('is looked for once more when it can no longer arrive, and after every new doubt', async () => {
    const { store, messageId, attemptId } = await postingBegun()
    await store.ledger.giveUpPosting(messageId, attemptId)
    const again = await begunPosting(store)
    await store.ledger.notePosted(messageId, again.attemptId, place, again)
    expect(await store.ledger.doubtful()).toEqual([])
    store.clock.advance(60_001)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, place }])
    await store.ledger.noteSingle(messageId, store.clock.now())
    expect(await store.ledger.doubtful()).toEqual([])
    await store.ledger.notePosted(messageId, attemptId, { channel, ts: '2.2' }, null)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, place }])
  })

  it('is searched for a copy whose answer is lost too, after a search took an earlier copy for it', async () => {
    const { store, messageId, attemptId } = await postingBegun()
    await store.ledger.giveUpPosting(messageId, attemptId)
    store.clock.advance(60_001)
    const again = await begunPosting(store)
    await store.ledger.notePosted(messageId, again.attemptId, { channel, ts: '0.9' }, null)
    await store.ledger.noteSingle(messageId, store.clock.now())
    expect(await store.ledger.doubtful()).toEqual([])
    store.clock.advance(60_000)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, place: { channel, ts: '0.9' } }])
  })

  it('is searched for a copy that came after the doubt was over, even if the process dies before it deletes it', async () => {
    const { store, messageId, attemptId: late } = await postingBegun()
    await store.ledger.giveUpPosting(messageId, late)
    const again = await begunPosting(store)
    await store.ledger.notePosted(messageId, again.attemptId, place, again)
    store.clock.advance(60_001)
    await store.ledger.noteSingle(messageId, store.clock.now())
    expect(await store.ledger.notePosted(messageId, late, { channel, ts: '2.2' }, null)).toBe(false)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, place }])
  })

  it('stays in doubt if the search was too early, or it was given up during the search', async () => {
    const { store, messageId, attemptId } = await postingBegun()
    const searchedAt = store.clock.now()
    await store.ledger.giveUpPosting(messageId, attemptId)
    const again = await begunPosting(store)
    await store.ledger.notePosted(messageId, again.attemptId, place, again)
    await store.ledger.notePosted(messageId, attemptId, { channel, ts: '2.2' }, null)
    await store.ledger.noteSingle(messageId, searchedAt)
    store.clock.advance(60_001)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, place }])
  })

  it('is looked for even if its row was gone before its place was known', async () => {
    const { store, messageId } = await postingBegun()
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.doubtful()).toEqual([])
    store.clock.advance(60_001)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, channel, place: null }])
  })
})
