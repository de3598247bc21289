// List forms: whom they list, what is ticked in them, and what their submission asks for.
import { describe, expect, it } from 'vitest'
import type { ClickEnd } from '../../src/domain/click.ts'
import type { ToldPage } from '../../src/domain/list-source.ts'
import type { Choosing } from '../../src/domain/request.ts'
import { ada, auditLog, bob, grace, newClick, poolId, postedMessage, waitingRound } from './arrange.ts'
import { clicksOf, openedList, submissionOf } from './arrange-lists.ts'
import { openStore, type Store } from './open-store.ts'

const nothing: ToldPage = { turn: 0, boxes: [] }

/** So many who wait, at this host. */
async function waiting(store: Store, count: number, host = 'visitors.example'): Promise<readonly string[]> {
  const roundIds: string[] = []
  for (let index = 1; index <= count; index += 1) {
    const attributes = { email: `guest-${index}@${host}` }
    const signUp = grace({ sub: `sub-${index}-${host}`, userName: `guest-${index}`, attributes })
    roundIds.push((await waitingRound(store, signUp)).roundId)
  }
  return roundIds
}

/** Ada has opened a form that approves five. */
async function opened() {
  const store = await openStore()
  const roundIds = await waiting(store, 5)
  const { messageId } = await postedMessage(store)
  const formId = await openedList(store, { kind: 'message', messageId }, { kind: 'approve-all', roundIds })
  const choose = (changed: Partial<Choosing['request']>, by = ada) =>
    store.ledger.choose({
      ...newClick(''),
      by,
      request: { kind: 'choose', formId, told: nothing, at: 1000, toPage: null, ...changed },
    })
  const click = (place: number, isTicked: boolean, at: number) =>
    choose({ told: { turn: 0, boxes: [{ place, isTicked }] }, at })
  const form = async () => {
    const found = await store.ledger.listForm(formId, ada.userId)
    if (found === null) throw new Error('There is no such form')
    const { page, turn, shown, ticks } = found
    const chosen = ticks.flatMap(({ isChosen }, place) => (isChosen ? [place] : []))
    return { page, turn, places: shown.map(({ place }) => place), chosen }
  }
  const submit = async (told = nothing) => {
    const clicks = clicksOf(await store.ledger.writeDownAll(submissionOf(formId, { told })))
    return clicks.map(({ roundId }) => roundIds.indexOf(roundId ?? ''))
  }
  return { store, ledger: store.ledger, roundIds, messageId, formId, choose, click, form, submit }
}

describe('a list form', () => {
  it('keeps what is ticked on each page, and the submission asks for those who are chosen', async () => {
    const { choose, click, form, submit } = await opened()
    expect(await form()).toEqual({ page: 0, turn: 0, places: [0, 1], chosen: [0, 1, 2, 3, 4] })
    await click(1, false, 1000)
    await choose({ toPage: 1, at: 2000 })
    await click(3, false, 3000)
    expect(await form()).toEqual({ page: 1, turn: 1, places: [2, 3], chosen: [0, 2, 4] })
    await choose({ toPage: 2, at: 4000 })
    expect(await form()).toMatchObject({ page: 2, turn: 2, places: [4] })
    expect((await submit()).toSorted()).toEqual([0, 2, 4])
  })

  it('takes the page’s word for a tick that got lost, when the page is turned and when it is submitted', async () => {
    const { choose, submit } = await opened()
    const told = { turn: 0, boxes: [{ place: 0, isTicked: false }] }
    await choose({ toPage: 1, at: 2000, told })
    expect(
      await submit({
        turn: 1,
        boxes: [
          { place: 2, isTicked: true },
          { place: 3, isTicked: false },
        ],
      }),
    ).toEqual([1, 2, 4])
  })

  it('is not turned back by a press that arrives late', async () => {
    const { choose, form } = await opened()
    await choose({ toPage: 2, at: 3000 })
    await choose({ toPage: 1, at: 2000 })
    expect(await form()).toMatchObject({ page: 2, turn: 1 })
  })

  it('is nobody else’s', async () => {
    const { ledger, choose, form, formId } = await opened()
    expect(await choose({ told: { turn: 0, boxes: [{ place: 0, isTicked: false }] } }, bob)).toBe(false)
    expect(await form()).toMatchObject({ chosen: [0, 1, 2, 3, 4] })
    expect(await ledger.listForm(formId, bob.userId)).toBeNull()
    expect(await ledger.writeDownAll({ ...submissionOf(formId), by: bob })).toBeNull()
    expect(await ledger.listForm('another form', ada.userId)).toBeNull()
  })

  it('is over once it is submitted, whatever arrives after that', async () => {
    const { ledger, click, submit, formId } = await opened()
    expect(await submit()).toHaveLength(5)
    expect(await click(0, false, 9000)).toBe(false)
    expect(await ledger.listForm(formId, ada.userId)).toBeNull()
    expect(await ledger.writeDownAll(submissionOf(formId))).toEqual([])
  })

  it('in which nobody is chosen asks for nothing, and can be submitted again', async () => {
    const { ledger, formId, submit } = await opened()
    const boxes = [0, 1, 2, 3, 4].map((place) => ({ place, isTicked: false }))
    const none = submissionOf(formId, { told: { turn: 0, boxes } })
    expect(await ledger.writeDownAll(none)).toBe('none-chosen')
    expect(await submit()).toHaveLength(5)
  })

  it('lists nobody twice, and nobody who is not in it', async () => {
    const { submit } = await opened()
    const boxes = [0, 0, 7, 199].map((place) => ({ place, isTicked: true }))
    expect((await submit({ turn: 9, boxes })).toSorted()).toEqual([0, 1, 2, 3, 4])
  })
})

describe('a form that denies many', () => {
  async function denying(request: Parameters<typeof submissionOf>[1]) {
    const store = await openStore()
    const [first = '', second = ''] = await waiting(store, 2)
    const { messageId } = await postedMessage(store)
    const list = {
      kind: 'deny-all',
      roundIds: [first, second],
      onDeny: 'disable',
      reasons: ['Spam', 'Other'],
      host: null,
    } as const
    const formId = await openedList(store, { kind: 'message', messageId }, list)
    return store.ledger.writeDownAll(submissionOf(formId, request))
  }

  it('denies each for the same reason, with the same note, as it said', async () => {
    const clicks = clicksOf(await denying({ choice: 1, note: 'all of them' }))
    const denial = { kind: 'deny', reason: 'Other', note: 'all of them', onDeny: 'disable' }
    expect(clicks.map(({ request }) => request)).toMatchObject([denial, denial])
  })

  it('is no form of ours with a reason that it did not offer', async () => {
    expect(await denying({ choice: 2 })).toBeNull()
    expect(await denying({ choice: -1 })).toBeNull()
  })
})

describe('who waits with an address at a host', () => {
  it('has exactly this host, in this pool, and the one who waits longest comes first', async () => {
    const store = await openStore()
    const roundIds = await waiting(store, 3, 'x.example')
    await waiting(store, 2, 'mail.x.example')
    await waiting(store, 1, 'ax.example')
    const found = await store.ledger.waitingFrom(poolId, 'x.example')
    expect(found.entries.map(({ round }) => round.id).toSorted()).toEqual(roundIds.toSorted())
    expect(found).toMatchObject({ poolId, leftOut: 0 })
    expect((await store.ledger.waitingFrom('eu-west-1_Other', 'x.example')).entries).toEqual([])
  })
})

describe('a bulk decision that no message tells', () => {
  const ended: ClickEnd = { kind: 'refused', because: 'own-sign-up' }

  it('is told in one private word when all of it has ended, whatever became of it', async () => {
    const store = await openStore()
    const { ledger } = store
    const roundIds = await waiting(store, 3)
    const list = { kind: 'deny-all', roundIds, onDeny: 'keep', reasons: ['Spam'], host: 'x' } as const
    const formId = await openedList(store, { kind: 'host', roundId: roundIds[0] ?? '' }, list)
    const clicks = clicksOf(await ledger.writeDownAll(submissionOf(formId)))
    for (const [index, { id }] of clicks.entries()) {
      expect(await ledger.untold(), `before ${index}`).toEqual([])
      await ledger.end(id, ended, null)
    }
    const [word, ...more] = await ledger.untold()
    expect(more).toEqual([])
    expect(word).toMatchObject({ word: { place: null, bulk: { decision: 'deny', by: ada, asked: 3 } } })
    await ledger.noteWordTold(word?.click.id ?? '')
    expect(await ledger.untold()).toEqual([])
    expect((await auditLog(store)).filter(({ kind }) => kind === 'click-refused')).toHaveLength(3)
  })
})
