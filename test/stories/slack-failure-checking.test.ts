// Slack does not say who clicked: the bot retries for 30 s, then changes nothing and tells the clicker.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { auditKinds } from '../support/read-audit.ts'
import { approve, callsOf, cardSays, openStory, privatelyTold, type Story } from '../support/story.ts'
import type { Fault } from '../world/slack/faults.ts'

const methods = ['users.info', 'usergroups.users.list'] as const

const passing: Readonly<Record<string, Fault>> = {
  'a wait of a second': { kind: 'rateLimited', retryAfter: 1 },
  'a 500': { kind: 'http', status: 500 },
  'a web page': { kind: 'html' },
  'a connection that breaks': { kind: 'resetBefore' },
  'a lost answer': { kind: 'resetAfter' },
  internal_error: { kind: 'error', error: 'internal_error' },
}

const passingCases = methods.flatMap((method) =>
  Object.entries(passing).map(([what, fault]) => ({ method, what, fault })),
)

test.each(passingCases)(
  '$what from $method does not stop an approval if it happens once',
  async ({ method, fault }) => {
    const story = await openStory(undefined, { isCold: true })
    const before = story.slack.callsOf(method).length
    story.slack.fail(method, fault)
    await approve(story)
    await cardSays(story, `✅ Approved by <@${story.ada}>`)
    expect(story.slack.callsOf(method)).toHaveLength(before + 2)
    expect(story.slack.ephemerals()).toEqual([])
  },
)

interface Lasting {
  readonly method: string
  readonly what: string
  readonly fault: Fault
  /** What is told at once, if Slack’s word is conclusive. */
  readonly words?: string
}

const lasting: readonly Lasting[] = [
  { method: 'users.info', what: '500', fault: { kind: 'http', status: 500 } },
  { method: 'users.info', what: 'internal_error', fault: { kind: 'error', error: 'internal_error' } },
  { method: 'usergroups.users.list', what: '502', fault: { kind: 'http', status: 502 } },
  { method: 'usergroups.users.list', what: 'a web page', fault: { kind: 'html' } },
  {
    method: 'usergroups.users.list',
    what: 'no_such_subteam',
    fault: { kind: 'error', error: 'no_such_subteam' },
    words: 'it was renamed, disabled or deleted. Ask an operator',
  },
  {
    method: 'usergroups.users.list',
    what: 'plan_upgrade_required',
    fault: { kind: 'error', error: 'plan_upgrade_required' },
    words: 'this workspace’s Slack plan no longer has user groups. Ask an operator',
  },
]

test.each(lasting)(
  'with $what from $method every time, a private answer says that nothing was changed',
  async (row) => {
    const story = await openStory(undefined, { isCold: true })
    story.slack.fail(row.method, row.fault, Number.POSITIVE_INFINITY)
    await approve(story)
    await expectUnchecked(story, row.words)
  },
)

test('with a token that is revoked at run time nobody can be checked; once it is restored, the same button works', async () => {
  const story = await openStory(undefined, { isCold: true })
  story.slack.revokeToken()
  await approve(story)
  await expectUnchecked(story, 'Slack no longer accepts Countersign’s token (token_revoked). Ask an operator')
})

test('if Slack asks the bot to wait a minute, an approver isn’t kept waiting, and the click isn’t carried out later', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, hurry } = story
  slack.fail('usergroups.users.list', { kind: 'rateLimited', retryAfter: 60 })
  await approve(story)
  await slack.waitFor('the question', () => slack.calls.some(({ fault }) => fault === 'rateLimited'))
  await expect
    .poll(
      async () => {
        await hurry(1000)
        return slack.ephemerals(story.ada).length
      },
      { interval: 20 },
    )
    .toBe(1)
  await privatelyTold(story, story.ada, 'Nothing was changed: Slack did not say whether')
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
})

test('one group that lists the approver is enough, even if another can’t be read', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, ada, environment, group } = story
  await story.stop()
  environment['APPROVER_GROUPS'] = `${slack.addGroup({ handle: 'others', members: [] })},${group}`
  await story.start()
  slack.fail('usergroups.users.list', { kind: 'error', error: 'no_such_subteam' })
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
})

const inAMinute = 'Slack did not say whether you may approve. Press Approve again in a minute.'

async function expectUnchecked(story: Story, words = inAMinute): Promise<void> {
  const { slack, channel, card, ada } = story
  const answer = await privatelyTold(story, ada, words)
  expect(answer.words).toContain('❌ Nothing was changed')
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
  expect(decisionsIn(slack.message(channel, card.ts))).toHaveLength(2)
  expect(slack.message(channel, card.ts)?.words).toBe(card.words)
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-unchecked'])

  slack.heal()
  slack.restoreToken()
  // For two seconds it is remembered that Slack did not say.
  await story.hurry(2001)
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-unchecked', 'click-confirmed'])
}
