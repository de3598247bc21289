// Moving a store from one database to another with the operator's command.
import { chmodSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type CopyResult, copyStore } from '../../../src/store/copy/copy-store.ts'
import { openForCopy } from '../../../src/store/copy/open-for-copy.ts'
import type { StoreAddress } from '../../../src/store/open-store.ts'
import { ownStoreId } from '../../../src/store/queries/store-id.ts'
import { freshDatabase, urlOf } from '../../support/postgres/databases.ts'
import { type Ended, runAsProcess, runHere } from '../../support/run-store-command.ts'
import { entryOf, grace } from '../arrange.ts'
import { fillEveryTable } from '../fill-every-table.ts'
import { openStore, type Store, storePath } from '../open-store.ts'
import { openReplica } from './replicas.ts'

function urlAt(address: StoreAddress): string {
  return address.kind === 'sqlite' ? `sqlite:${address.path}` : urlOf(address)
}

function copy(from: StoreAddress, to: StoreAddress, run = runHere): Promise<Ended> {
  return run(['copy'], { FROM_URL: urlAt(from), TO_URL: urlAt(to) })
}

function freshFile(): StoreAddress {
  return { kind: 'sqlite', path: storePath() }
}

/** A store with rows in every table, closed again. */
async function filledStore(address: StoreAddress, people = 2) {
  const store = await openStore(address)
  const filled = await fillEveryTable(store, people)
  await store.close()
  return { ...filled, clock: store.clock }
}

async function unendedOf({ ledger }: Store) {
  return (await ledger.unended()).map(({ click }) => click.id)
}

test('a store moves to PostgreSQL whole, and a second run changes nothing', async () => {
  const [from, to] = [freshFile(), await freshDatabase({ isEmpty: true })]
  const { roundId, entry, clock } = await filledStore(from)
  const copied = await copy(from, to, runAsProcess)
  expect(copied).toMatchObject({ code: 0, err: '' })
  expect(copied.out).toMatch(/^Copied and counted\. Set DATABASE_URL to the new place/)
  for (const line of [
    'sign_ups: 3',
    'rounds: 3',
    'clicks: 5',
    'attempts: 3',
    'messages: 1',
    'message_rounds: 1',
  ])
    expect(copied.out).toContain(`\n  ${line}\n`)

  const again = await copy(from, to)
  expect(again).toMatchObject({ code: 0, err: '' })
  expect(again.out).toMatch(/^Everything is there already: nothing was changed\./)

  const store = await openStore(to, clock)
  expect(await entryOf(store, roundId)).toEqual(entry)
  const before = await openStore(from, clock)
  expect(await unendedOf(store)).toEqual(await unendedOf(before))
})

/** As the command does it, without its output. */
async function copyQuietly(from: StoreAddress, to: StoreAddress): Promise<CopyResult> {
  const source = await openForCopy(from, 'source', () => {})
  const target = await openForCopy(to, 'target', () => {})
  if (source.kind !== 'open' || target.kind !== 'open') throw new Error('Both stores were to be open')
  try {
    return await copyStore(source.database, target.database)
  } finally {
    await source.close()
    await target.close()
  }
}

test('a store moves back to SQLite whole', async () => {
  const [from, to] = [await freshDatabase(), freshFile()]
  const { roundId, entry, storeId, clock } = await filledStore(from)
  expect(await copyQuietly(from, to)).toMatchObject({ kind: 'copied', rows: { sign_ups: 3 } })
  expect(await copyQuietly(from, to)).toMatchObject({ kind: 'same', rows: { sign_ups: 3 } })
  const store = await openStore(to, clock)
  expect(await entryOf(store, roundId)).toEqual(entry)
  expect(await store.transact(ownStoreId)).toBe(storeId)
})

test('a store with more rows than one statement takes moves whole', async () => {
  const [from, to] = [freshFile(), await freshDatabase({ isEmpty: true })]
  const { database, close } = await openStore(from)
  const events = Array.from({ length: 1201 }, (_, index) => ({
    id: `event ${index}`,
    at: index,
    kind: 'many',
    round_id: 'none',
    outcome: 'null',
  }))
  await database.insertInto('audit_events').values(events).execute()
  await close()
  const rows = { audit_events: 1202 }
  expect(await copyQuietly(from, to)).toMatchObject({ kind: 'copied', rows })
  expect(await copyQuietly(from, to)).toMatchObject({ kind: 'same', rows })
})

test('a target with rows of its own is left as it is', async () => {
  const [from, to] = [freshFile(), await freshDatabase()]
  await filledStore(from)
  const other = await openStore(to)
  await other.ledger.record([grace({ sub: 'sub-other' })])
  await other.close()
  expect(await copy(from, to)).toEqual({
    code: 78,
    out: '',
    err: 'The target holds other rows than the source (in sign_ups). Nothing was changed: give an empty database.\n',
  })
  const after = await openStore(to)
  expect(await after.database.selectFrom('sign_ups').select('sub').execute()).toEqual([{ sub: 'sub-other' }])
})

test('a target that has changed since it was copied is left as it is', async () => {
  const [from, to] = [freshFile(), await freshDatabase()]
  await filledStore(from)
  await copyQuietly(from, to)
  const bot = await openReplica(to)
  await bot.database.updateTable('rounds').set({ version: 99 }).where('kind', '=', 'waiting').execute()
  await bot.close()
  expect(await copyQuietly(from, to)).toEqual({ kind: 'other-rows', table: 'rounds' })
})

test('nothing is copied while a bot uses either side', async () => {
  const [from, to] = [freshFile(), await freshDatabase()]
  const running = await openStore(from)
  expect((await copy(from, to)).err).toMatch(
    /^The source: a Countersign works with .*countersign\.db\. Stop it first\.\n$/,
  )
  await running.close()
  const bot = await openReplica(to)
  await bot.ledger.entry('any')
  expect((await copy(from, to)).err).toMatch(
    /^The target: a Countersign works with test_\w+ at 127\.0\.0\.1:\d+\. Stop it first\.\n$/,
  )
  expect((await copy(to, from)).err).toMatch(/^The source: a Countersign works with test_/)
})

test('what is wrong with a place is reported without its password', async () => {
  const [from, to] = [freshFile(), await freshDatabase()]
  expect((await copy(from, to)).err).toMatch(/^The source: there is no file .*countersign\.db\.\n$/)
  await filledStore(from)
  expect((await copy(from, { ...to, database: 'not_here' })).err).toMatch(
    /^The target: the server has no database not_here/,
  )
  expect((await copy(from, { ...to, port: 1 })).err).toMatch(
    /can't be reached \(ECONNREFUSED\)\. Try again when it runs\.\n$/,
  )

  const hidden = await runHere(['copy'], {
    FROM_URL: urlAt(from),
    TO_URL: 'postgres://ada:hush@db,other/x',
  })
  expect(hidden).toMatchObject({ code: 64, out: '' })
  expect(hidden.err).toMatch(/^TO_URL is no such URL\. Give one host: several are not supported\.\nUsage: /)
  expect(hidden.err).not.toContain('hush')
})

test('a URL that the shell cut off is answered as DATABASE_URL is', async () => {
  const whole = 'sqlite:a.db'
  const cut = 'postgres://ada:hush@db/x?sslmode=verify-full'
  const advice = "To verify the server, sslrootcert names the file of its authority's certificate"
  for (const [from, to, option] of [
    [whole, cut, 'TO_URL'],
    [cut, whole, 'FROM_URL'],
  ] as const) {
    const { code, err } = await runHere(['copy'], { FROM_URL: from, TO_URL: to })
    expect(code).toBe(64)
    expect(err).toContain(`${option} is no such URL. ${advice}`)
    expect(err).not.toContain('hush')
  }
})

test('a store that a newer Countersign has used is not copied, on either side', async () => {
  const [from, to] = [freshFile(), await freshDatabase({ isEmpty: true })]
  for (const address of [from, to]) {
    const { database, close } = await openStore(address)
    await sql`insert into kysely_migration values ('9999-x', '2050-01-01')`.execute(database)
    await close()
  }
  const isNewer = (option: string, name: string) =>
    `${option}: a newer version of Countersign has already used ${name}. Start that version, or restore a backup from before the update.\n`
  const fromFile = await copy(from, to)
  expect(fromFile).toMatchObject({ code: 78, out: '' })
  expect(fromFile.err).toMatch(new RegExp(`^${isNewer('The source', '\\S+countersign.db')}$`))
  const toDatabase = await copy(to, freshFile())
  expect(toDatabase).toMatchObject({ code: 78, out: '' })
  expect(toDatabase.err).toMatch(new RegExp(`^${isNewer('The source', 'test_\\w+ at \\S+')}$`))
})

test('a copy that breaks off says why in one line, and nothing is copied', async () => {
  const [from, to] = [freshFile(), await freshDatabase({ isEmpty: true })]
  await filledStore(from)
  const { database, close } = await openReplica(to)
  await sql`alter table clicks drop column bulk_id`.execute(database)
  await close()
  expect(await copy(from, to)).toEqual({
    code: 78,
    out: '',
    err: 'The copy was broken off: 42703: column "bulk_id" of relation "clicks" does not exist. Look at both databases, then type the same again: it finds what is there already.\n',
  })
  const after = await openReplica(to)
  expect(await after.database.selectFrom('sign_ups').select('sub').execute()).toEqual([])
})

test.each([
  [['move', '--from', 'sqlite:x', '--to', 'sqlite:y']],
  [['copy', '--from', 'sqlite:x', '--force']],
])('the command is explained to whoever types %j', async (args) => {
  const { code, err } = await runAsProcess(args)
  expect(code).toBe(64)
  expect(err).toMatch(
    /Usage: TO_URL=postgres:\/\/USER:PASSWORD@HOST\/DATABASE npm run store -- copy --from sqlite:PATH\n/,
  )
})

test('a URL with a password may come from a file, and never from the command line', async () => {
  const [from, to] = [freshFile(), await freshDatabase({ isEmpty: true })]
  if (from.kind !== 'sqlite') throw new Error('The source was to be a file')
  await filledStore(from)
  const file = `${from.path}-url`
  writeFileSync(file, `${urlAt(to)}\n`, { mode: 0o600 })
  const whole = ['copy', '--from', urlAt(from)]
  expect(await runHere(whole, { TO_URL_FILE: file })).toMatchObject({ code: 0, err: '' })
  chmodSync(file, 0o640)
  expect(await runHere(whole, { TO_URL_FILE: file })).toMatchObject({
    code: 0,
    err: `Warning: others can read ${file} (mode 0640), which is for you only. Type: chmod 600 ${file}\n`,
  })

  for (const [args, environment, words] of [
    [
      ['--to', 'postgres://ada:hush@db/x'],
      {},
      '--to takes only sqlite:PATH, because others can read what is typed',
    ],
    [[], {}, '--to or TO_URL is missing.'],
    [[], { TO_URL: urlAt(to), TO_URL_FILE: file }, 'TO_URL and TO_URL_FILE are both given: leave one out.'],
    [[], { TO_URL_FILE: '/no/such/file' }, "TO_URL_FILE: the file can't be read."],
  ] as const) {
    const { code, err } = await runHere([...whole, ...args], environment)
    expect(code).toBe(64)
    expect(err).toContain(words)
    expect(err).not.toContain('hush')
  }
})
