// The private word that follows what a card or a bulk approval's message told: written down with the end, and told once.
import { describe, expect, it } from 'vitest'
import {
  ada,
  bob,
  channel,
  claimedClick,
  giveBack,
  grace,
  postedMessage,
  settlement,
  waitingRound,
} from './arrange.ts'
import { clicksOf, openedList, submissionOf } from './arrange-lists.ts'
import { openStore, type Store } from './open-store.ts'

/** A waiting sign-up whose card is posted. */
async function postedCard() {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  const { messageId } = await postedMessage(store)
  const draw = async () => {
    const drawing = await store.ledger.startDrawing(messageId, 'process 1')
    if (drawing === null) throw new Error('There is nothing to draw')
    await store.ledger.finishDrawing(drawing)
  }
  const fail = async (by = ada) => {
    const claim = await claimedClick(store, roundId, by)
    await store.ledger.release(giveBack(store, claim, by))
    return claim.clickId
  }
  return { store, roundId, messageId, draw, fail }
}

/** What is to be told: whose click, and whether its card has told it already. */
async function untold({ ledger }: Store) {
  return (await ledger.untold()).map(({ click, word }) => [click.id, word !== null])
}

async function responseUrlOf({ database }: Store, id: string) {
  const row = await database
    .selectFrom('clicks')
    .select('response_url')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.response_url
}

describe('a private word', () => {
  it('follows once the card has told a failure, and says where the card is', async () => {
    const { store, roundId, draw, fail } = await postedCard()
    const id = await fail()
    expect(await untold(store)).toEqual([[id, false]])
    await draw()
    expect(await store.ledger.untold()).toMatchObject([
      {
        click: { id, responseUrl: 'https://hooks.slack.com/actions/secret' },
        entry: { round: { id: roundId } },
        word: { place: { channel, ts: '1.1' }, bulk: null },
      },
    ])
  })

  it('is left to be told until it was, whoever dies meanwhile; then the response_url is forgotten', async () => {
    const { store, draw, fail } = await postedCard()
    const id = await fail()
    await draw()
    expect(await untold(store)).toEqual([[id, true]])
    expect(await untold(store)).toEqual([[id, true]])
    await store.ledger.noteWordTold(id)
    expect(await untold(store)).toEqual([])
    expect(await responseUrlOf(store, id)).toBeNull()
  })

  it('is not said to whom a private answer told it, because the card could not be drawn', async () => {
    const { store, draw, fail } = await postedCard()
    const id = await fail()
    await store.ledger.noteTold(id)
    await draw()
    expect(await untold(store)).toEqual([])
  })

  it('follows a decision that took longer than 3 s, and no other', async () => {
    const { store, roundId, draw } = await postedCard()
    const quick = await claimedClick(store, roundId)
    store.clock.advance(3000)
    await store.ledger.settle(settlement(store, quick))
    await draw()
    expect(await untold(store)).toEqual([])

    const other = await postedCard()
    const slow = await claimedClick(other.store, other.roundId)
    other.store.clock.advance(3001)
    await other.store.ledger.settle(settlement(other.store, slow))
    await other.draw()
    expect(await untold(other.store)).toEqual([[slow.clickId, true]])
  })

  it('is not said of the same failure again within 30 s, but to another person', async () => {
    const { store, draw, fail } = await postedCard()
    const first = await fail()
    await draw()
    await store.ledger.noteWordTold(first)
    store.clock.advance(29_999)
    await fail()
    await draw()
    expect(await untold(store)).toEqual([])
    const others = await fail(bob)
    store.clock.advance(1)
    await draw()
    expect(await untold(store)).toEqual([[others, true]])
    await store.ledger.noteWordTold(others)
    const later = await fail()
    await draw()
    expect(await untold(store)).toEqual([[later, true]])
  })

  it('knows no place if the card is gone', async () => {
    const { store, messageId, draw, fail } = await postedCard()
    await fail()
    await draw()
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.untold()).toMatchObject([{ word: { place: null } }])
  })
})

describe('of many approvals at once', () => {
  /** Ada has submitted a form that lists three, and claims each in turn. */
  async function submitted() {
    const store = await openStore()
    const { ledger } = store
    const roundIds: string[] = []
    for (const sub of ['sub-1', 'sub-2', 'sub-3'])
      roundIds.push((await waitingRound(store, grace({ sub, userName: sub }))).roundId)
    const { messageId } = await postedMessage(store)
    const formId = await openedList(store, { kind: 'message', messageId }, { kind: 'approve-all', roundIds })
    const clicks = clicksOf(await ledger.writeDownAll(submissionOf(formId)))
    const claims = await Promise.all(
      clicks.map(async ({ id, roundId }) => {
        const claim = await ledger.claim(id, roundId ?? '', 'process 1')
        if (claim.kind !== 'claimed' || roundId === null) throw new Error('Not claimed')
        return { roundId, clickId: id, fence: claim.fence, attemptId: claim.attempt?.id ?? '' }
      }),
    )
    const draw = async () => {
      const drawing = await ledger.startDrawing(messageId, 'process 1')
      if (drawing !== null) await ledger.finishDrawing(drawing)
    }
    return { store, claims, draw }
  }

  it('one private word tells all that took longer than 3 s, once the last has ended', async () => {
    const { store, claims, draw } = await submitted()
    const [first, second, last] = claims
    if (first === undefined || second === undefined || last === undefined) throw new Error('Too few')
    store.clock.advance(3001)
    await store.ledger.settle(settlement(store, first))
    await store.ledger.settle(settlement(store, second))
    await draw()
    expect(await untold(store)).toEqual([])
    await store.ledger.settle(settlement(store, last))
    await draw()
    expect(await store.ledger.untold()).toMatchObject([
      {
        click: { id: last.clickId },
        word: { place: { channel, ts: '1.1' }, bulk: { asked: 3, ended: [{}, {}, {}] } },
      },
    ])
    await store.ledger.noteWordTold(last.clickId)
    expect(await untold(store)).toEqual([])
  })

  it('there is one if any of them failed, and none if all went well at once', async () => {
    const some = await submitted()
    for (const [index, claim] of some.claims.entries()) {
      if (index === 0) await some.store.ledger.release(giveBack(some.store, claim))
      else await some.store.ledger.settle(settlement(some.store, claim))
    }
    await some.draw()
    expect((await untold(some.store)).map(([, isWord]) => isWord)).toEqual([true])

    const none = await submitted()
    for (const claim of none.claims) await none.store.ledger.settle(settlement(none.store, claim))
    await none.draw()
    expect(await untold(none.store)).toEqual([])
  })

  it('the private answer that tells the last alone does not stand for the word about all', async () => {
    const { store, claims, draw } = await submitted()
    const [first, second, last] = claims
    if (first === undefined || second === undefined || last === undefined) throw new Error('Too few')
    await store.ledger.release(giveBack(store, first))
    await store.ledger.settle(settlement(store, second))
    await draw()
    await store.ledger.settle(settlement(store, last))
    await store.ledger.noteTold(last.clickId)
    expect(await untold(store)).toEqual([[last.clickId, true]])
  })
})
