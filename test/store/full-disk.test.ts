// A disk that becomes full while the bot runs, and has room again later.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, inject, it, onTestFinished } from 'vitest'
import { CommitUnknown } from '../../src/shared/commit-unknown.ts'
import { openLedger } from '../../src/store/open-ledger.ts'
import { openStore } from '../../src/store/open-store.ts'
import { tellFullDisk } from '../../src/store/tell-full-disk.ts'
import type { Transact } from '../../src/store/transaction.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { freshDatabase } from '../support/postgres/databases.ts'
import { grace, poolId, waitingRound } from './arrange.ts'
import { storePath } from './open-store.ts'

const full =
  'the disk is full: no click is accepted, and Slack shows that it failed, until you make room where the database is'
const room = 'the disk has room again: clicks are accepted'

/** As the bot opens it, on a disk that can be filled. */
async function openOnDisk() {
  const [clock, log] = [createHandClock(), createReadableLog()]
  const isPostgres = inject('database') === 'postgres'
  // One that no other test uses afterwards, because a trigger is left in it.
  const address = isPostgres
    ? await freshDatabase({ isEmpty: true })
    : ({ kind: 'sqlite', path: storePath() } as const)
  const store = await openStore({ address, origin: randomUUID(), clock, log })
  if (store.kind !== 'open') throw new Error(`The store is ${store.kind}`)
  onTestFinished(store.close)
  const ledger = openLedger({ ...store, newId: randomUUID })
  const disk = isPostgres ? filledByTrigger(store.transact) : filledByPages(store.transact)
  const told = () => log.lines.map(({ message }) => message)
  return { clock, log, ledger, disk, told, code: isPostgres ? '53100' : 'SQLITE_FULL' }
}

/** SQLite says the same of a file that may not grow as of a disk without room. */
function filledByPages(transact: Transact) {
  const limit = (pages: string) =>
    transact((tx) => sql`pragma max_page_count = ${sql.raw(pages)}`.execute(tx).then(() => undefined))
  return { fill: () => limit('1'), empty: () => limit('1000000') }
}

/** A server says it with a code, which this one makes up. */
function filledByTrigger(transact: Transact) {
  const run = (...statements: readonly string[]) =>
    transact(async (tx) => {
      for (const statement of statements) await sql.raw(statement).execute(tx)
    })
  return {
    fill: () =>
      run(
        `create or replace function no_room() returns trigger language plpgsql as
         $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$`,
        'create trigger no_room before insert on sign_ups execute function no_room()',
      ),
    empty: () => run('drop trigger no_room on sign_ups'),
  }
}

let people = 0

/** More than fits into the pages that are there. */
const crowd = () =>
  Array.from({ length: 60 }, () => {
    people += 1
    return grace({ sub: `sub-${people}`, userName: `name-${people}` })
  })

it('a full disk is logged once, as that, and so is its end a minute later', async () => {
  const { clock, log, ledger, disk, told, code } = await openOnDisk()
  const { roundId } = await waitingRound({ ledger })
  await disk.fill()
  for (let tries = 0; tries < 3; tries += 1) {
    await expect(ledger.record(crowd())).rejects.toMatchObject({ code })
    await clock.advance(1000)
  }
  expect(log.lines).toEqual([
    { level: 'error', message: full, facts: expect.objectContaining({ flow: 'store', code }) },
  ])

  // What can be read says nothing about it.
  await clock.advance(60_000)
  expect((await ledger.waiting(poolId)).map((round) => round.roundId)).toEqual([roundId])
  await disk.empty()
  expect(told()).toEqual([full])
  expect(await ledger.record(crowd())).toMatchObject({ added: 60 })
  expect(told()).toEqual([full, room])
})

it('a write that fits in between ends nothing, but the next time that the disk is full is told again', async () => {
  const { clock, ledger, disk, told, code } = await openOnDisk()
  const { roundId } = await waitingRound({ ledger })
  await disk.fill()
  await expect(ledger.record(crowd())).rejects.toMatchObject({ code })
  await clock.advance(59_999)
  await ledger.noteTime(0, true).catch(() => undefined)
  await expect(ledger.record(crowd())).rejects.toMatchObject({ code })
  expect(told()).toEqual([full])
  await disk.empty()
  await clock.advance(60_000)
  await ledger.record([grace({ sub: 'sub-late', userName: 'late' })])
  await disk.fill()
  await expect(ledger.record(crowd())).rejects.toMatchObject({ code })
  expect(told()).toEqual([full, room, full])
  expect(await ledger.entry(roundId)).not.toBeNull()
})

it.each([
  ['ENOSPC', true],
  ['EDQUOT', true],
  ['SQLITE_BUSY', false],
  ['57014', false],
])('that an error with the code %s is one of a full disk is %s', async (code, isOne) => {
  const log = createReadableLog()
  const failing: Transact = () => Promise.reject(Object.assign(new Error('no'), { code }))
  const transact = tellFullDisk(failing, { database: 'a database', clock: createHandClock(), log })
  await expect(transact(async () => undefined)).rejects.toMatchObject({ code })
  expect(log.lines.map(({ message }) => message)).toEqual(isOne ? [full] : [])
})

it('is told as well if the disk is full at the COMMIT', async () => {
  const log = createReadableLog()
  const reason = Object.assign(new Error('no'), { code: 'SQLITE_FULL' })
  const failing: Transact = () => Promise.reject(new CommitUnknown(reason))
  const transact = tellFullDisk(failing, { database: 'a database', clock: createHandClock(), log })
  await expect(transact(async () => undefined)).rejects.toBeInstanceOf(CommitUnknown)
  expect(log.lines).toMatchObject([{ message: full, facts: { code: 'SQLITE_FULL' } }])
})
