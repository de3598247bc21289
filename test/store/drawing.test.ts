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

/** A waiting sign-up whose card is posted and up to date. */
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
  if (drawing === null) throw new Error('There is nothing to draw, or another drawer holds it')
  return drawing
}

describe('a card that is behind its rows', () => {
  it('is drawn from them and is then up to date', async () => {
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

  it('is drawn again if the rows changed while it was being drawn', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    const drawing = await startedDrawing(store, messageId)
    await changeUser(store, 'Grace Hopper')
    expect(await store.ledger.finishDrawing(drawing)).toEqual({ isOutdated: true })
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
  })

  it('stays outdated if drawing it failed', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    await store.ledger.abandonDrawing(await startedDrawing(store, messageId))
    expect(await store.ledger.outdated()).toEqual([{ messageId, isShared: false }])
    expect(await store.ledger.startDrawing(messageId, 'process 2')).not.toBeNull()
  })

  it('is not drawn for a claim until its call takes longer than a quick one', async () => {
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

  it('is not drawn before it is posted, nor when it is gone or unknown', async () => {
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

  it('the second gets its turn if the first does not come back', async () => {
    const { store, messageId } = await postedCard()
    await changeUser(store, 'Grace')
    await startedDrawing(store, messageId)
    store.clock.advance(29_999)
    expect(await store.ledger.startDrawing(messageId, 'process 2')).toBeNull()
    store.clock.advance(1)
    expect(await store.ledger.startDrawing(messageId, 'process 2')).not.toBeNull()
  })

  it('the first, if it comes back late, writes nothing and frees nothing', async () => {
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

  it('the second draws once more if the first came back meanwhile, because either may have drawn last', async () => {
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
  it('is told once the card is drawn at that version', async () => {
    const { store, roundId, messageId } = await postedCard()
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    expect(await store.ledger.untold()).toHaveLength(1)
    await store.ledger.finishDrawing(await startedDrawing(store, messageId))
    expect(await store.ledger.untold()).toEqual([])
    const [click] = await store.database.selectFrom('clicks').selectAll().execute()
    expect(click?.response_url).toBeNull()
  })

  it('is not told by a card that was drawn before it', async () => {
    const { store, roundId, messageId } = await postedCard()
    const claim = await claimedClick(store, roundId)
    store.clock.advance(quickCall)
    const drawing = await startedDrawing(store, messageId)
    await store.ledger.settle(settlement(store, claim))
    await store.ledger.finishDrawing(drawing)
    expect(await store.ledger.untold()).toHaveLength(1)
  })

  it('is not told by a card that now shows another click’s end', async () => {
    const { store, roundId, messageId } = await postedCard()
    await store.ledger.release(giveBack(store, await claimedClick(store, roundId, ada), ada))
    store.clock.advance(1)
    await store.ledger.release(giveBack(store, await claimedClick(store, roundId, bob), bob))
    await store.ledger.finishDrawing(await startedDrawing(store, messageId))
    const untold = (await store.ledger.untold()).filter(({ word }) => word === null)
    expect(untold.map(({ click }) => click.by)).toEqual([ada])
  })
})
