// The user is not what the card says: one look-up by `sub` per decision settles it, or it fails.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { readAudit } from '../support/read-audit.ts'
import { approve, callsOf, cardSays, expectDiscretion, openStory, type Story } from '../support/story.ts'
import { type Fault, faults } from '../world/cognito/faults.ts'

test.each(['FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED', 'COMPROMISED', 'ARCHIVED', 'EXTERNAL_PROVIDER'])(
  'a user whom Cognito calls %s is no longer a sign-up, and the card closes',
  async (status) => {
    const story = await openStory()
    story.cognito.setStatus(story.user.sub, status)
    await approve(story)
    const card = await cardSays(story, `☑️ No longer waiting: their status in Cognito is ${status}, noticed `)
    expect(card.words).toContain('Nothing to do here.')
    expect(decisionsIn(card)).toEqual([])
    expect(await readAudit(story.databaseUrl)).toMatchObject([
      {
        kind: 'click-overtaken',
        user_id: story.ada,
        outcome: { ending: { kind: 'confirmed-elsewhere', status } },
      },
    ])
    expectOneLook(story)
  },
)

test('a disabled user is not confirmed, and the card says how to decide again', async () => {
  const story = await openStory()
  story.cognito.disable(story.user.sub)
  await approve(story)
  const card = await cardSays(story, '⛔ Disabled outside Slack')
  expect(card.words).toContain('enable the user in Cognito, and a new card will follow')
  expect(decisionsIn(card)).toEqual([])
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    { kind: 'click-overtaken', outcome: { ending: { kind: 'disabled' } } },
  ])
  expectOneLook(story)
})

test('the card says that a deleted user is gone, without a look-up', async () => {
  const story = await openStory()
  story.cognito.removeUser(story.user.sub)
  await approve(story)
  const card = await cardSays(story, '🗑️ Deleted from the pool')
  expect(card.words).toContain('they have to sign up again')
  expect(decisionsIn(card)).toEqual([])
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    { kind: 'click-overtaken', outcome: { ending: { kind: 'gone' } } },
  ])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
})

test('if Cognito claims not to know a user whom it lists, the card says just that, and stays open', async () => {
  const story = await openStory()
  const noSuchUser = { kind: 'exception', name: 'UserNotFoundException', message: 'No such user.' } as const
  story.cognito.fail('AdminConfirmSignUp', noSuchUser, 2)
  await approve(story)
  const card = await cardSays(story, '❌ Not confirmed: Cognito contradicts itself.')
  expect(decisionsIn(card)).toHaveLength(2)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(2)
  expectDiscretion(story)

  await approve(story)
  await cardSays(story, `✅ Approved by <@${story.ada}>`)
})

test('a look-up shows that a user was deleted while Cognito was busy', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', faults.tooManyRequests)
  story.cognito.removeUser(story.user.sub)
  await approveInTheLastMoment(story)
  await cardSays(story, '🗑️ Deleted from the pool')
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
})

interface Blindness {
  readonly confirm: Fault
  readonly look: Fault
  readonly says: readonly string[]
  readonly reason: string
  readonly name: string
}

const blindness: readonly Blindness[] = [
  {
    name: 'no answer, and a look that is not allowed',
    confirm: { kind: 'resetBefore' },
    look: faults.accessDenied,
    says: ['❌ May already be confirmed', 'allow cognito-idp:AdminGetUser in its IAM policy'],
    reason: 'look-forbidden',
  },
  {
    name: 'a function that failed, and a look that is not allowed',
    confirm: faults.unexpectedLambda,
    look: faults.accessDenied,
    says: ['❌ May already be confirmed', 'allow cognito-idp:AdminGetUser in its IAM policy'],
    reason: 'look-forbidden',
  },
  {
    name: 'no answer, and no answer to the look',
    confirm: faults.internalError,
    look: { kind: 'resetBefore' },
    says: ['❌ May already be confirmed: Cognito gave no answer. It’s safe to press Approve again.'],
    reason: 'uncertain',
  },
  {
    name: 'no answer, and a look that is throttled',
    confirm: { kind: 'html', status: 502 },
    look: faults.tooManyRequests,
    says: ['❌ May already be confirmed: Cognito gave no answer.'],
    reason: 'uncertain',
  },
  {
    name: 'no answer, and a look that makes no sense',
    confirm: { kind: 'empty', status: 500 },
    look: { kind: 'garbage' },
    says: ['❌ May already be confirmed: Cognito gave no answer.'],
    reason: 'uncertain',
  },
  {
    name: 'no answer, and credentials that have expired meanwhile',
    confirm: { kind: 'resetBefore' },
    look: faults.expiredToken,
    says: ['❌ May already be confirmed: Cognito gave no answer.'],
    reason: 'uncertain',
  },
  {
    name: 'an unknown error, and a look-up that fails',
    confirm: faults.unheardOf,
    look: faults.internalError,
    says: ['❌ May already be confirmed: Cognito answered with MoonPhaseException (request '],
    reason: 'unexplained',
  },
  {
    name: 'a refusal, and a look that fails',
    confirm: { kind: 'exception', name: 'NotAuthorizedException', message: 'User is disabled.' },
    look: { kind: 'empty', status: 503 },
    says: ['❌ May already be confirmed: Cognito answered with NotAuthorizedException (request '],
    reason: 'unexplained',
  },
  {
    name: 'throttling, and a look that is not allowed',
    confirm: faults.throttling,
    look: faults.accessDenied,
    says: ['❌ Not confirmed: Cognito was too busy.'],
    reason: 'throttled',
  },
]

test.each(blindness)('$name: the card promises nothing, and a second click works', async (row) => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', row.confirm)
  story.cognito.fail('AdminGetUser', row.look)
  await approveInTheLastMoment(story)
  const card = await cardSays(story, '❌ ')
  for (const words of row.says) expect(card.words).toContain(words)
  expect(decisionsIn(card)).toHaveLength(2)
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    { kind: 'click-failed', outcome: { reason: { kind: row.reason } } },
  ])
  expect(callsOf(story, 'AdminGetUser')).toBe(1)

  story.cognito.heal()
  await approve(story, story.bob)
  await cardSays(story, `✅ Approved by <@${story.bob}>`)
  expectDiscretion(story)
})

/** The first call takes nearly the whole minute, so that no second one follows. */
async function approveInTheLastMoment(story: Story): Promise<void> {
  const held = story.cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await held.arrived
  await story.hurry(59_990)
  held.release()
}

function expectOneLook(story: Story): void {
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
  expect(story.cognito.confirmations).toEqual([])
  expectDiscretion(story)
}
