// Several pools in one file: each has its own channel and approvers, and none holds up another.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { cardWithButton, decisionsIn, privatelyTold } from '../support/story.ts'

interface PoolInFile {
  readonly id: string
  readonly name: string
  readonly channel: string
  readonly approver: string
}

const second = 'eu-west-1_Partners1'

/** Two pools in two regions; Ada approves customers, Bob partners. */
async function openTwoPools() {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, environment, folder } = stage
  cognito.addPool(second)
  const partners = slack.addChannel({ name: 'partners' })
  const customers: PoolInFile = {
    id: cognito.poolId,
    name: 'Customers',
    channel: stage.channel,
    approver: stage.ada,
  }
  const others: PoolInFile = { id: second, name: 'Partners EU', channel: partners, approver: stage.bob }
  const path = join(folder, 'countersign.yml')
  const write = (...pools: readonly PoolInFile[]) =>
    writeFileSync(path, pools.map(inYaml).join('').replace(/^/, 'pools:\n'))
  for (const name of ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS']) delete environment[name]
  environment['CONFIG_FILE'] = path
  write(customers, others)
  return { ...stage, partners, customers, others, write }
}

function inYaml({ id, name, channel, approver }: PoolInFile): string {
  return [
    `  - id: ${id}`,
    `    name: ${name}`,
    `    channel: ${channel}`,
    `    approvers: { users: [${approver}] }`,
    '    attributes: ["custom:company"]',
    '    client_metadata: { portal: main }',
    '',
  ].join('\n')
}

async function cardIn(stage: Stage, channel: string) {
  return cardWithButton({ ...stage, channel })
}

test('each pool has its own channel, approvers, attributes and fixed ClientMetadata', async () => {
  const stage = await openTwoPools()
  const { slack, cognito, ada, bob, channel, partners } = stage
  const customer = cognito.signUp({
    userName: 'grace',
    attributes: { 'custom:company': 'Navy', 'custom:secret': 'no' },
  })
  const partner = cognito.signUp({ userName: 'mary', poolId: second })
  await stage.start()
  const one = await cardIn(stage, channel)
  const other = await cardIn(stage, partners)
  expect(one.words).toContain('custom:company: Navy')
  expect(one.words).not.toContain('secret')
  expect(one.words).toContain('in pool Customers')
  expect(other.words).toContain('in pool Partners EU')

  await slack.click({ user: ada, channel: partners, ts: other.ts, label: 'Approve' })
  await privatelyTold(stage, ada, 'You are not an approver for pool Partners EU')
  await slack.click({ user: bob, channel: partners, ts: other.ts, label: 'Approve' })
  await slack.click({ user: ada, channel, ts: one.ts, label: 'Approve' })
  await cognito.waitFor('both to be confirmed', () => cognito.confirmations.length === 2)
  expect(new Set(cognito.confirmations.map(({ sub }) => sub))).toEqual(new Set([customer.sub, partner.sub]))
  expect(cognito.confirmations.map(({ clientMetadata }) => clientMetadata?.['portal'])).toEqual([
    'main',
    'main',
  ])
})

test('a pool’s name at the end of a command says which pool is meant', async () => {
  const stage = await openTwoPools()
  const { slack, cognito, bob, ada, channel } = stage
  cognito.signUp({ userName: 'grace' })
  const partner = cognito.signUp({ userName: 'grace', poolId: second })
  await stage.start()
  await slack.slash({ user: bob, channel, command: '/confirm-user', text: 'grace Nowhere' })
  await privatelyTold(stage, bob, 'there is no pool named Nowhere. You can approve in: Partners EU.')
  await slack.slash({ user: bob, channel, command: '/confirm-user', text: 'grace partners eu' })
  const card = await privatelyTold(stage, bob, '1 sign-up is waiting under grace')
  expect(card.words).toContain('in pool Partners EU')
  await slack.clickAsSeen({ user: bob, message: card, label: 'Approve' })
  await privatelyTold(stage, bob, 'They can sign in now')
  expect(cognito.confirmations.map(({ sub }) => sub)).toEqual([partner.sub])
  const scans = () => cognito.calls.filter(({ input }) => input['UserPoolId'] === cognito.poolId)
  await cognito.waitFor('the scan after the first', () => scans().length > 1)
  await slack.slash({ user: ada, channel, command: '/confirm-user', text: 'list' })
  const list = await privatelyTold(stage, ada, '1 sign-up is waiting:')
  expect(list.words).toContain('Customers')
})

test('a pool that fails does not hold up another', async () => {
  const stage = await openTwoPools()
  const { slack, cognito, partners, channel } = stage
  slack.fail('chat.postMessage', { kind: 'error', error: 'channel_not_found' })
  cognito.signUp({ userName: 'grace', createdAt: new Date(Date.now() - 60_000) })
  cognito.signUp({ userName: 'mary', poolId: second })
  await stage.start()
  await cardIn(stage, partners)
  await cardIn(stage, channel)
})

test('when a channel changes, its open cards are closed there and posted in the new one', async () => {
  const stage = await openTwoPools()
  const { slack, cognito, channel, ada } = stage
  cognito.signUp({ userName: 'grace' })
  await stage.start()
  const before = await cardIn(stage, channel)
  await stage.stop()
  const elsewhere = slack.addChannel({ name: 'approvals-2' })
  stage.write({ ...stage.customers, channel: elsewhere }, stage.others)
  await stage.start()
  const after = await cardIn(stage, elsewhere)
  await slack.waitFor(
    'the old card to be closed',
    () => decisionsIn(slack.message(channel, before.ts)).length === 0,
  )

  await slack.clickAsSeen({ user: ada, message: before, label: 'Approve' })
  const done = await slack.waitFor('the result', () => {
    const seen = slack.message(elsewhere, after.ts)
    return seen?.words.includes('They can sign in now') ? seen : undefined
  })
  expect(decisionsIn(done)).toEqual([])
})

test('when a pool leaves the file, its open cards are closed and can no longer be decided', async () => {
  const stage = await openTwoPools()
  const { slack, cognito, partners, bob } = stage
  cognito.signUp({ userName: 'mary', poolId: second })
  await stage.start()
  const before = await cardIn(stage, partners)
  await stage.stop()
  stage.write(stage.customers)
  await stage.start()
  await slack.waitFor('the card to be closed', () =>
    slack.message(partners, before.ts)?.words.includes('out of date'),
  )
  await slack.clickAsSeen({ user: bob, message: before, label: 'Approve' })
  await privatelyTold(stage, bob, 'Countersign no longer recognises this card')
  expect(cognito.confirmations).toEqual([])
})
