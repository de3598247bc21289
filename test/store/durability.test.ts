import { sql } from 'kysely'
import { expect, inject, it } from 'vitest'
import { openLedger } from '../../src/store/open-ledger.ts'
import type { Transact, Tx } from '../../src/store/transaction.ts'
import { openStore } from './open-store.ts'

const isSqlite = inject('database') === 'sqlite'

/** What the database says about waiting for its disk. The test's PostgreSQL never waits, so there it counts who said so. */
const [synced, unsynced] = isSqlite ? [2, 1] : ['server', 'session']

async function howSynced(tx: Tx): Promise<unknown> {
  const asked = isSqlite
    ? sql<Record<string, unknown>>`pragma synchronous`
    : sql<Record<string, unknown>>`
        select case source when 'session' then 'session' else 'server' end
        from pg_settings where name = 'synchronous_commit'`
  const { rows } = await asked.execute(tx)
  return Object.values(rows[0] ?? {})[0]
}

it('a commit is on disk before anything follows from it, unless it is said to have time', async () => {
  const { transact } = await openStore()
  expect(await transact(howSynced)).toBe(synced)
  expect(await transact(howSynced, 'click', 'soon')).toBe(unsynced)
  expect(await transact(howSynced)).toBe(synced)
})

it('a commit is on disk also after one that had time has failed', async () => {
  const { transact } = await openStore()
  const failing = transact(() => Promise.reject(new Error('a fault')), 'click', 'soon')
  await expect(failing).rejects.toThrow('a fault')
  expect(await transact(howSynced)).toBe(synced)
})

it('only what is drawn again in any case has time', async () => {
  const { transact } = await openStore()
  const inTime = new Set<string>()
  let asked = ''
  const noting: Transact = (work, urgency, durability) => {
    if (durability === 'soon') inTime.add(asked)
    return transact(work, urgency, durability)
  }
  const ledger = openLedger({ transact: noting, newId: () => 'an-id' })
  const ask = async (name: string, work: () => Promise<unknown>) => {
    asked = name
    await work().catch(() => undefined)
  }
  await ask('startDrawing', () => ledger.startDrawing('unknown', 'drawer'))
  await ask('abandonDrawing', () => ledger.abandonDrawing({ messageId: 'unknown', fence: 1 }))
  await ask('claim', () => ledger.claim('unknown', 'unknown', 'holder'))
  await ask('noteTold', () => ledger.noteTold('unknown'))
  await ask('noteGone', () => ledger.noteGone('unknown'))
  expect([...inTime]).toEqual(['startDrawing', 'abandonDrawing'])
})
