// A database on a PostgreSQL server: what its URL means, and what is reported about an invalid one.
import { expect, test } from 'vitest'
import { configOf, environment, problemsIn } from './environment.ts'

function databaseOf(url: string) {
  return configOf(environment({ DATABASE_URL: url })).database
}

test('a URL names the server, the database and the user', () => {
  expect(databaseOf('postgres://ada:s3cret@db.example.com:6432/countersign')).toEqual({
    kind: 'postgres',
    host: 'db.example.com',
    port: 6432,
    database: 'countersign',
    user: 'ada',
    password: 's3cret',
    sslMode: 'verify-full',
    sslRootCert: 'system',
    sslCert: null,
    sslKey: null,
  })
})

test.each([
  ['postgresql://ada@db/x', { host: 'db', port: 5432, user: 'ada', password: '', database: 'x' }],
  [
    'postgres://a%40b:p%2F%3F%25@[::1]/my%20data',
    { host: '::1', user: 'a@b', password: 'p/?%', database: 'my data' },
  ],
  ['postgres://ada@%2Fvar%2Frun%2Fpostgresql/x', { host: '/var/run/postgresql', database: 'x' }],
  ['postgres://ada@db/x?sslmode=disable', { sslMode: 'disable' }],
  ['postgres://ada@db/x?sslmode=require', { sslMode: 'require', sslRootCert: null }],
  [
    'postgres://ada@db/x?sslmode=verify-ca&sslrootcert=/ca.pem',
    { sslMode: 'verify-ca', sslRootCert: '/ca.pem' },
  ],
  ['postgres://ada@db/x?sslrootcert=system', { sslMode: 'verify-full', sslRootCert: 'system' }],
  [
    'postgres://ada@db/x?sslcert=c.pem&sslkey=k.pem',
    { sslMode: 'verify-full', sslRootCert: 'system', sslCert: 'c.pem', sslKey: 'k.pem' },
  ],
])('%s means what it means to libpq', (url, meaning) => {
  expect(databaseOf(url)).toMatchObject(meaning)
})

test.each(['localhost', '127.0.0.1', '[::1]', '%2Fvar%2Frun%2Fpostgresql'])(
  'without sslmode, what stays on this machine may go unencrypted: %s',
  (host) => {
    expect(databaseOf(`postgres://ada@${host}/x`)).toMatchObject({ sslMode: 'prefer', sslRootCert: null })
  },
)

test.each([
  'db',
  'db.internal',
  '10.0.0.7',
  '[2001:db8::1]',
  'localhost.example.com',
  '127.0.0.1.example.com',
])('without sslmode, the server has to prove who it is: %s', (host) => {
  const url = `postgres://ada@${host}/x`
  expect(databaseOf(url)).toMatchObject({ sslMode: 'verify-full', sslRootCert: 'system' })
  expect(databaseOf(`${url}?sslrootcert=/ca.pem`)).toMatchObject({
    sslMode: 'verify-full',
    sslRootCert: '/ca.pem',
  })
  for (const sslMode of ['disable', 'prefer', 'require'])
    expect(databaseOf(`${url}?sslmode=${sslMode}`)).toMatchObject({ sslMode, sslRootCert: null })
})

test.each([
  ['jdbc:postgresql://ada@db/x', 'Leave out "jdbc:".'],
  ['postgresql+asyncpg://ada:hush@db/x', 'Leave out the "+" and the driver behind it.'],
  ['postgres:ada@db/x', 'After "postgres:" come two slashes.'],
  ['postgres://ada:hush@one,two/x', 'Give one host: several are not supported.'],
  ['postgres://db/x', 'The user is missing: it stands before an "@".'],
  ['postgres://:hush@db/x', 'special characters'],
  ['postgres://ada:hush@db', "The database's name is missing"],
  ['postgres://ada:hush@db/?sslmode=require', "The database's name is missing"],
  ['postgres://ada:hush@/x', 'The host is missing'],
  ['postgres://ada:hush@db:port/x', 'special characters'],
  ['postgres://ada:hush@db:99999/x', 'special characters'],
  ['postgres://ada:hu#sh@db/x', '"#" %23'],
  ['postgres://ada:hu/sh@db/x', '"/" %2F'],
  ['postgres://ada:hu%sh@db/x', '"%" %25'],
  ['postgres://ada:hush@db/x/y', 'special characters'],
  [
    'postgres://ada:hush@db/x?sslmode=allow',
    'sslmode is disable, prefer, require, verify-ca or verify-full.',
  ],
  ['postgres://ada:hush@db/x?sslmode=verify-full', 'To verify the server, sslrootcert names the file'],
  [
    'postgres://ada:hush@db/x?sslmode=verify-ca&sslrootcert=',
    'To verify the server, sslrootcert names the file',
  ],
  ['postgres://ada:hush@db/x?sslrootcert=system&sslmode=require', 'goes with sslmode=verify-full only'],
  ['postgres://ada:hush@db/x?sslmode=require&sslkey=k', 'sslcert and sslkey go together.'],
  ['postgres://ada:hush@db/x?channel_binding=require', 'After the "?" only sslmode,'],
])('%s is refused with advice', (url, advice) => {
  const [line = '', ...more] = problemsIn(environment({ DATABASE_URL: url }))
  expect(more).toEqual([])
  expect(line).toMatch(/^DATABASE_URL has a wrong value\./)
  expect(line).toContain(advice)
  for (const secret of ['hush', 'hu#sh', 'hu/sh', 'hu%sh']) expect(line).not.toContain(secret)
})

test('several replicas need a database on a server', () => {
  expect(problemsIn(environment({ REPLICAS: '2' }))).toEqual([
    'REPLICAS is more than 1, but only one process can work with a SQLite file. ' +
      'Remove REPLICAS, or give a DATABASE_URL that begins with postgres://.',
  ])
  const shared = { REPLICAS: '5', DATABASE_URL: 'postgres://ada@db/x' }
  expect(configOf(environment(shared)).replicas).toBe(5)
})

test('all replicas together may have the ten connections that Slack allows', () => {
  const given = { REPLICAS: '4', SLACK_SOCKETS: '3', DATABASE_URL: 'postgres://ada@db/x' }
  expect(problemsIn(environment(given))).toEqual([
    'REPLICAS times SLACK_SOCKETS is more than the 10 connections that Slack allows an app. Lower one of them.',
  ])
})
