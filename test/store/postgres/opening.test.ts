// Opening a PostgreSQL database: what an operator may get wrong, TLS, and tables that several processes create at once.
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { Client } from 'pg'
import { describe, expect, inject, it, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/shared/clock.ts'
import { type Migrations, migrations } from '../../../src/store/migrations.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { PostgresAddress } from '../../../src/store/postgres/address.ts'
import { startProblemLines } from '../../../src/wording/start.ts'
import { asAdministrator, freshDatabase } from '../../support/postgres/databases.ts'
import { grace } from '../arrange.ts'
import { openReplica, quiet } from './replicas.ts'

async function open(address: PostgresAddress, list = migrations) {
  const opened = await openStore({ address, origin: 'a test', clock: systemClock, log: quiet, list })
  if (opened.kind === 'open') onTestFinished(opened.close)
  return opened
}

/** What the operator reads about it. */
async function mistake(change: Partial<PostgresAddress>, list = migrations): Promise<string> {
  const opened = await open({ ...(await freshDatabase()), ...change }, list)
  if (opened.kind !== 'unusable') throw new Error(`The store is ${opened.kind}`)
  return startProblemLines([opened.problem], []).join('\n')
}

/** Whether the pool's connections use TLS. */
async function isEncrypted(change: Partial<PostgresAddress>): Promise<boolean> {
  const { database } = await openReplica({ ...(await freshDatabase()), ...change })
  const { rows } = await sql<{ ssl: boolean }>`
    select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(database)
  return rows[0]?.ssl === true
}

async function createRole(name: string, rights: string): Promise<void> {
  await asAdministrator(inject('postgresPort'), `create role ${name} ${rights}`)
  onTestFinished(() => asAdministrator(inject('postgresPort'), `drop role ${name}`))
}

const certificate = (name: string) =>
  fileURLToPath(new URL(`../../support/postgres/tls/${name}`, import.meta.url))

describe('the operator is told that a database can’t be used', () => {
  it('if the password is wrong or missing, without showing it', async () => {
    await createRole('guarded', "login password 'right'")
    for (const password of ['hush', '']) {
      const line = await mistake({ user: 'guarded', password })
      expect(line).toMatch(
        /^DATABASE_URL: the server of test_\w+ at 127\.0\.0\.1:\d+ does not let this user in/,
      )
      expect(line).not.toContain('hush')
    }
  })

  it('if there is no such user', async () => {
    expect(await mistake({ user: 'nobody_known' })).toContain('does not let this user in (28000).')
  })

  it('if its user may not connect to the database', async () => {
    await createRole('outsider', 'login')
    const address = await freshDatabase()
    await asAdministrator(
      inject('postgresPort'),
      `revoke connect on database ${address.database} from public`,
    )
    expect(await mistake({ ...address, user: 'outsider' })).toContain('does not let this user in (42501).')
  })

  it('if there is no such database', async () => {
    expect(await mistake({ database: 'not_here' })).toMatch(
      /the server has no database not_here at 127\.0\.0\.1:\d+\./,
    )
  })

  it('if its user may not create tables', async () => {
    await createRole('reader', 'login')
    const address = await freshDatabase({ isEmpty: true })
    expect(await mistake({ ...address, user: 'reader' })).toContain('this user may not create tables in')
  })

  it('if a certificate’s file can’t be read', async () => {
    expect(await mistake({ sslMode: 'verify-ca', sslRootCert: '/no/such/file.pem' })).toContain(
      "the file /no/such/file.pem can't be read (ENOENT). Check sslrootcert, sslcert and sslkey in the URL.",
    )
  })
})

/** A database with its tables, changed by this statement. */
async function changed(statements: string): Promise<PostgresAddress> {
  const address = await freshDatabase({ isEmpty: true })
  const { close } = await openReplica(address)
  await close()
  await asAdministrator(inject('postgresPort'), statements, address.database)
  return address
}

/** Every table with its columns, every index, and the migrations that ran. */
async function contents({ port, database, user }: PostgresAddress): Promise<unknown> {
  const client = new Client({ host: '127.0.0.1', port, database, user })
  await client.connect()
  try {
    const { rows } = await client.query(`
      select table_name || '.' || column_name as thing from information_schema.columns where table_schema = 'public'
      union all select indexname from pg_indexes where schemaname = 'public'
      union all select name from kysely_migration order by thing`)
    return rows
  } finally {
    await client.end()
  }
}

describe('the operator is told about tables that can’t be brought up to date, and they are left as they are', () => {
  /** Two migrations that a later version might add. */
  const nextSteps: Migrations = {
    ...migrations,
    '9002-a-table': { up: (db) => db.schema.createTable('notes').addColumn('id', 'text').execute() },
    '9003-a-column': { up: (db) => db.schema.alterTable('messages').addColumn('remark', 'text').execute() },
  }
  const notChanged =
    'and nothing was changed. Restore a backup into an empty database; for a new store, give an empty one.'

  it.each([
    [
      'if a newer Countersign has used them',
      `insert into kysely_migration values
        ('9002-a-table', '2049-01-01'), ('9003-a-column', '2049-01-01'), ('9999-x', '2050-01-01')`,
      /^DATABASE_URL: a newer version of Countersign has already used test_\w+ at 127\.0\.0\.1:\d+\. Start that version, or restore a backup from before the update\.$/,
    ],
    [
      'if a newer Countersign has used them and an older backup was restored over them',
      `create table notes (id text)`,
      /^DATABASE_URL: the tables of test_\w+ at \S+ could not be updated \(42P07: relation "notes" already exists\), /,
    ],
    [
      'if a column already exists',
      `alter table messages add column remark text`,
      /\(42701: column "remark" of relation "messages" already exists\), /,
    ],
    ['if a table is missing', `drop table messages cascade`, /\(42P01: /],
    [
      'if another program’s tables are there',
      `update kysely_migration set name = '2020-users' where name < '0002'`,
      /\(kysely_migration lists 2020-users\), /,
    ],
  ])('%s', async (_, statements, words) => {
    const address = await changed(statements)
    const before = await contents(address)
    const line = await mistake(address, nextSteps)
    expect(line).toMatch(words)
    if (!line.includes('a newer version of Countersign')) expect(line).toContain(notChanged)
    expect(await contents(address)).toEqual(before)
  })
})

describe('a migration that fails for a passing reason is no mistake', () => {
  /** A migration that needs one of the tables. */
  const nextStep: Migrations = {
    ...migrations,
    '9002-a-column': { up: (db) => db.schema.alterTable('rounds').addColumn('remark', 'text').execute() },
  }

  /** A database without that migration, and a session that holds the table. */
  async function held() {
    const address = await changed('select 1')
    const { port, database, user } = address
    const holder = new Client({ host: '127.0.0.1', port, database, user })
    await holder.connect()
    onTestFinished(() => holder.end())
    await holder.query('begin')
    await holder.query('lock table rounds')
    return { address, holder }
  }

  it('if it gave up waiting for a lock', async () => {
    const { address, holder } = await held()
    const role = `impatient_${address.database}`
    await createRole(role, 'login superuser')
    await asAdministrator(address.port, `alter role ${role} set lock_timeout = '50ms'`)
    await expect(open({ ...address, user: role }, nextStep)).rejects.toThrow(
      'The store could not be brought up to date',
    )
    await holder.query('rollback')
    expect(await open(address, nextStep)).toMatchObject({ kind: 'open' })
  })

  it('if its connection was ended', async () => {
    const { address, holder } = await held()
    const opening = open(address, nextStep)
    await expect
      .poll(async () => {
        await holder.query('select pg_stat_clear_snapshot()')
        const { rows } = await holder.query(`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`)
        return rows.length
      })
      .toBe(1)
    expect(await opening).toMatchObject({ kind: 'out-of-reach' })
    await holder.query('rollback')
    expect(await open(address, nextStep)).toMatchObject({ kind: 'open' })
  })
})

describe('TLS works as in libpq:', () => {
  const verified = { host: 'localhost', sslRootCert: certificate('ca.pem') }
  const byAnother = { host: 'localhost', sslRootCert: certificate('other-ca.pem') }

  it('it is used if the server has it, or never', async () => {
    expect(await isEncrypted({ sslMode: 'prefer' })).toBe(true)
    expect(await isEncrypted({ sslMode: 'require' })).toBe(true)
    expect(await isEncrypted({ sslMode: 'disable' })).toBe(false)
  })

  it('the certificate is verified against the given authority, even with sslmode=require', async () => {
    expect(await isEncrypted({ sslMode: 'verify-full', ...verified })).toBe(true)
    for (const sslMode of ['require', 'verify-ca', 'verify-full'] as const)
      expect(await mistake({ sslMode, ...byAnother })).toContain('is not trusted (')
  })

  it('the certificate has to name the host only with verify-full', async () => {
    const elsewhere = { ...verified, host: '127.0.0.1' }
    expect(await isEncrypted({ sslMode: 'verify-ca', ...elsewhere })).toBe(true)
    expect(await mistake({ sslMode: 'verify-full', ...elsewhere })).toContain(
      '(ERR_TLS_CERT_ALTNAME_INVALID)',
    )
  })

  it('a given certificate is not trusted if the system’s authorities have to vouch for it', async () => {
    expect(await mistake({ sslMode: 'verify-full', host: 'localhost', sslRootCert: 'system' })).toContain(
      'is not trusted (',
    )
  })
})

test('a server that is out of reach is no mistake', async () => {
  const address = await freshDatabase()
  expect(await open({ ...address, port: 1 })).toMatchObject({ kind: 'out-of-reach', code: 'ECONNREFUSED' })
  expect(await open({ ...address, host: 'no.such.host.invalid' })).toMatchObject({ kind: 'out-of-reach' })
})

test('several processes that start on an empty database at once migrate it once', async () => {
  const address = await freshDatabase({ isEmpty: true })
  const replicas = await Promise.all([1, 2, 3, 4].map(() => openReplica(address)))
  for (const { ledger } of replicas) await ledger.record([grace()])
  const [first] = replicas
  expect(await first?.database.selectFrom('sign_ups').select('sub').execute()).toEqual([{ sub: 'sub-grace' }])
})

test('nothing is left in a session, because a pooler may give it to another client', async () => {
  const { database, ledger } = await openReplica(await freshDatabase({ isEmpty: true }))
  await ledger.record([grace()])
  const { rows } = await sql`
    select current_setting('statement_timeout') as timeout,
      current_setting('default_transaction_isolation') as isolation,
      (select count(*) from pg_prepared_statements) as prepared,
      (select count(*) from pg_locks join pg_database on pg_database.oid = pg_locks.database
        where locktype = 'advisory' and datname = current_database()) as locks`.execute(database)
  expect(rows).toEqual([{ timeout: '0', isolation: 'read committed', prepared: 0, locks: 0 }])
})
