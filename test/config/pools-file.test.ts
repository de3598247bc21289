// What a valid pools file becomes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { clientMetadata } from '../../src/domain/client-metadata.ts'
import { usualReasons } from '../../src/domain/decision.ts'
import { nothingAfter } from '../../src/domain/pool.ts'
import { poolKeys } from '../../src/wording/config-file.ts'
import { configOf } from './environment.ts'
import { thawedPartsOf } from './frozen.ts'
import { goodFile, poolsOf, poolWith, problemsInFile, required } from './pools-file.ts'

test('a file names several pools, in several regions, which may share a channel', () => {
  expect(poolsOf(goodFile)).toEqual([
    {
      id: 'eu-central-1_AbCdEfGhI',
      region: 'eu-central-1',
      name: 'Customers',
      channel: 'C0123456789',
      approvers: { groups: ['@sign-up-approvers', 'S0123456789'], users: ['U0123456789'] },
      attributes: ['custom:company', 'locale'],
      allowsNoEmail: false,
      expectedDomains: [],
      requiredApprovals: 1,
      mention: null,
      rushAt: 60,
      onDeny: 'disable',
      undoWindow: 86_400_000,
      after: nothingAfter,
      denyReasons: usualReasons,
      visibility: 'full',
      memory: null,
      remindAfter: 4 * 60 * 60_000,
      lapseAfter: null,
      quietHours: null,
      dailyDigest: null,
      approverRole: null,
      isFromFile: true,
      clientMetadata: { portal: 'customers', tier: '3' },
    },
    {
      id: 'us-east-1_JkLmNoPqR',
      region: 'us-east-1',
      name: 'us-east-1_JkLmNoPqR',
      channel: 'C0123456789',
      approvers: { groups: [], users: ['U0123456789', 'U9876543210'] },
      attributes: [],
      allowsNoEmail: false,
      expectedDomains: [],
      requiredApprovals: 1,
      mention: null,
      rushAt: 60,
      onDeny: 'disable',
      undoWindow: 86_400_000,
      after: nothingAfter,
      denyReasons: usualReasons,
      visibility: 'full',
      memory: null,
      remindAfter: 4 * 60 * 60_000,
      lapseAfter: null,
      quietHours: null,
      dailyDigest: null,
      approverRole: null,
      isFromFile: true,
      clientMetadata: {},
    },
  ])
})

test('the file is found relative to the working directory, and all other settings stay variables', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'pools.yml'), goodFile)
  const config = configOf({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    CONFIG_FILE: relative(process.cwd(), join(folder, 'pools.yml')),
    POLL_INTERVAL: '1s',
  })
  expect([config.pools.length, config.pollInterval, config.slack.botToken]).toEqual([2, 1_000, 'xoxb-1'])
})

test('the pools are deeply frozen', () => {
  expect(thawedPartsOf(poolsOf(goodFile))).toEqual([])
})

test('a key without a value counts as absent', () => {
  const bare = poolWith('name:', 'attributes:', 'client_metadata: ~', 'channel: C1')
  const pool = `${bare}    approvers:\n      groups:\n      users: [U1, U2, U3]\n`
  expect(poolsOf(pool)).toEqual(poolsOf(poolWith(...required)))
})

test('repeated approvers and attributes are dropped, and the order is kept', () => {
  const [pool] = poolsOf(
    poolWith('channel: C1', 'approvers: { users: [U2, U1, U2] }', 'attributes: [profile, locale, profile]'),
  )
  expect([pool?.approvers.users, pool?.attributes]).toEqual([
    ['U2', 'U1'],
    ['profile', 'locale'],
  ])
})

test('JSON, a byte order mark, Windows line endings and aliases are all fine', () => {
  const pools = poolsOf(goodFile)
  expect(poolsOf(`\u{feff}${goodFile.replaceAll('\n', '\r\n')}`)).toEqual(pools)
  const json =
    '{ "pools": [{ "id": "local_1", "channel": "C1", "approvers": { "users": ["U1", "U2", "U3"] } }] }'
  expect(poolsOf(json)).toEqual(poolsOf(poolWith(...required)))
  const shared = poolWith('channel: C1', 'approvers: &everyone { users: [U1] }')
  expect(
    poolsOf(`${shared}  - { id: local_2, channel: C2, approvers: *everyone }\n`).map(
      (pool) => pool.approvers,
    ),
  ).toEqual(Array(2).fill({ groups: [], users: ['U1'] }))
})

test.each([
  ['name: "42"', { name: '42' }],
  [`name: ${'🦊'.repeat(100)}`, { name: '🦊'.repeat(100) }],
  ['name: yes', { name: 'yes' }],
  ['allow_no_email: true', { allowsNoEmail: true }],
  ['allow_no_email: false', { allowsNoEmail: false }],
  [
    'expected_domains: [acme.example, xn--bcher-kva.example]',
    { expectedDomains: ['acme.example', 'xn--bcher-kva.example'] },
  ],
  ['allow_no_email:', { allowsNoEmail: false }],
  ['visibility: masked', { visibility: 'masked' }],
  [
    'approver_role: arn:aws-us-gov:iam::123456789012:role/teams/eu/cs@approver',
    { approverRole: 'arn:aws-us-gov:iam::123456789012:role/teams/eu/cs@approver' },
  ],
  ['visibility: domain', { visibility: 'domain' }],
  ['visibility:', { visibility: 'full' }],
  ['undo_window: 90m', { undoWindow: 5_400_000 }],
  ['undo_window: 0', { undoWindow: 0 }],
  ['undo_window: "0"', { undoWindow: 0 }],
  ['undo_window:', { undoWindow: 86_400_000 }],
  ['rush_at: 20', { rushAt: 20 }],
  ['rush_at:', { rushAt: 60 }],
  [
    'after: { groups: [b, größe-1, b], tell_member: true, sign_in_needs_group: true }',
    { after: { groups: ['b', 'größe-1'], tellsMember: true, signInNeedsGroup: true } },
  ],
  ['after: { groups: [] }', { after: nothingAfter }],
  ['after:', { after: nothingAfter }],
  ['required_approvals: 3', { requiredApprovals: 3 }],
  ['required_approvals:', { requiredApprovals: 1 }],
  ['mention: "@sign-up-approvers"', { mention: '@sign-up-approvers' }],
  ['mention: S0123456789', { mention: 'S0123456789' }],
  ['mention:', { mention: null }],
  ['on_deny: keep', { onDeny: 'keep' }],
  ['on_deny:', { onDeny: 'disable' }],
  ['memory: 800d', { memory: 800 * 86_400_000 }],
  ['memory:', { memory: null }],
  ['remind_after: 90m', { remindAfter: 5_400_000 }],
  ['remind_after: off', { remindAfter: null }],
  ['remind_after:', { remindAfter: 14_400_000 }],
  ['lapse_after: 30d', { lapseAfter: 30 * 86_400_000 }],
  ['lapse_after: "off"', { lapseAfter: null }],
  [
    'quiet_hours: { from: 20:00, to: "07:00", zone: Europe/Berlin }',
    { quietHours: { from: 1200, to: 420, zone: 'Europe/Berlin' } },
  ],
  ['quiet_hours:', { quietHours: null }],
  ['daily_digest: { at: "09:00", zone: UTC }', { dailyDigest: { at: 540, zone: 'UTC' } }],
  ['deny_reasons: []', { denyReasons: usualReasons }],
  ['deny_reasons: [Not ours, Spam, Spam]', { denyReasons: ['Not ours', 'Spam'] }],
  [
    'attributes: [custom:größe, "custom:a.b:c", dev:custom:x, sub]',
    { attributes: ['custom:größe', 'custom:a.b:c', 'dev:custom:x', 'sub'] },
  ],
  [
    'client_metadata: { "a b": "c: d", ApprovedBy: x }',
    { clientMetadata: { 'a b': 'c: d', ApprovedBy: 'x' } },
  ],
])('%s is taken literally', (line, part) => {
  expect(poolsOf(poolWith(...required, line))).toEqual([expect.objectContaining(part)])
})

test('everything that a file may add to ClientMetadata is sent to Cognito', () => {
  const entries = Array.from({ length: 6 }, (_, index) => `k${index}: ${'~'.repeat(256)}`)
  const [pool] = poolsOf(
    poolWith(...required, `client_metadata: { ${entries.join(', ').replaceAll(/~+/g, '"$&"')} }`),
  )
  const approval = { id: 'click-1', by: { userId: 'U1', teamId: 'T1' }, at: new Date(0) }
  expect(Object.keys(clientMetadata(approval, pool?.clientMetadata ?? {}))).toHaveLength(10)
})

test.each(Object.entries(poolKeys))('the example for %s passes', (key, { example }) => {
  expect(problemsInFile(fileWith(key, example))).toEqual([])
})

function inAfter(key: string, example: string): string {
  return key.endsWith('[]') ? `${key.slice(0, -2)}: [${example}]` : `${key}: ${example}`
}

function fileWith(key: string, example: string): string {
  if (key === 'file') return example
  if (key === 'pools') return `pools: ${example}`
  if (key === 'pools[]') return `pools: [${example}]`
  if (key === 'id') return `pools: [{ id: ${example}, channel: C1, approvers: { users: [U1] } }]`
  if (key === 'channel') return poolWith(`channel: ${example}`, required[1])
  if (key === 'approvers') return poolWith(required[0], `approvers: ${example}`)
  if (key.startsWith('after.')) return poolWith(...required, `after: { ${inAfter(key.slice(6), example)} }`)
  if (key === 'tell_member') return poolWith(...required, `after: { ${key}: ${example} }`)
  if (key === 'sign_in_needs_group')
    return poolWith(...required, `after: { groups: [customers], ${key}: ${example} }`)
  if (key === 'client_metadata[]') return poolWith(...required, `client_metadata: { x: ${example} }`)
  const line = key.endsWith('[]') ? `${key.slice(0, -2)}: [${example}]` : `${key}: ${example}`
  if (['from', 'to', 'zone'].includes(key)) {
    const others = { from: '"20:00"', to: '"07:00"', zone: 'UTC', [key]: example }
    const keys = Object.entries(others).map(([name, text]) => `${name}: ${text}`)
    return poolWith(...required, `quiet_hours: { ${keys.join(', ')} }`)
  }
  if (key === 'at') return poolWith(...required, `daily_digest: { at: ${example}, zone: UTC }`)
  if (/^(?:groups|users)/.test(key)) return poolWith(required[0], `approvers: { ${line} }`)
  return poolWith(...required, line)
}
