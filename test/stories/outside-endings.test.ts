// What happens to waiting users outside Slack: a complete poll sees it, a look-up verifies it, the card tells it.
import { expect, test } from 'vitest'
import { auditKinds, readAudit } from '../support/read-audit.ts'
import {
  approve,
  callsOf,
  cardSays,
  cardWithButton,
  decisionsIn,
  expectDiscretion,
  nextPoll,
  openStory,
  privatelyTold,
} from '../support/story.ts'
import { faults } from '../world/cognito/faults.ts'
import type { StandIn } from '../world/cognito/start-stand-in.ts'

const polling = { pollInterval: '100ms' } as const

interface Change {
  readonly what: string
  change(cognito: StandIn, sub: string): void
  readonly says: string
  readonly seen: string
}

const changes: readonly Change[] = [
  {
    what: 'confirmed',
    change: (cognito, sub) => cognito.confirmElsewhere(sub),
    says: '☑️ Confirmed outside Slack',
    seen: 'seen-confirmed-elsewhere',
  },
  {
    what: 'deleted',
    change: (cognito, sub) => cognito.removeUser(sub),
    says: '🗑️ Deleted from the pool',
    seen: 'seen-gone',
  },
  {
    what: 'disabled',
    change: (cognito, sub) => cognito.disable(sub),
    says: '⛔ Disabled outside Slack',
    seen: 'seen-disabled',
  },
  {
    what: 'told to choose a new password',
    change: (cognito, sub) => cognito.setStatus(sub, 'FORCE_CHANGE_PASSWORD'),
    says: '☑️ No longer waiting: their status in Cognito is FORCE_CHANGE_PASSWORD',
    seen: 'seen-confirmed-elsewhere',
  },
]

test.each(changes)('a user who is $what elsewhere is looked up once, and the card closes', async (row) => {
  const story = await openStory(undefined, polling)
  const { cognito, user } = story
  row.change(cognito, user.sub)
  await nextPoll(story)
  const card = await cardSays(story, row.says)
  expect(card.words).toContain('Sign-up no longer waiting')
  expect(decisionsIn(card)).toEqual([])
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    { kind: row.seen, sub: user.sub, user_id: null, aws_request_id: expect.any(String) },
  ])
  await nextPoll(story)
  await nextPoll(story)
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
  expectDiscretion(story)
})

test('a lost call that confirmed the user after all is credited to the approver who made it', async () => {
  const story = await openStory(undefined, polling)
  story.cognito.fail('AdminConfirmSignUp', { kind: 'resetAfter' })
  story.cognito.fail('AdminConfirmSignUp', faults.unheardOf)
  story.cognito.fail('AdminGetUser', { kind: 'resetBefore' })
  await approve(story)
  await cardSays(story, '❌ May already be confirmed')
  await nextPoll(story)
  const card = await cardSays(story, `It was probably <@${story.ada}>’s approval, which got no answer`)
  expect(decisionsIn(card)).toEqual([])
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-failed', 'seen-confirmed'])
})

test('a user who is enabled again gets a new card, and the old card decides nothing', async () => {
  const story = await openStory(undefined, polling)
  const { slack, cognito, channel, user, card: old, ada } = story
  cognito.disable(user.sub)
  await nextPoll(story)
  await cardSays(story, '⛔ Disabled outside Slack')
  cognito.enable(user.sub)
  await nextPoll(story)
  const fresh = await cardWithButton(story)
  expect(fresh.ts).not.toBe(old.ts)
  expect(fresh.words).toContain('New sign-up')

  await slack.clickAsSeen({ user: ada, message: old, label: 'Approve' })
  const answer = await privatelyTold(story, ada, 'Your click changed nothing.')
  expect(answer.words).toContain('⛔ Disabled outside Slack')
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
  expect(slack.message(channel, old.ts)?.words).toContain('⛔ Disabled outside Slack')

  await approve({ ...story, card: fresh })
  await cardSays({ ...story, card: fresh }, `✅ Approved by <@${ada}>`)
  expect(decisionsIn(slack.message(channel, old.ts))).toEqual([])
  expect(await auditKinds(story.databaseUrl)).toEqual([
    'seen-disabled',
    'seen-waiting-again',
    'click-late',
    'click-confirmed',
  ])
})

test('someone who is deleted and signs up again is a new sign-up with its own card', async () => {
  const story = await openStory({ email: 'mia@visitors.example' }, polling)
  story.cognito.removeUser(story.user.sub)
  await nextPoll(story)
  await cardSays(story, '🗑️ Deleted from the pool')
  const again = story.cognito.signUp({ email: 'mia@visitors.example' })
  await nextPoll(story)
  const fresh = await cardWithButton(story)
  expect(fresh.ts).not.toBe(story.card.ts)
  await approve({ ...story, card: fresh })
  await story.cognito.waitFor('the confirmation', () => story.cognito.confirmations.length > 0)
  expect(story.cognito.confirmations.map(({ sub }) => sub)).toEqual([again.sub])
})

test('a poll neither looks up nor changes a claimed sign-up', async () => {
  const story = await openStory(undefined, polling)
  const { cognito, user, ada } = story
  const held = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await held.arrived
  // A poll that began before the claim may still look the sign-up up.
  await nextPoll(story)
  cognito.confirmElsewhere(user.sub)
  await nextPoll(story)
  await nextPoll(story)
  await cardSays(story, `⏳ Confirming… Approved by <@${ada}>.`)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
  expect(await auditKinds(story.databaseUrl)).toEqual([])
  held.release()
  await cardSays(story, '☑️ Confirmed outside Slack')
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-overtaken'])
})

test('a card stays open while the look-up fails, and the look-up is repeated later', async () => {
  const story = await openStory(undefined, polling)
  story.cognito.fail('AdminGetUser', faults.accessDenied)
  story.cognito.fail('AdminGetUser', { kind: 'resetBefore' }, Number.POSITIVE_INFINITY)
  story.cognito.removeUser(story.user.sub)
  await nextPoll(story)
  await nextPoll(story)
  expect(decisionsIn(story.slack.message(story.channel, story.card.ts))).toHaveLength(2)
  expect(await auditKinds(story.databaseUrl)).toEqual([])
  story.cognito.heal()
  await cardSays(story, '🗑️ Deleted from the pool')
})
