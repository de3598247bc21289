// The approver group changes: at once if Slack says so, otherwise within a minute.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { faultPlayed } from '../support/fault-played.ts'
import { readAudit } from '../support/read-audit.ts'
import { approve, callsOf, cardSays, openStory, privatelyTold, type Story } from '../support/story.ts'

/** Changes the group and waits until the bot has heard of it. */
async function changeGroup({ slack, group }: Story, change: { add?: string[]; remove?: string[] }) {
  slack.changeGroup(group, change)
  await slack.waitFor('the bot to take the news', () => slack.envelopes.every(({ acks }) => acks > 0))
}

/** The repository's manifest without its events, as if Slack's news never came. */
function manifestWithoutEvents(): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const manifest = z
    .looseObject({ settings: z.looseObject({}) })
    .parse(parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')))
  const path = join(folder, 'manifest.yml')
  const settings = { ...manifest.settings, event_subscriptions: { bot_events: [] } }
  writeFileSync(path, stringify({ ...manifest, settings }))
  return path
}

test('someone who is removed from the group is refused at once', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { eve, bob } = story
  await approve(story, eve)
  await privatelyTold(story, eve, 'You are not an approver')

  await changeGroup(story, { remove: [bob] })
  await approve(story, bob)

  await privatelyTold(story, bob, 'You are not an approver')
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
})

test('someone who is added to the group may approve a few seconds after Slack says so', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { hurry, eve } = story
  await approve(story, eve)
  await privatelyTold(story, eve, 'You are not an approver')

  await changeGroup(story, { add: [eve] })
  await hurry(10_001)
  await approve(story, eve)

  await cardSays(story, `✅ Approved by <@${eve}>`)
})

test('if Slack reports no change, the group is read again after 60 s', async () => {
  const story = await openStory(
    { email: 'mia@visitors.example' },
    { isCold: true, workspace: { manifest: manifestWithoutEvents() } },
  )
  const { slack, hurry, group, bob, eve } = story
  await approve(story, eve)
  await privatelyTold(story, eve, 'You are not an approver')
  slack.changeGroup(group, { add: [eve], remove: [bob] })
  expect(slack.envelopes).toHaveLength(1)
  const readBefore = slack.callsOf('usergroups.users.list').length

  await hurry(60_001)
  await approve(story, bob)
  await privatelyTold(story, bob, 'You are not an approver')
  await approve(story, eve)
  await cardSays(story, `✅ Approved by <@${eve}>`)
  expect(slack.callsOf('usergroups.users.list')).toHaveLength(readBefore + 1)
})

test('the group and a person are read once for many clicks', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, eve, databaseUrl } = story
  const reads = () => slack.callsOf('usergroups.users.list').length + slack.callsOf('users.info').length
  const readBefore = reads()
  for (const count of [1, 2, 3]) {
    await approve(story, eve)
    await expect.poll(async () => (await readAudit(databaseUrl)).length).toBe(count)
  }
  expect(reads()).toBe(readBefore + 2)
  expect(slack.ephemerals(eve)).toHaveLength(1)
})

test('a deactivated approver may approve for a minute at most', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, cognito, hurry, ada } = story
  cognito.fail('AdminConfirmSignUp', { kind: 'exception', name: 'LimitExceededException', message: '' })
  await approve(story, ada)
  await cardSays(story, 'Not confirmed')

  slack.changeUser(ada, { isDeactivated: true })
  await hurry(60_001)
  await approve(story, ada)

  await privatelyTold(story, ada, 'Your Slack account is deactivated')
  expect(cognito.confirmations).toEqual([])
})

test.each(['usergroups.users.list', 'users.info'])(
  'if Slack can’t say for 30 s who is an approver (%s), nothing is changed, and the clicker is told',
  async (method) => {
    const story = await openStory(undefined, { isCold: true })
    const { slack, cognito, clock, ada, databaseUrl } = story
    slack.fail(method, { kind: 'error', error: 'internal_error' }, 100)
    const before = clock.now().getTime()
    await approve(story, ada)

    await privatelyTold(story, ada, 'Nothing was changed: Slack did not say whether you may approve')
    expect(clock.now().getTime() - before).toBeGreaterThan(20_000)
    expect(await readAudit(databaseUrl)).toMatchObject([{ kind: 'click-unchecked', user_id: ada }])
    expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)

    slack.heal()
    await approve(story, ada)
    await cardSays(story, `✅ Approved by <@${ada}>`)
    expect(cognito.confirmations).toHaveLength(1)
  },
)

test('one lost answer from Slack does not keep an approver waiting', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, ada } = story
  slack.fail('users.info', { kind: 'resetBefore' })
  slack.fail('usergroups.users.list', { kind: 'rateLimited', retryAfter: 1 })
  await approve(story, ada)
  await cardSays(story, `✅ Approved by <@${ada}>`)
})

test.each([
  ['does not answer', { kind: 'hang' }],
  ['asks for a longer wait', { kind: 'rateLimited', retryAfter: 120 }],
] as const)('if Slack %s, the click still ends after 30 s and is not carried out later', async (_, fault) => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, hurry, ada, databaseUrl } = story
  slack.fail('users.info', fault)
  await approve(story, ada)
  await faultPlayed(story, 'users.info')

  await hurry(30_001)

  await privatelyTold(story, ada, 'Slack did not say whether you may approve')
  expect(await readAudit(databaseUrl)).toMatchObject([{ kind: 'click-unchecked', user_id: ada }])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
})
