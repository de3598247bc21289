// `npm run audit -- reconcile`: the pool and AWS's own trail against the audit log, beside the bot.
import { expect, it, onTestFinished } from 'vitest'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { runAudit } from '../support/run-audit.ts'
import { startCloudTrail } from '../world/cloudtrail/start-cloudtrail.ts'
import { type StandIn, startStandIn } from '../world/cognito/start-stand-in.ts'
import { ada, claimedClick, grace, poolId, settlement, waitingRound } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const hour = 60 * 60_000

/** A pool with the bot's store, which has read it at this moment, and a clock on which waiting takes no time. */
async function openBoth() {
  const store = await openStore()
  await store.transact(ownStoreId)
  await store.ledger.noteScanned(poolId)
  const cognito = await startStandIn({ poolId, now: store.clock.now })
  const trail = await startCloudTrail(store.clock.now)
  onTestFinished(() => Promise.all([cognito.stop(), trail.stop()]).then(() => undefined))
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
  process.env['AWS_ENDPOINT_URL_CLOUDTRAIL'] = trail.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const clock = { now: store.clock.now, sleep: async (time: number) => store.clock.advance(time) }
  const run = (...given: string[]) => runAudit(store.address, ['reconcile', ...given], { clock })
  return { store, cognito, trail, run }
}

/** Signs up, and waits here as the store knows. */
async function waits({ store, cognito }: { store: Store; cognito: StandIn }, sub: string) {
  store.clock.advance(hour)
  cognito.signUp({ sub, userName: sub, email: `${sub}@example.com` })
  return waitingRound(store, grace({ sub, userName: sub, signedUpAt: store.clock.now() }))
}

async function letIn(both: { store: Store; cognito: StandIn }, sub: string): Promise<void> {
  const { store, cognito } = both
  const claim = await claimedClick(store, (await waits(both, sub)).roundId)
  await store.ledger.answerAttempt({
    attemptId: claim.attemptId,
    call: 'confirm',
    answer: { kind: 'confirmed', requestId: `aws-${sub}` },
    lookUp: null,
  })
  await store.ledger.settle({ ...settlement(store, claim), awsRequestId: `aws-${sub}` })
  cognito.confirmElsewhere(sub)
}

it('tells of everybody in the pool how they came in, as far as that is known', async () => {
  const both = await openBoth()
  const { store, cognito, run } = both
  cognito.setStatus(cognito.signUp({ createdAt: new Date(0) }).sub, 'CONFIRMED')
  await letIn(both, 'sub-approved')
  const clean = await run()
  expect(clean).toMatchObject({ code: 0, err: '' })
  expect(clean.out).toContain('1  approved here')

  await waits(both, 'sub-waiting')
  const seen = await waits(both, 'sub-elsewhere')
  const elsewhere = { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at: store.clock.now() } as const
  await store.ledger.observe(seen, elsewhere, null)
  cognito.confirmElsewhere('sub-elsewhere')
  await waits(both, 'sub-unnoticed')
  cognito.confirmElsewhere('sub-unnoticed')
  store.clock.advance(hour)
  for (const [sub, status] of [
    ['sub-federated', 'EXTERNAL_PROVIDER'],
    ['sub-invited', 'FORCE_CHANGE_PASSWORD'],
    ['sub-imported', 'RESET_REQUIRED'],
    ['sub-auto', 'CONFIRMED'],
  ] as const) {
    cognito.signUp({ sub, userName: `${sub}\u001b[2J`, email: '' })
    cognito.setStatus(sub, status)
  }
  const { code, out } = await run('--pool', poolId)
  expect(code).toBe(1)
  for (const line of [
    '1  confirmed outside Slack while they waited',
    '1  known here as waiting, as lapsed or as disabled, and confirmed all the same',
    '1  confirmed before Countersign ever saw them waiting',
    '1  let in by an identity provider',
    '1  made by an administrator',
    '1  imported from a file',
    'sub sub-auto, made 2026-05-01 17:00:00, not changed since then',
  ])
    expect(out).toContain(line)
  expect(out).not.toContain('sub-waiting')
  expect(out).not.toContain('\u001b')
})

it('takes nobody for an intruder who was let in here while the list was read', async () => {
  const both = await openBoth()
  const { store, cognito } = both
  cognito.fail('ListUsers', { kind: 'html', status: 502 })
  let isLetIn = false
  const sleep = async (time: number) => {
    store.clock.advance(time)
    if (isLetIn) return
    isLetIn = true
    await letIn(both, 'sub-meanwhile')
  }
  const clock = { now: store.clock.now, sleep }
  const { code, out } = await runAudit(store.address, ['reconcile'], { clock })
  expect({ code, isLetIn }).toEqual({ code: 0, isLetIn: true })
  expect(out).toContain('1  approved here')
})

it('tells who was let in after a denial', async () => {
  const both = await openBoth()
  const { store, cognito, run } = both
  const claim = await claimedClick(store, (await waits(both, 'sub-denied')).roundId)
  const at = store.clock.now()
  const account = { kind: 'kept' } as const
  const ending = { kind: 'denied', by: ada, at, reason: 'Spam or a bot', note: null, account } as const
  await store.ledger.settle({ ...settlement(store, claim), ending, end: { kind: 'denied', ending } })
  cognito.confirmElsewhere('sub-denied')
  const { code, out } = await run()
  expect(code).toBe(1)
  expect(out).toContain('sub sub-denied, made 2026-05-01 13:00:00, denied 2026-05-01 13:00:00 by U0ADA')
})

it('tells what AWS’s own trail knows and the store does not, and the other way round', async () => {
  const both = await openBoth()
  const { store, trail, run } = both
  for (const sub of ['sub-both', 'sub-missing', 'sub-named']) await letIn(both, sub)
  const at = store.clock.now()
  const call = { name: 'AdminConfirmSignUp', at, poolId } as const
  trail.record({ ...call, sub: 'sub-both', requestId: 'aws-sub-both' })
  trail.record({
    ...call,
    sub: 'sub-named',
    requestId: 'aws-sub-named',
    sourceIdentity: 'slack-T0HOME-U0EVE',
  })
  trail.record({ ...call, sub: 'sub-x', arn: 'arn:aws:iam::1:user/mallory\u001b', sourceIp: '203.0.113.9' })
  trail.record({ ...call, sub: 'sub-x', errorCode: 'NotAuthorizedException' })
  trail.record({ ...call, sub: 'sub-y', poolId: 'eu-west-1_Other' })
  trail.record({ name: 'ConfirmSignUp', at, sub: 'sub-both' })
  trail.record({ name: 'ConfirmSignUp', at, sub: 'sub-of-another-pool' })
  trail.record({ name: 'UpdateUserPool', at, poolId })
  for (let index = 0; index < 70; index += 1)
    trail.record({ name: 'AdminCreateUser', at: new Date(at.getTime() - index), poolId: 'eu-west-1_Other' })
  store.clock.advance(hour)
  trail.record({ ...call, at: store.clock.now(), sub: 'sub-late' })
  trail.refuse('ThrottlingException', 2)

  const { code, out, err } = await run('--cloudtrail', '--days', '7')
  expect(code).toBe(1)
  expect(err).toContain('CloudTrail in eu-west-1: about')
  expect(out).toContain('In both: 2.')
  expect(out).toContain(
    'for U0ADA, request aws-sub-named, but AWS names slack-T0HOME-U0EVE: that is somebody else',
  )
  expect(out).toContain('In AWS and not in this store: 3.')
  expect(out).toContain(
    'AdminConfirmSignUp, sub sub-x, pool eu-west-1_TestPool1, by “arn:aws:iam::1:user/mallory[U+001B]”, from 203.0.113.9, with aws-cli/2',
  )
  expect(out).toContain('ConfirmSignUp, sub sub-both, by Anonymous')
  expect(out).toContain('UpdateUserPool, pool eu-west-1_TestPool1')
  expect(out).toContain('In this store and not in AWS: 1.')
  expect(out).toContain('confirm, sub sub-missing, for U0ADA, request aws-sub-missing')
  expect(out).toContain('72 of other pools, 1 that AWS refused')
  expect(out).not.toContain('sub-late')
  const times = trail.answered.map((one) => one.getTime())
  expect(times.every((time, index) => index < 2 || time - (times[index - 2] ?? 0) >= 1000)).toBe(true)
})

it('says which permission is missing, and what --days may be', async () => {
  const { cognito, trail, run } = await openBoth()
  expect(await run('--cloudtrail', '--days', '91')).toMatchObject({ code: 2, out: '' })
  expect((await run('--days', '3')).err).toContain('Usage')
  trail.refuse('AccessDeniedException', 1)
  const refused = await run('--cloudtrail')
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.err).toContain('AWS refused cloudtrail:LookupEvents (AccessDeniedException).')
  cognito.fail('ListUsers', { kind: 'exception', name: 'AccessDeniedException' })
  expect((await run()).err).toContain('AWS refused cognito-idp:ListUsers (AccessDeniedException).')
})
