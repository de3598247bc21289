import { describe, expect, it } from 'vitest'
import type { ClickEnd } from '../../src/domain/click.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  entryOf,
  grace,
  newClick,
  poolId,
  settlement,
  waitingRound,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

/** Somebody typed `/confirm-user` and this. */
async function typed(store: Store, text: string, by = ada) {
  const request = { kind: 'text', text } as const
  const command = await store.ledger.writeDown(
    newClick('', { request, isPrivate: true, messageTs: null, by }),
  )
  if (command === null) throw new Error('The command was written down before')
  return command
}

const list: ClickEnd = { kind: 'answered', answer: { kind: 'list', poolIds: [poolId], offset: 0 } }

describe('a command', () => {
  it('is written down with what was typed, and found again after a restart', async () => {
    const store = await openStore()
    const { id } = await typed(store, 'grace')
    expect(await store.ledger.unended()).toMatchObject([
      { click: { id, roundId: '', request: { kind: 'text', text: 'grace' }, isPrivate: true } },
    ])
  })

  it('supersedes no other command of the same person', async () => {
    const store = await openStore()
    await typed(store, 'grace')
    await typed(store, 'hedy')
    expect(await store.ledger.unended()).toHaveLength(2)
  })

  it('becomes a click on the round that it has led to, once', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    expect(await store.ledger.resolve(id, roundId)).toMatchObject({ id, roundId, isPrivate: true })
    expect(await store.ledger.resolve(id, 'another round')).toMatchObject({ id, roundId })
    expect(await store.ledger.claim(id, 'process 1')).toEqual({ kind: 'claimed', fence: 1 })
    const claim = { roundId, clickId: id, fence: 1 }
    expect(await store.ledger.settle(settlement(store, claim))).toBe(true)
    expect(await auditLog(store)).toMatchObject([{ kind: 'click-confirmed', click: id, round: roundId }])
  })

  it('leads nowhere once it has ended', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    await store.ledger.end(id, { kind: 'unchecked' }, null)
    expect(await store.ledger.resolve(id, roundId)).toBeNull()
    expect(await store.ledger.resolve('no click', roundId)).toBeNull()
  })

  it('is told its end privately, though a card shows it too', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    await store.ledger.resolve(id, roundId)
    await store.ledger.claim(id, 'process 1')
    await store.ledger.settle(settlement(store, { roundId, clickId: id, fence: 1 }))
    const [row] = await store.database.selectFrom('clicks').selectAll().execute()
    expect(row).toMatchObject({ is_told_by_card: 0, told_at: null })
  })
})

describe('what a command was answered', () => {
  it('is known to whoever asked, and to nobody else', async () => {
    const store = await openStore()
    const { id } = await typed(store, 'list')
    expect(await store.ledger.answerTo(id, ada)).toBeNull()
    await store.ledger.end(id, list, null)
    expect(await store.ledger.answerTo(id, ada)).toEqual({ kind: 'list', poolIds: [poolId], offset: 0 })
    expect(await store.ledger.answerTo(id, bob)).toBeNull()
    expect(await store.ledger.answerTo('no click', ada)).toBeNull()
  })

  it('is none where it led to a decision', async () => {
    const store = await openStore()
    const { id } = await typed(store, 'grace')
    await store.ledger.end(id, { kind: 'refused', because: 'guest' }, null)
    expect(await store.ledger.answerTo(id, ada)).toBeNull()
  })

  it('shows who waits when it is told, longest first, ten at once', async () => {
    const store = await openStore()
    const many = Array.from({ length: 12 }, (_, number) =>
      grace({
        sub: `sub-${number}`,
        userName: `user-${number}`,
        signedUpAt: new Date(Date.UTC(2026, 4, 1, 11, 59 - number)),
      }),
    )
    await store.ledger.record([...many, grace({ sub: 'other', poolId: 'eu-west-1_Other' })])
    const { id } = await typed(store, 'list')
    await store.ledger.end(id, list, null)
    const [untold] = await store.ledger.untold(id)
    expect(untold?.total).toBe(12)
    expect(untold?.listed.map(({ signUp }) => signUp.sub).slice(0, 2)).toEqual(['sub-11', 'sub-10'])
    expect(untold?.listed).toHaveLength(10)
  })

  it('shows those among whom somebody has to choose, as they are by then', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace@example.com')
    const answer = {
      kind: 'candidates',
      user: 'grace@example.com',
      roundIds: [roundId, 'a lost round'],
    } as const
    await store.ledger.end(id, { kind: 'answered', answer }, null)
    await claimedClick(store, roundId, bob)
    const [untold] = await store.ledger.untold(id)
    expect(untold?.listed).toEqual([await entryOf(store, roundId)])
  })
})

describe('the latest rounds', () => {
  it('are those of the sign-ups that are known, the last of each', async () => {
    const store = await openStore()
    const first = await waitingRound(store)
    await store.ledger.observe(first, { kind: 'disabled', at: store.clock.now() }, null)
    const { version } = (await entryOf(store, first.roundId)).round
    await store.ledger.reopen({ ...first, version })
    const latest = await store.ledger.latest([
      { poolId, sub: 'sub-grace' },
      { poolId, sub: 'nobody' },
      { poolId: 'eu-west-1_Other', sub: 'sub-grace' },
    ])
    expect(latest).toMatchObject([{ signUp: { sub: 'sub-grace' }, round: { number: 2 } }])
  })
})
