import { describe, expect, it } from 'vitest'
import { channel, claimedClick, entryOf, grace, poolId, settlement, waitingRound } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const place = { channel, ts: '1.1' }

/** One waiting sign-up and its planned message. */
async function plannedMessage() {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  await store.ledger.plan(poolId, channel)
  return { store, roundId, messageId: await onlyMessage(store) }
}

async function onlyMessage({ database }: Store): Promise<string> {
  return (await database.selectFrom('messages').select('id').executeTakeFirstOrThrow()).id
}

async function begunPosting(store: Store, messageId: string) {
  const begun = await store.ledger.beginPosting(messageId)
  if (begun === null) throw new Error('Posted, or being posted')
  return begun
}

describe('planning cards', () => {
  it('gives every waiting round one message, longest wait first', async () => {
    const store = await openStore()
    await store.ledger.record([
      grace({ sub: 'later', userName: 'b', signedUpAt: new Date('2026-05-01T11:30:00Z') }),
      grace({ sub: 'earlier', userName: 'a', signedUpAt: new Date('2026-05-01T10:30:00Z') }),
    ])
    expect(await store.ledger.plan(poolId, channel)).toBe(2)
    expect(await store.ledger.plan(poolId, channel)).toBe(0)
    expect(await store.ledger.unposted()).toHaveLength(2)
  })

  it('leaves out rounds of other pools, and those that are claimed or settled', async () => {
    const store = await openStore()
    await waitingRound(store, grace({ poolId: 'eu-west-1_Other' }))
    await claimedClick(store, (await waitingRound(store)).roundId)
    const hedy = await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    await store.ledger.settle(settlement(store, await claimedClick(store, hedy.roundId)))
    expect(await store.ledger.plan(poolId, channel)).toBe(0)
  })

  it('gives a waiting round another message where its own is gone from Slack', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.unposted()).toEqual([])
    expect(await store.ledger.beginPosting(messageId)).toBeNull()
    expect(await store.ledger.plan(poolId, channel)).toBe(1)
    const shown = await store.ledger.showing(roundId)
    expect(shown).toHaveLength(1)
    expect(shown[0]?.messageId).not.toBe(messageId)
  })
})

describe('posting a card', () => {
  it('is written down before it happens, and once at a time', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    const begun = await begunPosting(store, messageId)
    expect(begun.entries).toMatchObject([{ signUp: { sub: 'sub-grace' }, round: { id: roundId } }])
    expect(await store.ledger.beginPosting(messageId)).toBeNull()
    expect(await store.ledger.unposted()).toEqual([])
    expect(await store.ledger.openPostings()).toMatchObject([
      { messageId, poolId, channel, attemptId: begun.attemptId, since: store.clock.now(), sinceMsAgo: 0 },
    ])
  })

  it('tells how long an answer has been missing', async () => {
    const { store, messageId } = await plannedMessage()
    await begunPosting(store, messageId)
    store.clock.advance(20_000)
    expect(await store.ledger.openPostings()).toMatchObject([{ sinceMsAgo: 20_000 }])
  })

  it('ends with the place of the message, which shows the round from then on', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    const { attemptId, entries } = await begunPosting(store, messageId)
    expect(await store.ledger.notePosted(messageId, attemptId, place, entries)).toBe(true)
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place }])
    expect(await store.ledger.openPostings()).toEqual([])
    expect(await store.ledger.outdated()).toEqual([])
    expect(await store.ledger.beginPosting(messageId)).toBeNull()
  })

  it('is outdated at once where the rows changed meanwhile', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    const { attemptId, entries } = await begunPosting(store, messageId)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    await store.ledger.notePosted(messageId, attemptId, place, entries)
    expect(await store.ledger.outdated()).toEqual([messageId])
  })

  it('may be tried again where Slack refused it', async () => {
    const { store, messageId } = await plannedMessage()
    const first = await begunPosting(store, messageId)
    await store.ledger.endPosting(messageId, first.attemptId)
    expect(await store.ledger.unposted()).toMatchObject([{ messageId, poolId, channel }])
    const second = await begunPosting(store, messageId)
    expect(second.attemptId).not.toBe(first.attemptId)
  })

  it('tells the loser of two attempts that its message is to be deleted', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    const lost = await begunPosting(store, messageId)
    await store.ledger.endPosting(messageId, lost.attemptId)
    const second = await begunPosting(store, messageId)
    expect(await store.ledger.notePosted(messageId, lost.attemptId, { channel, ts: '2.2' }, [])).toBe(false)
    expect(await store.ledger.notePosted(messageId, second.attemptId, place, [])).toBe(true)
    expect(await store.ledger.notePosted(messageId, lost.attemptId, { channel, ts: '2.2' }, [])).toBe(false)
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place }])
  })

  it('is no loser where its message was found meanwhile and is the live one', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    const { attemptId } = await begunPosting(store, messageId)
    await store.ledger.notePosted(messageId, attemptId, place, [])
    expect(await store.ledger.notePosted(messageId, attemptId, place, [])).toBe(true)
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place }])
  })

  it('is not ended by an older attempt', async () => {
    const { store, messageId } = await plannedMessage()
    const lost = await begunPosting(store, messageId)
    await store.ledger.endPosting(messageId, lost.attemptId)
    const second = await begunPosting(store, messageId)
    await store.ledger.endPosting(messageId, lost.attemptId)
    expect(await store.ledger.openPostings()).toMatchObject([{ attemptId: second.attemptId }])
  })

  it('is not the message of a row that is gone', async () => {
    const { store, messageId } = await plannedMessage()
    const { attemptId } = await begunPosting(store, messageId)
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.notePosted(messageId, attemptId, place, [])).toBe(false)
    expect(await store.ledger.openPostings()).toEqual([])
  })
})

describe('a message in the store', () => {
  it('knows the rounds that it shows before it has a place', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place: null }])
    expect(await store.ledger.showing('no round')).toEqual([])
  })

  it('shows the round that it was planned for, not the next one', async () => {
    const { store, roundId, messageId } = await plannedMessage()
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    const { version } = (await entryOf(store, roundId)).round
    await store.ledger.reopen({ roundId, sub: 'sub-grace', version })
    expect(await store.ledger.plan(poolId, channel)).toBe(1)
    const [next] = await store.ledger.waiting(poolId)
    expect((await store.ledger.showing(roundId)).map((one) => one.messageId)).toEqual([messageId])
    expect((await store.ledger.showing(next?.roundId ?? '')).map((one) => one.messageId)).not.toContain(
      messageId,
    )
  })
})

describe('a posting that was taken for lost', () => {
  it('is looked for once more when it can come no more, and after every new doubt', async () => {
    const { store, messageId } = await plannedMessage()
    const lost = await begunPosting(store, messageId)
    await store.ledger.giveUpPosting(messageId, lost.attemptId)
    const again = await begunPosting(store, messageId)
    await store.ledger.notePosted(messageId, again.attemptId, place, again.entries)
    expect(await store.ledger.doubtful()).toEqual([])
    store.clock.advance(60_001)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, place }])
    await store.ledger.noteSingle(messageId)
    expect(await store.ledger.doubtful()).toEqual([])
    await store.ledger.noteDoubt(messageId)
    expect(await store.ledger.doubtful()).toMatchObject([{ messageId, place }])
  })
})
