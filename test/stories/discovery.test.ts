// Polling the pool: every waiting sign-up gets a card, whatever a page looks like, and polling goes on.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { readStore } from '../support/read-store.ts'
import { type LogLine, openStage, type Stage } from '../support/stage.ts'
import { approve, callsOf, cardSays, cardWithButton, nextPoll } from '../support/story.ts'
import type { Fault } from '../world/cognito/faults.ts'

/** A user record as ListUsers returns it. */
const record = (userName: string, attributes: Readonly<Record<string, string>>) => ({
  Username: userName,
  Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  UserCreateDate: 1_767_225_600,
  UserStatus: 'UNCONFIRMED',
  Enabled: true,
})

function cardFor({ slack, channel }: Stage, words: string) {
  return slack.waitFor(`a card with "${words}"`, () =>
    slack.messages(channel).find((card) => card.words.includes(words)),
  )
}

/** Of polls. What is odd in an answer has a line of its own, besides what it leads to. */
const warnings = ({ log }: Stage) =>
  log.filter(
    ({ level, facts }) =>
      (level === 'warn' || level === 'error') && facts['field'] === undefined && facts['flow'] !== 'start',
  )

/** Resolves once the bot has logged a complaint; then the next poll begins. */
async function complaint(stage: Stage): Promise<LogLine | undefined> {
  await expect.poll(() => warnings(stage).length, { interval: 5 }).toBe(1)
  await stage.hurry(2000)
  return warnings(stage)[0]
}

const troubles: Readonly<Record<string, Fault>> = {
  'is throttled': { kind: 'exception', name: 'TooManyRequestsException', message: 'Rate exceeded' },
  'breaks off': { kind: 'resetBefore' },
  'is a web page': { kind: 'html', status: 200 },
  'makes no sense': { kind: 'garbage' },
  'has no users in it': { kind: 'body', body: { Users: 'none' } },
}

test.each(Object.entries(troubles))(
  'a poll whose answer %s is logged, and the next one carries on',
  async (_, fault) => {
    const stage = await openStage()
    const { cognito } = stage
    cognito.fail('ListUsers', fault)
    cognito.signUp({ email: 'mia@visitors.example' })
    expect(await complaint(stage)).toMatchObject({
      level: 'error',
      facts: { loop: `discover ${cognito.poolId}` },
    })

    const card = await cardWithButton(stage)
    expect(card.words).toContain('mia@visitors.example')
  },
)

test('when a page fails, nothing from the pages before it is lost', async () => {
  const stage = await openStage()
  const { cognito, databaseUrl } = stage
  for (const sub of ['a', 'b']) cognito.signUp({ sub, userName: `user-${sub}` })
  cognito.pageSize(1)
  const firstPage = cognito.hold('ListUsers', 'afterWork')
  await firstPage.arrived
  cognito.fail('ListUsers', { kind: 'garbage' })
  firstPage.release()
  await cardFor(stage, 'user-a')
  expect((await readStore(databaseUrl)).sign_ups.map(({ sub }) => sub)).toEqual(['a'])

  await complaint(stage)
  await cardFor(stage, 'user-b')
})

test('users without attributes or without a sub are logged and hold up nobody else', async () => {
  const stage = await openStage()
  const { cognito, databaseUrl } = stage
  const body = {
    Users: [
      { ...record('nobody', {}), Attributes: undefined },
      record('half', { email: 'half@visitors.example' }),
      { Username: 'undated', UserStatus: 'UNCONFIRMED' },
      'not a user at all',
      record('mia', { sub: 'sub-of-mia', email: 'mia@visitors.example' }),
    ],
  }
  cognito.fail('ListUsers', { kind: 'body', body }, Number.POSITIVE_INFINITY)

  await cardFor(stage, 'mia@visitors.example')

  expect((await readStore(databaseUrl)).sign_ups).toMatchObject([{ sub: 'sub-of-mia', user_name: 'mia' }])
  await expect
    .poll(() => warnings(stage)[0], { interval: 5 })
    .toMatchObject({
      level: 'warn',
      facts: { flow: 'discover', unreadable: 4 },
    })
})

test('no two polls run at once', async () => {
  const stage = await openStage()
  const { cognito, hurry, ada } = stage
  cognito.signUp({ sub: 'a', email: 'mia@visitors.example' })
  cognito.signUp({ sub: 'b', email: 'ben@visitors.example' })
  cognito.pageSize(1)
  const firstPage = cognito.hold('ListUsers', 'afterWork')
  await firstPage.arrived
  const secondPage = cognito.hold('ListUsers')
  firstPage.release()
  await secondPage.arrived
  const polled = callsOf(stage, 'ListUsers')

  const card = await cardWithButton(stage)
  await hurry(60_000)
  await approve({ ...stage, card }, ada)
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
  expect(callsOf(stage, 'ListUsers')).toBe(polled)

  secondPage.release()
  await cardFor(stage, 'ben@visitors.example')
  await nextPoll(stage)
})

test('the card shows when an e-mail address is verified or changed', async () => {
  const stage = await openStage()
  const { slack, cognito, channel } = stage
  const { sub } = cognito.signUp({ email: 'mia@visitors.example' })
  const { ts, words } = await cardWithButton(stage)
  expect(words).toContain('mia@visitors.example (not verified)')

  cognito.changeUser(sub, { attributes: { email_verified: 'true' } })
  const verified = await slack.waitFor('the card to change', () => {
    const card = slack.message(channel, ts)
    return card?.words.includes('not verified') ? undefined : card
  })
  expect(verified.words).toContain('\nmia@visitors.example\n')
  expect(decisionsIn(verified)).toHaveLength(2)

  cognito.changeUser(sub, { attributes: { email: 'mia@elsewhere.example', email_verified: 'false' } })
  await cardFor(stage, 'mia@elsewhere.example (not verified)')
})
