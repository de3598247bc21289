// What the doctor makes of a store's disk or server, where no test has one.
import { expect, test } from 'vitest'
import { runChecks } from '../../src/doctor/run-checks.ts'
import { type StoreCheckParts, storeChecks } from '../../src/doctor/store-checks.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { testPool } from '../support/pool.ts'

type Survey = Awaited<ReturnType<StoreCheckParts['survey']>>
type Seen = Extract<Survey, { kind: 'seen' }>

const now = new Date('2026-05-01T12:00:00Z')
const pool = testPool()

const rows: NonNullable<Seen['rows']> = {
  now,
  waiting: 0,
  unended: { count: 0, oldest: null },
  reads: [{ poolId: pool.id, readAt: now, problem: null }],
  processes: [{ holder: 'one', seenAt: now, connections: 2 }],
  chain: { end: null, isWhole: true, unlinked: { count: 0, oldest: null }, checkpoint: null },
}
const server = { version: '18.4', isEncrypted: true, pooler: 'none', clockAhead: 400 } as const
const seen: Seen = { kind: 'seen', tables: 'current', rows, server }
const disk = { fileSystem: { kind: 'local' }, isWritable: true, free: 10_000_000_000 } as const
const file = { kind: 'file', path: '/data/countersign.db', look: () => disk } as const
const remote = { kind: 'server', name: 'a database', staysHere: false, isVerified: true } as const

async function complaints(change: Partial<StoreCheckParts>): Promise<readonly string[]> {
  const parts = { pools: [pool], pollInterval: 15_000, replicas: 1, sockets: 2, place: remote }
  const checks = storeChecks({ ...parts, survey: async () => seen, ...change })
  const findings = await runChecks(systemClock, checks)
  return findings.flatMap(({ check, result }) => (result === 'ok' ? [] : [`${check}: ${result}`]))
}

const onServer = (change: Partial<typeof server> | object) => ({
  survey: async () => ({ ...seen, server: { ...server, ...change } }),
})
const withRows = (change: Partial<typeof rows>) => ({
  survey: async () => ({ ...seen, rows: { ...rows, ...change } }),
})
const onDisk = (change: object) => ({ place: { ...file, look: () => ({ ...disk, ...change }) } })
const hours = (count: number) => new Date(now.getTime() - count * 3_600_000)
const checkpoint = { seq: 5, at: hours(30) }

test.each<readonly [string, Partial<StoreCheckParts>, readonly string[]]>([
  ['a sound server', {}, []],
  ['a sound disk', { place: file }, []],
  [
    'a network file system',
    onDisk({ fileSystem: { kind: 'network', name: 'NFS' } }),
    ['store-file-system: fault'],
  ],
  [
    'a file system that passes files through',
    onDisk({ fileSystem: { kind: 'passed-through', name: 'FUSE' } }),
    ['store-file-system: warning'],
  ],
  ['a folder that this user may not write to', onDisk({ isWritable: false }), ['store-rights: fault']],
  ['little room', onDisk({ free: 400_000_000 }), ['store-space: warning']],
  ['no room', onDisk({ free: 1_000_000 }), ['store-space: fault']],
  ['a connection that is not encrypted', onServer({ isEncrypted: false }), ['store-tls: warning']],
  [
    'the same on this machine',
    { ...onServer({ isEncrypted: false }), place: { ...remote, staysHere: true } },
    [],
  ],
  ['a server that is not verified', { place: { ...remote, isVerified: false } }, ['store-tls: warning']],
  [
    'replicas behind a pooler in transaction mode',
    { ...onServer({ pooler: 'transaction' }), replicas: 2 },
    ['store-pooler: warning', 'store-processes: warning'],
  ],
  ['one process behind such a pooler', onServer({ pooler: 'transaction' }), []],
  ['a clock that is a bit off', onServer({ clockAhead: -29_000 }), []],
  ['a clock that is fast', onServer({ clockAhead: 30_000 }), ['store-clock: warning']],
  ['a clock that is very slow', onServer({ clockAhead: -300_000 }), ['store-clock: fault']],
  [
    'tables of an earlier version',
    { survey: async () => ({ ...seen, tables: 'behind', rows: null }) },
    ['store-migrations: warning'],
  ],
  [
    'a database that gives no answer',
    { survey: async () => ({ kind: 'out-of-reach', name: 'a database', code: 'ECONNREFUSED' }) },
    ['store-kind: fault'],
  ],
  [
    'tables that belong to somebody else',
    {
      survey: async () => ({
        kind: 'unusable',
        problem: {
          kind: 'database-unusable',
          name: 'a database',
          problem: { kind: 'others-tables', table: 't', owner: 'o', user: 'u' },
        },
      }),
    },
    ['store-kind: fault'],
  ],
  [
    'no process',
    withRows({ processes: [] }),
    ['store-processes: not-checked', 'slack-other-processes: not-checked'],
  ],
  ['a replica that is missing', { replicas: 2 }, ['store-processes: warning']],
  [
    'events that are not linked',
    withRows({ chain: { ...rows.chain, unlinked: { count: 2, oldest: hours(1) } } }),
    ['store-chain: warning'],
  ],
  [
    'a checkpoint that is overdue',
    withRows({ chain: { ...rows.chain, end: 9, checkpoint } }),
    ['store-checkpoint: warning'],
  ],
  [
    'a checkpoint after which nothing happened',
    withRows({ chain: { ...rows.chain, end: 5, checkpoint } }),
    [],
  ],
])('%s', async (_, change, found) => {
  expect(await complaints(change)).toEqual(found)
})

test('what can’t be read by an unexpected error is told by each check that needs it, and no check hangs', async () => {
  const told = await complaints({ survey: () => Promise.reject(new Error('disk I/O error')) })
  expect(told).toContain('store-kind: not-checked')
  expect(new Set(told.map((one) => one.replace(/^.*: /, '')))).toEqual(new Set(['not-checked']))
})
