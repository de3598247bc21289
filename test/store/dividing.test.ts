// Messages that Slack refuses for what they show.
import { describe, expect, it } from 'vitest'
import {
  begunPosting,
  cardPlace,
  channel,
  claimedClick,
  entriesIn,
  grace,
  settlement,
  waitingRound,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

/** So many sign-ups whose message, or messages, are yet to be posted. */
async function waitingTogether(count: number): Promise<Store> {
  const store = await openStore()
  await store.ledger.record(
    Array.from({ length: count }, (_, index) => {
      return grace({ sub: `sub-${index}`, userName: `guest-${index}`, signedUpAt: new Date(index) })
    }),
  )
  return store
}

const subsIn = (begun: Parameters<typeof entriesIn>[0]) => entriesIn(begun).map(({ signUp }) => signUp.sub)

async function postedAs(store: Store, ts: string) {
  const begun = await begunPosting(store)
  await store.ledger.notePosted(begun.messageId, begun.attemptId, { channel, ts }, begun)
  return begun
}

describe('a posting that Slack refused for what it shows', () => {
  it('is divided into two messages, which show the same rounds once', async () => {
    const store = await waitingTogether(7)
    const { messageId, attemptId } = await begunPosting(store)
    expect(await store.ledger.dividePosting(messageId, attemptId)).toBe('divide')
    const first = await begunPosting(store)
    const second = await begunPosting(store)
    const shown = [first, second].map(subsIn).toSorted((one, other) => other.length - one.length)
    expect(shown).toEqual([
      ['sub-0', 'sub-1', 'sub-2', 'sub-3'],
      ['sub-4', 'sub-5', 'sub-6'],
    ])
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
    for (const { round } of [first, second].flatMap(entriesIn))
      expect(await store.ledger.showing(round.id)).toHaveLength(1)
  })

  it('is drawn in its plainest form once it shows one sign-up only, and kept after that', async () => {
    const store = await waitingTogether(1)
    const { messageId, attemptId, shown } = await begunPosting(store)
    expect(shown).toMatchObject({ isPlain: false })
    expect(await store.ledger.dividePosting(messageId, attemptId)).toBe('plainest')
    const again = await begunPosting(store)
    expect(again).toMatchObject({ messageId, shown: { isPlain: true } })
    expect(await store.ledger.dividePosting(messageId, again.attemptId)).toBe('keep')
    expect(await begunPosting(store)).toMatchObject({ messageId, shown: { isPlain: true } })
  })

  it('is not divided by an attempt that is over', async () => {
    const store = await waitingTogether(7)
    const { messageId, attemptId } = await begunPosting(store)
    await store.ledger.endPosting(messageId, attemptId)
    expect(await store.ledger.dividePosting(messageId, attemptId)).toBe('keep')
    expect(await begunPosting(store)).toMatchObject({ messageId })
  })

  it('keeps a round that was settled meanwhile, because the channel hears of every decision', async () => {
    const store = await waitingTogether(7)
    const begun = await begunPosting(store)
    const [first] = entriesIn(begun)
    await store.ledger.settle(settlement(store, await claimedClick(store, first?.round.id ?? '')))
    await store.ledger.dividePosting(begun.messageId, begun.attemptId)
    const shown = [...entriesIn(await begunPosting(store)), ...entriesIn(await begunPosting(store))]
    expect(shown.map(({ round }) => round.state.kind).toSorted()).toEqual([
      'settled',
      ...Array(6).fill('waiting'),
    ])
  })
})

describe('a drawing that Slack refused for what it shows', () => {
  /** A posted message of so many, one of whom was approved since. */
  async function drawingOf(count: number) {
    const store = await waitingTogether(count)
    const { messageId, ...begun } = await postedAs(store, '1.1')
    const [first] = entriesIn(begun)
    await store.ledger.settle(settlement(store, await claimedClick(store, first?.round.id ?? '')))
    const drawing = await store.ledger.startDrawing(messageId, 'process 1')
    if (drawing === null) throw new Error('There is nothing to draw')
    return { store, messageId, drawing }
  }

  it('leaves the message, whose rounds are in two others from then on', async () => {
    const { store, messageId, drawing } = await drawingOf(7)
    expect(await store.ledger.divideDrawing(drawing)).toBe('divide')
    expect(await store.ledger.standing({ channel, ts: '1.1' })).toBe('gone')
    const messages = [await postedAs(store, '2.1'), await postedAs(store, '3.1')]
    expect(messages.map(({ messageId: id }) => id)).not.toContain(messageId)
    expect(messages.flatMap(subsIn)).toHaveLength(7)
    expect(await store.ledger.beginPosting(cardPlace)).toBeNull()
    expect(await store.ledger.outdated()).toEqual([])
  })

  it('makes a message of one plain, and has it drawn again', async () => {
    const { store, messageId, drawing } = await drawingOf(1)
    expect(await store.ledger.divideDrawing(drawing)).toBe('plainest')
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
    const again = await store.ledger.startDrawing(messageId, 'process 1')
    expect(again).toMatchObject({ shown: { isPlain: true } })
    expect(again === null ? null : await store.ledger.divideDrawing(again)).toBe('keep')
  })

  it('changes nothing if another drawer has taken over', async () => {
    const { store, messageId, drawing } = await drawingOf(7)
    expect(await store.ledger.divideDrawing({ ...drawing, fence: drawing.fence - 1 })).toBe('keep')
    expect(await store.ledger.finishDrawing(drawing)).toEqual({ isOutdated: false })
    expect(await store.ledger.shownBy(messageId)).not.toBeNull()
  })
})

it('a message that is kept as it is shows its round', async () => {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  const { messageId, attemptId } = await begunPosting(store)
  await store.ledger.dividePosting(messageId, attemptId)
  expect(await store.ledger.showing(roundId)).toEqual([{ messageId, place: null }])
})
