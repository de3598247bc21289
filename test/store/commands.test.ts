import { describe, expect, it } from 'vitest'
import type { CardEntry } from '../../src/domain/card-entry.ts'
import type { ClickEnd } from '../../src/domain/click.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  entryOf,
  grace,
  poolId,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

/** A person typed `/confirm-user` and this text. */
async function typed(store: Store, text: string, by = ada) {
  const request = { kind: 'command', text } as const
  return writtenClick(store, '', { request, toldBy: 'privately', pressedOn: null, by })
}

const list: ClickEnd = { kind: 'answered', answer: { kind: 'list', poolIds: [poolId], offset: 0 } }

describe('a command', () => {
  it('is written down with what was typed, and found again after a restart', async () => {
    const store = await openStore()
    const { id } = await typed(store, 'grace')
    expect(await store.ledger.unended()).toMatchObject([
      { click: { id, roundId: null, request: { kind: 'command', text: 'grace' }, toldBy: 'privately' } },
    ])
  })

  it('supersedes no other command of the same person', async () => {
    const store = await openStore()
    await typed(store, 'grace')
    await typed(store, 'hedy')
    expect(await store.ledger.unended()).toHaveLength(2)
  })

  it('claims the round that it led to, and is about that round from then on', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    expect(await store.ledger.claim(id, roundId, 'process 1')).toMatchObject({ kind: 'claimed', fence: 1 })
    expect(await store.ledger.unended()).toMatchObject([{ click: { id, roundId }, holdsClaim: true }])
    const claim = { roundId, clickId: id, fence: 1, attemptId: 'an attempt' }
    expect(await store.ledger.settle(settlement(store, claim))).not.toBeNull()
    expect(await auditLog(store)).toMatchObject([{ kind: 'click-confirmed', click: id, round: roundId }])
  })

  it('claims only one round, even if two processes carry it out, and leaves the other waiting', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const other = await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    const { id } = await typed(store, 'grace')
    await store.ledger.claim(id, roundId, 'process 1')
    expect(await store.ledger.claim(id, other.roundId, 'process 2')).toEqual({ kind: 'ended' })
    expect((await entryOf(store, other.roundId)).round).toMatchObject({
      fence: 0,
      state: { kind: 'waiting' },
    })
    expect(
      await store.ledger.end(id, { kind: 'unchecked', because: { kind: 'no-answer' } }, null, other.roundId),
    ).toBe(false)
    const attempts = await store.database.selectFrom('attempts').select('round_id').execute()
    expect(attempts).toEqual([{ round_id: roundId }])
  })

  it('is about no round until it claims one, so that the next process asks again who is meant', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    await claimedClick(store, roundId, bob)
    expect(await store.ledger.claim(id, roundId, 'process 1')).toMatchObject({ kind: 'late', first: bob })
    const unended = (await store.ledger.unended()).filter(({ click }) => click.id === id)
    expect(unended).toMatchObject([{ click: { roundId: null }, holdsClaim: false }])
  })

  it('that ends because of a round is about that round, in the answer and in the audit log', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    expect(await store.ledger.end(id, { kind: 'refused', because: 'own-sign-up' }, null, roundId)).toBe(true)
    expect(await store.ledger.untold(id)).toMatchObject([{ entry: { round: { id: roundId } } }])
    expect(await auditLog(store)).toMatchObject([{ round: roundId, sub: 'sub-grace', pool: poolId }])
  })

  it('leads nowhere once it has ended', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    await store.ledger.end(id, { kind: 'unchecked', because: { kind: 'no-answer' } }, null)
    expect(await store.ledger.claim(id, roundId, 'process 1')).toEqual({ kind: 'ended' })
    expect(await store.ledger.claim('no click', roundId, 'process 1')).toEqual({ kind: 'ended' })
    expect((await entryOf(store, roundId)).round.state.kind).toBe('waiting')
  })

  it('is answered privately, even though a card shows its end too', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace')
    await store.ledger.claim(id, roundId, 'process 1')
    const claim = { roundId, clickId: id, fence: 1, attemptId: 'an attempt' }
    await store.ledger.settle(settlement(store, claim))
    const [row] = await store.database.selectFrom('clicks').selectAll().execute()
    expect(row).toMatchObject({ teller: 'private-answer', told_at: null })
  })
})

describe('the answer to a command', () => {
  it('is known with whoever asked for it', async () => {
    const store = await openStore()
    const { id } = await typed(store, 'list')
    expect(await store.ledger.answerTo(id)).toBeNull()
    await store.ledger.end(id, list, null)
    const answer = { kind: 'list', poolIds: [poolId], offset: 0 }
    expect(await store.ledger.answerTo(id)).toEqual({ by: ada, answer })
    expect(await store.ledger.answerTo('no click')).toBeNull()
  })

  it('is missing if the command led to a decision', async () => {
    const store = await openStore()
    const { id } = await typed(store, 'grace')
    await store.ledger.end(id, { kind: 'refused', because: 'guest' }, null)
    expect(await store.ledger.answerTo(id)).toBeNull()
  })

  it('shows who is waiting at the time of the answer, longest first, ten at a time', async () => {
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

  it('shows the sign-ups to choose from as they are at the time of the answer', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await typed(store, 'grace@example.com')
    const answer = {
      kind: 'candidates',
      decision: 'approve',
      user: 'grace@example.com',
      roundIds: [roundId, 'a lost round'],
      unsearched: [],
    } as const
    await store.ledger.end(id, { kind: 'answered', answer }, null)
    await claimedClick(store, roundId, bob)
    const [untold] = await store.ledger.untold(id)
    expect(untold?.listed).toEqual([await entryOf(store, roundId)])
  })
})

describe('the next page of a list', () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, number) =>
      grace({
        sub: `sub-${number}`,
        userName: `user-${number}`,
        // Two at a time sign up at the same moment.
        signedUpAt: new Date(Date.UTC(2026, 4, 1, 11, Math.floor(number / 2))),
      }),
    )
  const namesIn = (page: { readonly listed: readonly CardEntry[] } | null) =>
    page?.listed.map(({ signUp }) => signUp.sub) ?? []

  async function firstPage(store: Store) {
    const { id } = await typed(store, 'list')
    await store.ledger.end(id, list, null)
    const [untold] = await store.ledger.untold(id)
    if (untold === undefined) throw new Error('The list is told already')
    return untold.listed
  }

  it('begins after the last one of the page before it: no sign-up is left out or repeated', async () => {
    const store = await openStore()
    await store.ledger.record([...people(23), grace({ sub: 'other', poolId: 'eu-west-1_Other' })])
    const first = await firstPage(store)
    const second = await store.ledger.pageAfter([poolId], first.at(-1)?.round.id ?? '')
    const third = await store.ledger.pageAfter([poolId], second?.listed.at(-1)?.round.id ?? '')
    expect([second?.offset, third?.offset]).toEqual([10, 20])
    expect([second?.total, third?.total]).toEqual([23, 23])
    const all = [...namesIn({ listed: first }), ...namesIn(second), ...namesIn(third)]
    expect(all.toSorted()).toEqual(
      people(23)
        .map(({ sub }) => sub)
        .toSorted(),
    )
  })

  it('leaves out no sign-up even if some on the page before it, or its last one, were decided meanwhile', async () => {
    const store = await openStore()
    await store.ledger.record(people(12))
    const first = await firstPage(store)
    for (const { round, signUp } of [...first.slice(0, 2), ...first.slice(-1)])
      await store.ledger.observe(
        { roundId: round.id, sub: signUp.sub, version: round.version },
        { kind: 'gone', at: store.clock.now() },
        null,
      )
    const second = await store.ledger.pageAfter([poolId], first.at(-1)?.round.id ?? '')
    expect(second).toMatchObject({ offset: 7, total: 9 })
    expect(namesIn(second)).toHaveLength(2)
  })

  it('is empty if the store doesn’t know the last one', async () => {
    const store = await openStore()
    await waitingRound(store)
    expect(await store.ledger.pageAfter([poolId], 'a lost round')).toBeNull()
  })
})

describe('the latest rounds', () => {
  it('are the last round of each sign-up that is known', async () => {
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

describe('the reading of a pool', () => {
  const reads = async (store: Store) => {
    const { id } = await typed(store, 'list')
    await store.ledger.end(id, list, null)
    return (await store.ledger.untold(id))[0]?.reads
  }

  it('comes with its list: when it began, and what keeps it from being read', async () => {
    const store = await openStore()
    expect(await reads(store)).toEqual([{ poolId, readAt: null, problem: null }])
    await store.ledger.noteUnread(poolId, 'forbidden')
    expect(await reads(store)).toEqual([{ poolId, readAt: null, problem: 'forbidden' }])
    const readAt = new Date(store.clock.now().getTime() - 3000)
    await store.ledger.noteRead(poolId, readAt, null)
    expect(await reads(store)).toEqual([{ poolId, readAt, problem: null }])
    store.clock.advance(60_000)
    await store.ledger.noteUnread(poolId, 'out-of-reach')
    expect(await reads(store)).toEqual([{ poolId, readAt, problem: 'out-of-reach' }])
  })

  it('comes with the next page too', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.noteRead(poolId, store.clock.now(), 'unreadable')
    expect(await store.ledger.pageAfter([poolId], roundId)).toMatchObject({
      reads: [{ poolId, problem: 'unreadable' }],
    })
  })
})

describe('those who wait in a pool', () => {
  it('are read from the newest on, so many at a time, without those of another pool or who are settled', async () => {
    const store = await openStore()
    const many = Array.from({ length: 5 }, (_, number) =>
      grace({
        sub: `sub-${number}`,
        userName: `user-${number}`,
        signedUpAt: new Date(Date.UTC(2026, 4, 1, 10, number >> 1)),
      }),
    )
    await store.ledger.record([...many, grace({ sub: 'other', poolId: 'eu-west-1_Other' })])
    const settled = (await store.ledger.waiting(poolId)).find(({ sub }) => sub === 'sub-2')
    if (settled === undefined) throw new Error('sub-2 is not waiting')
    await store.ledger.observe(settled, { kind: 'gone', at: store.clock.now() }, null)
    const first = await store.ledger.waitingBefore(poolId, null, 3)
    const rest = await store.ledger.waitingBefore(poolId, first.at(-1) ?? null, 3)
    const names = [...first, ...rest].map(({ signUp }) => signUp.userName)
    expect(first).toHaveLength(3)
    expect(names[0]).toBe('user-4')
    expect(names[1]).toBe('user-3')
    expect(names.toSorted()).toEqual(['user-0', 'user-1', 'user-3', 'user-4'])
  })
})
