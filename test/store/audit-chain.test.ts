// The audit chain in the store: every event is linked once, in the order in which they came, and nothing that is linked changes.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../src/store/open-ledger.ts'
import { approval, sealed } from '../domain/chain-of-events.ts'
import { claimedClick, grace, settlement, waitingRound, writtenClick } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'
import { linkAll, rowsOf, verify } from './verify-store.ts'

/** Ada approves her, so that there is one event more. */
async function approve(store: Store, sub: string): Promise<void> {
  const { roundId } = await waitingRound(store, grace({ sub, userName: sub }))
  await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
}

async function expire(store: Store, count: number): Promise<void> {
  for (let clicks = 0; clicks < count; clicks += 1) {
    const { id } = await writtenClick(store, 'a lost round', {
      by: { userId: `U${clicks}`, teamId: 'T0HOME' },
    })
    await store.ledger.end(id, { kind: 'expired' }, null)
  }
}

/** Events as they are written, without what they are about. */
async function fill({ database }: Store, count: number): Promise<void> {
  const events = Array.from({ length: count }, () => sealed(approval(1, { id: randomUUID() })))
  await database.insertInto('audit_events').values(events).execute()
}

describe('audit events', () => {
  it('are linked in the order in which they came, each once', async () => {
    const store = await openStore()
    await linkAll(store)
    for (const sub of ['one', 'two', 'three']) await approve(store, sub)
    expect((await linkAll(store)).map(({ seq, kind }) => [seq, kind])).toEqual(
      [2, 3, 4].map((seq) => [seq, 'click-confirmed']),
    )
    expect(await linkAll(store)).toEqual([])
    await approve(store, 'four')
    expect(await linkAll(store)).toMatchObject([{ seq: 5 }])
    const rows = (await rowsOf(store)).filter(({ kind }) => kind !== 'seed')
    expect(rows.toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0)).map(({ sub }) => sub)).toEqual([
      'one',
      'two',
      'three',
      'four',
    ])
    expect(await verify(store)).toMatchObject({ damages: 0, rows: 5, unlinked: 0 })
  })

  it('are linked once by two leaders at the same time', async () => {
    const store = await openStore()
    await expire(store, 30)
    await fill(store, 300)
    const other = store.address.kind === 'postgres' ? await openStore(store.address) : store
    const all = await Promise.all([linkAll(store), linkAll(other), linkAll(store), linkAll(other)])
    const seqs = all.flat().map(({ seq }) => seq)
    const { length } = await rowsOf(store)
    expect(seqs.toSorted((one, next) => one - next)).toEqual(Array.from({ length }, (_, index) => index + 1))
    expect(await verify(store)).toMatchObject({ damages: 0, rows: length })
  })

  it('that an older version wrote are hashed when they are linked', async () => {
    const store = await openStore()
    await store.database
      .insertInto('audit_events')
      .values({ id: 'old', at: 1, kind: 'click-expired', outcome: '{}' })
      .execute()
    await linkAll(store)
    expect(await verify(store)).toMatchObject({ damages: 0, rows: 2 })
  })

  it('get a checkpoint once a day, every 500 rows, and when the bot stops', async () => {
    const store = await openStore()
    const marks = () =>
      store.database
        .selectFrom('audit_checkpoints')
        .select(['seq', 'kind', 'rows', 'signature'])
        .orderBy('seq')
        .execute()
    const signer = { keyId: 'key', sign: () => 'signed' }
    await store.ledger.linkSome(signer)
    await expire(store, 3)
    store.clock.advance(23 * 60 * 60_000)
    await linkAll(store)
    expect(await marks()).toEqual([{ seq: 1, kind: 'daily', rows: 1, signature: 'signed' }])
    store.clock.advance(60 * 60_000)
    await expire(store, 1)
    await linkAll(store)
    await store.ledger.markStop(null)
    await fill(store, 500)
    await linkAll(store)
    await store.ledger.markStop(null)
    await store.ledger.markStop(null)
    expect((await marks()).map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'daily'],
      [5, 'daily'],
      [505, 'rows'],
    ])
    await expire(store, 1)
    await linkAll(store)
    await store.ledger.markStop(null)
    expect((await marks()).at(-1)).toMatchObject({ seq: 506, kind: 'stop', signature: null })
  })
})

describe('what is linked', () => {
  it.each([
    'kind',
    'outcome',
    'sub',
    'user_id',
    'content_hash',
    'chain_hash',
    'applicant_salt',
    'inserted',
    'seq',
  ])('keeps its %s, whoever asks the database to change it', async (column) => {
    const store = await openStore()
    await approve(store, 'one')
    const change = () => sql`update audit_events set ${sql.ref(column)} = null`.execute(store.database)
    await linkAll(store)
    await expect(change()).rejects.toThrow()
    const before = await rowsOf(store)
    const erase =
      sql`update audit_events set applicant_salt = null, outcome = '{}', entitlement = null`.execute(
        store.database,
      )
    await expect(erase).rejects.toThrow('can only be changed by an erasure')
    expect(await rowsOf(store)).toEqual(before)
  })

  it('is found changed all the same if somebody takes the triggers away', async () => {
    const store = await openStore()
    await approve(store, 'one')
    await linkAll(store)
    const where = store.address.kind === 'postgres' ? sql` on audit_events` : sql``
    await sql`drop trigger audit_events_unchanged${where}`.execute(store.database)
    await sql`update audit_events set user_id = 'U0MALLORY' where seq = 2`.execute(store.database)
    expect((await verify(store)).damage).toMatchObject([{ kind: 'changed', seq: 2 }])
  })
})

it('the chain goes on where another process left it', async () => {
  const store = await openStore()
  await approve(store, 'one')
  const first = openLedger({ transact: store.transact, newId: () => 'unused' })
  await first.linkSome(null)
  const { hash } = await store.ledger.chainHead()
  await approve(store, 'two')
  await linkAll(store)
  expect((await rowsOf(store)).find(({ seq }) => seq === 2)?.chain_hash).toBe(hash)
  expect(await store.ledger.chainHead()).toMatchObject({ seq: 3 })
})
