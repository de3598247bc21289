// What a list does not show is not a fact: lists lag, omit users, ignore their filter, and break off in the middle.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { auditKinds } from '../support/read-audit.ts'
import { openStage } from '../support/stage.ts'
import {
  approve,
  callsOf,
  cardSays,
  cardWithButton,
  hurryUntil,
  nextPoll,
  openStory,
  type Story,
} from '../support/story.ts'
import type { Fault } from '../world/cognito/faults.ts'

const polling = { pollInterval: '100ms' } as const

test('if a list still shows a confirmed user, the list is asked about them, and they get no new card', async () => {
  const story = await openStory(undefined, polling)
  story.cognito.lagBehind(true)
  await approve(story)
  await cardSays(story, `✅ Approved by <@${story.ada}>`)
  await nextPoll(story)
  await hurryUntil(story, () => askedAbout(story) >= 1)
  story.cognito.lagBehind(false)
  await hurryUntil(story, () => askedAbout(story) >= 2)
  await story.hurry(60_000)
  await nextPoll(story)
  expect(story.slack.messages(story.channel)).toHaveLength(1)
  expect(askedAbout(story)).toBe(2)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-confirmed'])
})

test('if a list omits a waiting user, they are looked up once and the card stays', async () => {
  const story = await openStory(undefined, polling)
  story.cognito.fail('ListUsers', { kind: 'body', body: { Users: [] } }, Number.POSITIVE_INFINITY)
  await nextPoll(story)
  await nextPoll(story)
  await nextPoll(story)
  await expectNothingConcluded(story)
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
})

test('if a list ignores its filter, only waiting users get a card', async () => {
  const stage = await openStage({ ...polling, isNotStarted: true })
  const { slack, cognito, channel } = stage
  cognito.ignoreFilter(true)
  cognito.setStatus(cognito.signUp({ email: 'old@visitors.example' }).sub, 'CONFIRMED')
  cognito.setStatus(cognito.signUp({ email: 'invited@visitors.example' }).sub, 'FORCE_CHANGE_PASSWORD')
  cognito.disable(cognito.signUp({ email: 'disabled@visitors.example' }).sub)
  const mia = cognito.signUp({ email: 'mia@visitors.example' })
  await stage.start()
  await cardWithButton(stage)
  cognito.confirmElsewhere(mia.sub)
  await slack.waitFor('the card to close', () =>
    slack.messages(channel).find(({ words }) => words.includes('☑️ Confirmed outside Slack')),
  )
  await nextPoll(stage)
  expect(slack.messages(channel)).toHaveLength(1)
  expect(callsOf(stage, 'AdminGetUser')).toBe(1)
})

test('an empty page in the middle is not the end of a list', async () => {
  const stage = await openStage({ ...polling, isNotStarted: true })
  const { slack, cognito, channel } = stage
  cognito.emptyPages(2)
  cognito.pageSize(1)
  for (const name of ['ann', 'ben']) cognito.signUp({ email: `${name}@visitors.example` })
  await stage.start()
  await slack.waitFor('both cards', () => slack.messages(channel).length === 2)
  await nextPoll(stage)
  expect(callsOf(stage, 'AdminGetUser')).toBe(0)
  expect(slack.messages(channel).map((one) => decisionsIn(one).length)).toEqual([2, 2])
})

test('the sign-ups on one page get their cards before the next page is read', async () => {
  const stage = await openStage({ ...polling, isNotStarted: true })
  const { slack, cognito, channel } = stage
  cognito.pageSize(1)
  for (const name of ['ann', 'ben']) cognito.signUp({ email: `${name}@visitors.example` })
  const firstPage = cognito.hold('ListUsers', 'afterWork')
  await stage.start()
  await firstPage.arrived
  const secondPage = cognito.hold('ListUsers')
  firstPage.release()
  await secondPage.arrived
  await cardWithButton(stage)
  expect(slack.messages(channel)).toHaveLength(1)
  secondPage.release()
  await slack.waitFor('the other card', () => slack.messages(channel).length === 2)
})

const breaks: Readonly<Record<string, Fault>> = {
  'a 500': { kind: 'empty', status: 500 },
  'a web page': { kind: 'html', status: 200 },
  'a broken connection': { kind: 'resetAfter' },
  throttling: { kind: 'exception', name: 'TooManyRequestsException', message: 'Rate exceeded' },
  'an answer that is no list': { kind: 'garbage' },
  'a user without an id': { kind: 'body', body: { Users: [{ Username: 'x', UserStatus: 'UNCONFIRMED' }] } },
}

test.each(Object.entries(breaks))(
  'nothing is concluded from a scan that ends in %s, and the next complete scan catches up',
  async (_, fault) => {
    const story = await openStory(undefined, polling)
    const { cognito, user, log } = story
    cognito.fail('ListUsers', fault)
    const complaint = () => log.filter(({ message }) => /a loop failed|could not be read/.test(message))
    await expect.poll(complaint, { interval: 5 }).toHaveLength(1)
    await nextPoll(story)
    await expectNothingConcluded(story)
    expect(callsOf(story, 'AdminGetUser')).toBe(0)

    cognito.removeUser(user.sub)
    await nextPoll(story)
    await cardSays(story, '🗑️ Deleted from the pool')
    expect(callsOf(story, 'AdminGetUser')).toBe(1)
  },
)

test('a page token that expires in the middle ends the scan, and nothing is concluded', async () => {
  const story = await openStory()
  const { cognito, hurry, log } = story
  cognito.emptyPages(1)
  const held = cognito.hold('ListUsers', 'afterWork')
  await hurry(3_600_000)
  await held.arrived
  cognito.expireTokens()
  held.release()
  await expect
    .poll(() => log.filter(({ message }) => message.includes('a loop failed')), { interval: 5 })
    .toHaveLength(1)
  expect(cognito.calls.at(-1)?.answer).toBe('InvalidParameterException')
  await expectNothingConcluded(story)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
})

test('a list that returns the same page token again and again is not followed forever', async () => {
  const story = await openStory(undefined, polling)
  const body = { Users: [], PaginationToken: 'round-and-round' }
  story.cognito.fail('ListUsers', { kind: 'body', body }, Number.POSITIVE_INFINITY)
  await nextPoll(story)
  await expectNothingConcluded(story)
  expect(story.log.map(({ message }) => message)).toContain(
    'a list of users has no end: nobody is taken to have left it',
  )
  story.cognito.heal()
  await nextPoll(story)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
})

function askedAbout({ cognito, user }: Story): number {
  return cognito.calls.filter(({ input }) => input['Filter'] === `sub = "${user.sub}"`).length
}

async function expectNothingConcluded(story: Story): Promise<void> {
  expect(decisionsIn(story.slack.message(story.channel, story.card.ts))).toHaveLength(2)
  expect(await auditKinds(story.databaseUrl)).toEqual([])
}
