// A search asks for no more than a person can choose from, and knows what can't be asked.
import { expect, onTestFinished, test } from 'vitest'
import type { UserQuestion } from '../../src/cognito/list-users.ts'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import { systemClock } from '../../src/shared/clock.ts'
import type { Log } from '../../src/shared/log.ts'
import { startStandIn } from '../world/cognito/start-stand-in.ts'

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

async function open() {
  const cognito = await startStandIn()
  onTestFinished(cognito.stop)
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const { poolId, region } = cognito
  const pool = {
    id: poolId,
    region,
    name: poolId,
    channel: 'C0',
    approvers: { groups: [], users: [] },
    attributes: [],
    clientMetadata: {},
    allowsNoEmail: false,
  }
  const userPools = createUserPools({
    replicas: 1,
    proxy: null,
    pools: [pool],
    clock: systemClock,
    log: quiet,
  })
  const search = (question: UserQuestion) => userPools.search(poolId, question, 'click')
  const asked = () => cognito.calls.filter(({ operation }) => operation === 'ListUsers').length
  return { cognito, search, asked }
}

const byEmail = (value: string): UserQuestion => ({ attribute: 'email', value })

function signUpMany({ cognito }: Awaited<ReturnType<typeof open>>, count: number): void {
  for (const index of Array(count).keys())
    cognito.signUp({ userName: `user-${index}`, email: 'same@example.com' })
}

test('of very many under one address, three pages are read, and no more', async () => {
  const world = await open()
  signUpMany(world, 500)
  expect(await world.search(byEmail('same@example.com'))).toEqual({ kind: 'too-many' })
  expect(world.asked()).toBe(3)
})

test('180 are found, one more is too many', async () => {
  const world = await open()
  signUpMany(world, 180)
  const found = await world.search(byEmail('same@example.com'))
  expect(found.kind === 'found' && found.users.length).toBe(180)
  world.cognito.signUp({ userName: 'one-more', email: 'same@example.com' })
  expect(await world.search(byEmail('same@example.com'))).toEqual({ kind: 'too-many' })
})

test('empty pages are not many users, but a search does not go on for ever', async () => {
  const world = await open()
  world.cognito.signUp({ userName: 'ada', email: 'ada@example.com' })
  world.cognito.emptyPages(4)
  expect(await world.search(byEmail('ada@example.com'))).toMatchObject({ users: [{ userName: 'ada' }] })
  world.cognito.emptyPages(1000)
  await expect(world.search(byEmail('ada@example.com'))).rejects.toThrow()
})

test('a list that ignores its filter finds nobody who was not asked for', async () => {
  const world = await open()
  signUpMany(world, 300)
  world.cognito.ignoreFilter(true)
  await expect(world.search(byEmail('ada@example.com'))).rejects.toThrow()
})

test('a user is found by phone number', async () => {
  const { cognito, search } = await open()
  cognito.signUp({ userName: 'ada', attributes: { phone_number: '+15550100' } })
  cognito.signUp({ userName: 'bob', attributes: { phone_number: '+15550101' } })
  const found = await search({ attribute: 'phone_number', value: '+15550100' })
  expect(found).toMatchObject({ kind: 'found', users: [{ userName: 'ada' }] })
})

test('a filter of more than 256 characters is not asked, counted with what has to be escaped', async () => {
  const { search, asked } = await open()
  const longest = 256 - 'username = ""'.length
  expect(await search({ attribute: 'username', value: 'x'.repeat(longest) })).toMatchObject({ users: [] })
  expect(asked()).toBe(1)
  for (const value of ['x'.repeat(longest + 1), '"'.repeat(longest / 2 + 1)])
    expect(await search({ attribute: 'username', value })).toEqual({ kind: 'not-askable' })
  expect(asked()).toBe(1)
})

test('a question that Cognito refuses is not asked again in vain', async () => {
  const { cognito, search } = await open()
  cognito.fail('ListUsers', { kind: 'exception', name: 'InvalidParameterException' })
  expect(await search(byEmail('ada@example.com'))).toEqual({ kind: 'not-askable' })
  cognito.fail('ListUsers', { kind: 'exception', name: 'TooManyRequestsException' })
  await expect(search(byEmail('ada@example.com'))).rejects.toThrow()
})
