// The first line of the log: what is on, and a digest that tells two configurations apart without telling a secret.
import { expect, test } from 'vitest'
import { summaryOf, versionIn } from '../../src/config/summary.ts'
import type { Pool } from '../../src/domain/pool.ts'
import { configOf, environment } from './environment.ts'

const config = configOf(environment())
const [pool] = config.pools
if (pool === undefined) throw new Error('The smallest environment has a pool')
const digestWith = (changes: Partial<typeof config>) => summaryOf({ ...config, ...changes }).configuration
const digestOfPool = (changes: Partial<Pool>) => digestWith({ pools: [{ ...pool, ...changes }] })
const plainly = summaryOf(config).configuration
const postgres = configOf(environment({ DATABASE_URL: 'postgres://ada:hush@db/countersign' })).database

test('secrets make no difference to the digest, so that nobody can find them out from it', () => {
  const proxy = { httpsProxy: 'http://ada:hush@proxy.example', httpProxy: '', noProxy: '' }
  expect([
    digestWith({ slack: { ...config.slack, botToken: 'xoxb-2' } }),
    digestWith({ listening: { kind: 'sockets', appToken: 'xapp-2', sockets: 2 } }),
    digestWith({
      heartbeatUrl: 'https://heartbeats.example.com/hush',
      proxy,
      awsProfile: 'ada',
      signingKey: 'hush',
    }),
    digestOfPool({ clientMetadata: {} }),
  ]).toEqual(Array.from({ length: 4 }, () => plainly))
  expect(digestOfPool({ clientMetadata: { key: 'one' } })).toBe(
    digestOfPool({ clientMetadata: { key: 'two' } }),
  )
  const http = { kind: 'http', host: 'h', port: 1 } as const
  expect(digestWith({ listening: { ...http, signingSecrets: ['one'] } })).toBe(
    digestWith({ listening: { ...http, signingSecrets: ['two'] } }),
  )
  expect(digestWith({ database: { ...postgres, ...{ password: 'other' } } })).toBe(
    digestWith({ database: postgres }),
  )
})

test('everything else that is set does', () => {
  const digests = [
    plainly,
    digestWith({ slack: { ...config.slack, apiUrl: 'https://slack.example/' } }),
    digestWith({ listening: { kind: 'sockets', appToken: 'xapp-1', sockets: 3 } }),
    digestWith({ listening: { kind: 'http', signingSecrets: [], host: '127.0.0.1', port: 3000 } }),
    digestWith({ pollInterval: 1 }),
    digestWith({ database: postgres }),
    digestWith({ replicas: 2 }),
    digestWith({ retention: 1 }),
    digestWith({ backlogAge: 1 }),
    digestWith({ logLevel: 'debug' }),
    digestWith({ observing: { host: '127.0.0.1', port: 9464 } }),
    digestWith({ pools: [] }),
    digestOfPool({ channel: 'C9' }),
    digestOfPool({ requiredApprovals: 2 }),
    digestOfPool({ clientMetadata: { key: 'one' } }),
  ]
  expect(new Set(digests).size).toBe(digests.length)
  for (const digest of digests) expect(digest).toMatch(/^[\da-f]{12}$/)
})

test('every part of a configuration is a secret, or makes a difference', () => {
  const secret = ['proxy', 'awsProfile', 'heartbeatUrl', 'signingKey']
  const above = ['slack', 'listening', 'pools', 'database']
  const others = Object.keys(config).filter((name) => ![...secret, ...above].includes(name))
  expect(others.filter((name) => digestWith({ [name]: 'other' }) === plainly)).toEqual([])
})

test('features are named as they are set, and the store without its password', () => {
  expect(summaryOf(config)).toMatchObject({
    store: 'sqlite:./data/countersign.db',
    features: 'undo_window remind_after',
  })
  const much = configOf(
    environment({
      DATABASE_URL: 'postgres://ada:hush@db/countersign',
      REPLICAS: '2',
      OBSERVE_PORT: '9464',
      HEARTBEAT_URL: 'https://heartbeats.example.com/hush',
    }),
  )
  const pools = [
    pool,
    { ...pool, requiredApprovals: 2, after: { ...pool.after, groups: ['staff'] }, undoWindow: 0 },
  ]
  expect(summaryOf({ ...much, pools })).toMatchObject({
    store: 'postgres:countersign at db:5432',
    features: 'REPLICAS OBSERVE_PORT HEARTBEAT_URL required_approvals after.groups undo_window remind_after',
  })
})

test('the version is that of package.json', () => {
  expect(versionIn('{"name":"countersign","version":"1.2.3"}')).toBe('1.2.3')
})
