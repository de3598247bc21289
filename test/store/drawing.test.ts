import { describe, expect, it } from 'vitest'
import type { Drawing } from '../../src/domain/card-view.ts'
import { quickCall } from '../../src/domain/deadlines.ts'
import {
  ada,
  begunPosting,
  bob,
  channel,
  claimedClick,
  giveBack,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

/** A waiting sign-up whose card was posted and is up to date. */
async function postedCard() {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  const { messageId } = await postedMessage(store)
  return { store, roundId, messageId }
}

async function changeUser({ ledger }: Store, name: string): Promise<void> {
  await ledger.record([grace({ attributes: { name } })])
}

async function startedDrawing({ ledger }: Store, messageId: string, drawer = 'process 1'): Promise<Drawing> {
  const drawing = await ledger.startDrawing(messageId, drawer)
  if (drawing === null) throw new Error('Nothing to draw, or somebody draws it')
  return drawing
}

describe('a card that is behind its rows', () => {
  it('is drawn from them, and is up to date then', async () => {
    const { store, roundId, messageId } = await postedCard()
    expect(await store.ledger.outdated()).toEqual([])
    expect(await store.ledger.startDrawing(messageId, 'process 1')).toBeNull()
    await changeUser(store, 'Grace Hopper')
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
    const drawing = await startedDrawing(store, messageId)
    expect(drawing).toMatchObject({
      messageId,
      poolId,
      place: { channel, ts: '1.1' },
      shown: {
        entries: [{ signUp: { attributes: { name: 'Grace Hopper' } }, round: { id: roundId, version: 2 } }],
      },
    })
    expect(await store.ledger.finishDrawing(drawing)).toEqual({ isOutdated: false })
    expect(await store.ledger.outdated()).toEqual([])
  })

  it('is drawn again where the rows changed while it was drawn', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    const drawing = await startedDrawing(store, messageId)
    await changeUser(store, 'Grace Hopper')
    expect(await store.ledger.finishDrawing(drawing)).toEqual({ isOutdated: true })
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
  })

  it('stays outdated where drawing it did not work', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    await store.ledger.abandonDrawing(await startedDrawing(store, messageId))
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
    expect(await store.ledger.startDrawing(messageId, 'process 2')).not.toBeNull()
  })

  it('is not drawn for a claim until its call has taken longer than a quick one', async () => {
    const { store, roundId, messageId } = await postedCard()
    await claimedClick(store, roundId)
    store.clock.advance(quickCall - 1)
    expect(await store.ledger.outdated()).toEqual([])
    expect(await store.ledger.startDrawing(messageId, 'process 1')).toBeNull()
    store.clock.advance(1)
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
    expect(await startedDrawing(store, messageId)).toMatchObject({
      shown: { entries: [{ round: { state: { kind: 'claimed' } } }] },
    })
  })

  it('is not drawn before it is posted, nor when it is gone, nor where nobody knows it', async () => {
    const store = await openStore()
    await waitingRound(store)
    const begun = await begunPosting(store)
    expect(await store.ledger.outdated()).toEqual([])
    expect(await store.ledger.startDrawing(begun.messageId, 'process 1')).toBeNull()
    expect(await store.ledger.startDrawing('no message', 'process 1')).toBeNull()

    const posted = await postedCard()
    await changeUser(posted.store, 'Grace')
    await posted.store.ledger.noteGone(posted.messageId)
    expect(await posted.store.ledger.outdated()).toEqual([])
    expect(await posted.store.ledger.startDrawing(posted.messageId, 'process 1')).toBeNull()
  })
})

describe('of two drawers of one message', () => {
  it('only one draws at a time', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    const drawing = await startedDrawing(store, messageId)
    expect(await store.ledger.startDrawing(messageId, 'process 2')).toBeNull()
    await store.ledger.finishDrawing(drawing)
    await changeUser(store, 'Grace Hopper')
    expect((await startedDrawing(store, messageId, 'process 2')).fence).toBe(drawing.fence + 1)
  })

  it('the second gets its turn when the first has not come back', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    await startedDrawing(store, messageId)
    store.clock.advance(29_999)
    expect(await store.ledger.startDrawing(messageId, 'process 2')).toBeNull()
    store.clock.advance(1)
    expect(await store.ledger.startDrawing(messageId, 'process 2')).not.toBeNull()
  })

  it('the first, coming back late, writes nothing and frees nothing', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    const late = await startedDrawing(store, messageId)
    store.clock.advance(30_000)
    const second = await startedDrawing(store, messageId, 'process 2')
    await store.ledger.finishDrawing(late)
    await store.ledger.abandonDrawing(late)
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
    expect(await store.ledger.startDrawing(messageId, 'process 1')).toBeNull()
    expect(await store.ledger.finishDrawing(second)).toEqual({ isOutdated: false })
  })

  it('the second is drawn once more if the first came in between: nobody knows which came last', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    const late = await startedDrawing(store, messageId)
    store.clock.advance(30_000)
    const second = await startedDrawing(store, messageId, 'process 2')
    await store.ledger.finishDrawing(late)
    await store.ledger.finishDrawing(second)
    await store.ledger.finishDrawing(await startedDrawing(store, messageId))
    expect(await store.ledger.outdated()).toEqual([])
  })
})

describe('the end of a click that the card tells', () => {
  it('is told once the card was drawn at that version', async () => {
    const { store, roundId, messageId } = await postedCard()
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    expect(await store.ledger.untold()).toHaveLength(1)
    await store.ledger.finishDrawing(await startedDrawing(store, messageId))
    expect(await store.ledger.untold()).toEqual([])
    const [click] = await store.database.selectFrom('clicks').selectAll().execute()
    expect(click?.response_url).toBeNull()
  })

  it('is not told by a card that was drawn before', async () => {
    const { store, roundId, messageId } = await postedCard()
    const claim = await claimedClick(store, roundId)
    store.clock.advance(quickCall)
    const drawing = await startedDrawing(store, messageId)
    await store.ledger.settle(settlement(store, claim))
    await store.ledger.finishDrawing(drawing)
    expect(await store.ledger.untold()).toHaveLength(1)
  })

  it('is not told by a card that shows another click’s end by now', async () => {
    const { store, roundId, messageId } = await postedCard()
    await store.ledger.release(giveBack(store, await claimedClick(store, roundId, ada), ada))
    store.clock.advance(1)
    await store.ledger.release(giveBack(store, await claimedClick(store, roundId, bob), bob))
    await store.ledger.finishDrawing(await startedDrawing(store, messageId))
    expect((await store.ledger.untold()).map(({ click }) => click.by)).toEqual([ada])
  })
})
