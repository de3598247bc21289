// What a message shows of a bulk approval: nothing by which others read who may not approve.
import { describe, expect, it } from 'vitest'
import type { Click, ClickEnd } from '../../src/domain/click.ts'
import { ada, grace, postedMessage, waitingRound } from './arrange.ts'
import { clicksOf, openedList, submissionOf } from './arrange-lists.ts'
import { openStore } from './open-store.ts'

const refused: ClickEnd = { kind: 'refused', because: 'not-an-approver' }
const unchecked: ClickEnd = { kind: 'unchecked', because: { kind: 'no-answer' } }
const own: ClickEnd = { kind: 'refused', because: 'own-sign-up' }

/** Ada has submitted a form that lists so many. */
async function submitted(count: number) {
  const store = await openStore()
  const { ledger } = store
  const roundIds: string[] = []
  for (let index = 1; index <= count; index += 1)
    roundIds.push(
      (await waitingRound(store, grace({ sub: `sub-${index}`, userName: `guest-${index}` }))).roundId,
    )
  const { messageId } = await postedMessage(store)
  const formId = await openedList(store, { kind: 'message', messageId }, { kind: 'approve-all', roundIds })
  const clicks = clicksOf(await ledger.writeDownAll(submissionOf(formId)))
  /** Ends them in order. */
  const end = async (...ends: readonly ClickEnd[]) => {
    for (const [index, one] of ends.entries()) await ledger.end(clickAt(index).id, one, null)
  }
  const clickAt = (index: number): Click => {
    const click = clicks[index]
    if (click === undefined) throw new Error(`There is no click ${index}`)
    return click
  }
  /** What is drawn, and written down as drawn. */
  const draw = async () => {
    const drawing = await ledger.startDrawing(messageId, 'process 1')
    if (drawing?.shown.kind !== 'cards') throw new Error('There is nothing to draw')
    await ledger.finishDrawing(drawing)
    return drawing.shown.bulks
  }
  const untold = async () => (await ledger.untold()).map(({ click, teller }) => [click.id, teller])
  return { store, ledger, clickAt, end, draw, untold }
}

describe('a bulk approval', () => {
  it('names nobody before it is known that they may decide', async () => {
    const { draw } = await submitted(2)
    expect(await draw()).toMatchObject([{ by: null, asked: 2, ended: [] }])
  })

  it('names whoever holds a claim', async () => {
    const { ledger, clickAt, draw, store } = await submitted(2)
    await ledger.claim(clickAt(0).id, clickAt(0).roundId ?? '', 'process 1')
    store.clock.advance(60_000)
    expect(await draw()).toMatchObject([{ by: ada, asked: 2, ended: [] }])
  })

  it.each([
    ['was refused', refused],
    ['could not be checked', unchecked],
    ['waited for too long', { kind: 'expired' } as const],
  ])('of somebody who %s is not shown at all, and one answer tells them', async (_, ended) => {
    const { clickAt, end, draw, untold } = await submitted(3)
    await end(ended, ended)
    expect(await draw()).toMatchObject([{ by: null, asked: 1, ended: [] }])
    await end(ended, ended, ended)
    expect(await draw()).toEqual([])
    // Drawing tells none of it.
    expect(await untold()).toEqual([[clickAt(0).id, 'private-answer']])
  })

  it('of somebody who lost the right meanwhile shows what they did before', async () => {
    const { store, ledger, clickAt, end, draw, untold } = await submitted(3)
    const { id, roundId } = clickAt(2)
    const claim = await ledger.claim(id, roundId ?? '', 'process 1')
    if (claim.kind !== 'claimed') throw new Error('Not claimed')
    await end(refused, refused)
    store.clock.advance(60_000)
    expect(await draw()).toMatchObject([{ by: ada, asked: 1, ended: [] }])
    expect(await untold()).toEqual([[clickAt(0).id, 'private-answer']])
  })

  it('shows a refusal that lies in the sign-up, which tells it', async () => {
    const { end, draw, untold } = await submitted(2)
    await end(own, refused)
    expect(await draw()).toMatchObject([{ by: ada, asked: 1, ended: [{ end: own }] }])
    expect(await untold()).toHaveLength(1)
  })
})
