// The main job from end to end, with a real Cognito emulator: from the sign-up form to the first sign-in.
import { expect, onTestFinished, test } from 'vitest'
import { readAudit } from '../support/read-audit.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton, decisionsIn, privatelyTold } from '../support/story.ts'
import { signIn, signUp } from '../world/cognito/sign-up.ts'
import { startCognitoLocal } from '../world/cognito/start-cognito-local.ts'

test('a sign-up becomes a card, an approver’s click confirms the user, and they can sign in', async () => {
  const pool = await startCognitoLocal()
  onTestFinished(() => pool.stop())
  const stage = await openStage({
    cognitoEndpoint: pool.endpoint,
    environment: { COGNITO_USER_POOL_ID: pool.poolId },
  })
  const { slack, ada, eve, group, databaseUrl } = stage

  const { sub } = await signUp(pool, { userName: 'mia', email: 'mia@visitors.example', name: 'Mia Ortiz' })
  expect(await signIn(pool, { userName: 'mia' })).toMatchObject({ name: 'UserNotConfirmedException' })

  const card = await cardWithButton(stage)
  expect(card.words).toContain('New sign-up')
  expect(card.words).toContain('User name: mia')
  expect(card.words).toContain('\nMia Ortiz · mia@visitors.example (not verified)\n')
  expect(card.text).toBe(`Mia Ortiz, mia@visitors.example in ${pool.poolId}: new sign-up.`)
  expect(decisionsIn(card).map(({ confirm }) => confirm?.text)).toEqual([
    `mia@visitors.example (user name mia) will be able to sign in to ${pool.poolId}.`,
    undefined,
  ])

  const story = { ...stage, card }
  await approve(story, eve)
  await privatelyTold(stage, eve, 'You are not an approver for pool')
  expect(await signIn(pool, { userName: 'mia' })).toMatchObject({ name: 'UserNotConfirmedException' })
  expect(pool.postConfirmations).toEqual([])

  await approve(story, ada)
  const confirmed = await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(confirmed.words).toContain('They can sign in now.')
  expect(decisionsIn(confirmed)).toEqual([])
  expect(confirmed.text).toContain(': sign-up confirmed.')
  expect(await signIn(pool, { userName: 'mia' })).toEqual({ kind: 'in' })
  expect(slack.failures).toEqual([])

  const audit = await readAudit(databaseUrl)
  expect(audit).toMatchObject([
    { kind: 'click-refused', sub, user_id: eve, outcome: { because: 'not-an-approver' }, entitlement: null },
    {
      kind: 'click-confirmed',
      sub,
      user_id: ada,
      outcome: { ending: { by: { userId: ada } } },
      entitlement: {
        asked: 'button',
        through: { kind: 'group', group, id: group, readAt: expect.any(String) },
        personal: {
          name: 'ada',
          userName: 'mia',
          shown: { email: 'mia@visitors.example', name: 'Mia Ortiz' },
        },
      },
    },
  ])
  expect(pool.postConfirmations).toMatchObject([
    {
      userName: 'mia',
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: {
        clientMetadata: {
          approvedBy: ada,
          approvedInTeam: slack.teamId,
          approvalId: audit.at(-1)?.click_id,
          approvedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          auditHead: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      },
    },
  ])
})
