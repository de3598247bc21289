// Who looks into a sign-up, and what of a waiting round ends by itself, on each database.
import { describe, expect, it } from 'vitest'
import { approvalLife, lookingTime } from '../../src/domain/deadlines.ts'
import type { Entitlement } from '../../src/domain/entitlement.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  entryOf,
  grace,
  postedMessage,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const entitlement: Entitlement = {
  through: { kind: 'users' },
  asked: 'button',
  personal: { name: 'Ada', userName: 'grace', shown: {} },
}

/** Presses one of the two buttons. */
async function press(store: Store, roundId: string, kind: 'look-into' | 'stop-looking', by = ada) {
  const click = await writtenClick(store, roundId, { request: { kind, roundId }, by })
  const isLooking = kind === 'look-into'
  return store.ledger.changeLooking(click.id, roundId, isLooking ? entitlement : null)
}

async function whoLooks(store: Store, roundId: string): Promise<string | null> {
  const { state } = (await entryOf(store, roundId)).round
  return state.kind === 'waiting' ? (state.looking?.by.userId ?? null) : null
}

describe('looking into a sign-up', () => {
  it('ends its click, is audited with the right to it, and is told by the card that has its version', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { messageId } = await postedMessage(store)
    expect(await press(store, roundId, 'look-into')).toEqual({
      kind: 'over',
      end: { kind: 'looking' },
      messageIds: [messageId],
    })
    expect(await whoLooks(store, roundId)).toBe(ada.userId)
    expect(await auditLog(store)).toMatchObject([{ kind: 'click-looking', by: ada.userId, round: roundId }])
    const kept = store.database.selectFrom('audit_events').select('entitlement')
    expect(await kept.where('kind', '=', 'click-looking').execute()).toEqual([
      { entitlement: JSON.stringify(entitlement) },
    ])
    const drawing = await store.ledger.startDrawing(messageId, 'a drawer')
    if (drawing === null) throw new Error('The card is up to date')
    expect(await store.ledger.untold()).toMatchObject([{ teller: 'card' }])
    await store.ledger.finishDrawing(drawing)
    expect(await store.ledger.untold()).toEqual([])
  })

  it('is taken over by anybody, and taken back only by whoever is shown', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await press(store, roundId, 'look-into')
    await press(store, roundId, 'look-into', bob)
    expect(await press(store, roundId, 'stop-looking')).toEqual({
      kind: 'over',
      end: { kind: 'was-not-looking' },
      messageIds: null,
    })
    expect(await whoLooks(store, roundId)).toBe(bob.userId)
    expect(await press(store, roundId, 'stop-looking', bob)).toMatchObject({
      end: { kind: 'stopped-looking' },
    })
    expect(await whoLooks(store, roundId)).toBeNull()
  })

  it('is carried out once, however often its click is', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const click = await writtenClick(store, roundId, { request: { kind: 'look-into', roundId } })
    const both = [1, 2].map(() => store.ledger.changeLooking(click.id, roundId, entitlement))
    expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual(['over', 'ended'])
    expect(await auditLog(store)).toHaveLength(1)
  })

  it('holds up no decision, and comes too late once somebody decides', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await press(store, roundId, 'look-into')
    const claim = await claimedClick(store, roundId, bob)
    expect(claim.fence).toBe(1)
    expect(await press(store, roundId, 'look-into')).toMatchObject({ end: { kind: 'late', first: bob } })
    // Whoever stops was not asked whether they may decide.
    expect(await press(store, roundId, 'stop-looking')).toMatchObject({ end: { kind: 'was-not-looking' } })
  })

  it('leaves the person’s decision alone that is still to be carried out', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const decision = await writtenClick(store, roundId)
    const first = await writtenClick(store, roundId, { request: { kind: 'look-into', roundId } })
    const second = await writtenClick(store, roundId, { request: { kind: 'stop-looking', roundId } })
    const unended = await store.ledger.unended()
    expect(unended.map(({ click }) => click.id).toSorted()).toEqual([decision.id, second.id].toSorted())
    expect(first.id).not.toBe(second.id)
  })
})

describe('what ends by itself', () => {
  it('is who looks into a sign-up, after half an hour: the card is drawn without them, once', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await press(store, roundId, 'look-into')
    await postedMessage(store)
    store.clock.advance(lookingTime - 1)
    expect(await store.ledger.endOverdue()).toBe(0)
    expect(await whoLooks(store, roundId)).toBe(ada.userId)
    store.clock.advance(1)
    expect(await store.ledger.endOverdue()).toBe(1)
    expect(await whoLooks(store, roundId)).toBeNull()
    expect(await store.ledger.outdated()).toHaveLength(1)
    expect(await store.ledger.endOverdue()).toBe(0)
  })

  it('is an approval of several, after seven days: the card says so, and so does the audit log', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const seen = { ...grace(), isImitation: false }
    const end = { kind: 'counted', have: 1, needed: 3, already: null, dropped: [] } as const
    const given: string[] = []
    for (const by of [ada, bob]) {
      const click = await writtenClick(store, roundId, { by })
      const own = { by, clickId: click.id, at: click.at }
      await store.ledger.addApproval({
        clickId: click.id,
        roundId,
        relied: { on: [...given], own },
        seen,
        end,
        entitlement,
      })
      given.push(click.id)
      store.clock.advance(1000)
    }
    await press(store, roundId, 'look-into', bob)
    store.clock.advance(approvalLife - 2001)
    await store.ledger.endOverdue()
    await postedMessage(store)
    expect(await store.ledger.outdated()).toEqual([])
    store.clock.advance(1)
    expect(await store.ledger.endOverdue()).toBe(1)
    expect((await entryOf(store, roundId)).round.state).toMatchObject({
      tally: { given: [{ by: bob }], dropped: { all: [{ by: ada, because: 'lapsed' }] } },
    })
    expect(await store.ledger.outdated()).toHaveLength(1)
    expect((await auditLog(store)).map(({ kind }) => kind)).toContain('approval-lapsed')
    expect(await store.ledger.endOverdue()).toBe(0)
    store.clock.advance(1000)
    expect(await store.ledger.endOverdue()).toBe(1)
    expect((await entryOf(store, roundId)).round.state).toMatchObject({ tally: { given: [] } })
  })

  it('is nothing of a round that is being decided', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await press(store, roundId, 'look-into')
    await claimedClick(store, roundId, bob)
    store.clock.advance(lookingTime)
    expect(await store.ledger.endOverdue()).toBe(0)
  })
})
