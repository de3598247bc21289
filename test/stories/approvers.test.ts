// Whom the configuration lets approve: user ids, user groups by id, user groups by handle.
import { expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, callsOf, cardSays, cardWithButton, privatelyTold } from '../support/story.ts'

/** A sign-up with its card, where the people of the stage name the approvers. */
async function openWith(
  approvers: (people: Pick<Stage, 'ada' | 'eve' | 'group'>) => Readonly<Record<string, string>>,
) {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  Object.assign(stage.environment, { APPROVER_GROUPS: '', APPROVER_USERS: '' }, approvers(stage))
  stage.cognito.signUp({ email: 'mia@visitors.example' })
  await stage.start()
  return { ...stage, card: await cardWithButton(stage) }
}

test('APPROVER_USERS alone works in a workspace without user groups', async () => {
  const stage = await openWith(({ ada }) => ({ APPROVER_USERS: ada }))
  const { slack, ada, bob } = stage
  await approve(stage, bob)
  await privatelyTold(stage, bob, 'You are not an approver')
  await approve(stage, ada)
  await cardSays(stage, `✅ Approved by <@${ada}>`)
  expect([...slack.methodsSeen()].filter((method) => method.startsWith('usergroups.'))).toEqual([])
})

test('beside a group that can’t be read, users who are named may approve', async () => {
  const stage = await openWith(({ eve }) => ({ APPROVER_GROUPS: 'S0DELETED', APPROVER_USERS: eve }))
  const { eve } = stage
  await approve(stage, eve)
  await cardSays(stage, `✅ Approved by <@${eve}>`)
})

test('a group can be given by its handle', async () => {
  const stage = await openWith(() => ({ APPROVER_GROUPS: '@approvers' }))
  const { ada, eve } = stage
  await approve(stage, eve)
  await privatelyTold(stage, eve, 'You are not an approver')
  await approve(stage, ada)
  await cardSays(stage, `✅ Approved by <@${ada}>`)
})

test('of two groups one can’t be read: a member of the other may approve', async () => {
  const stage = await openWith(({ group }) => ({ APPROVER_GROUPS: `S0DELETED,${group}` }))
  const { ada } = stage
  await approve(stage, ada)
  await cardSays(stage, `✅ Approved by <@${ada}>`)
})

test('of two groups one can’t be read: of anybody else nobody knows, so nothing is changed', async () => {
  const stage = await openWith(({ group }) => ({ APPROVER_GROUPS: `S0DELETED,${group}` }))
  const { eve } = stage
  await approve(stage, eve)
  await privatelyTold(stage, eve, 'Slack did not tell Countersign whether you may approve')
  expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(0)
})

test('a handle that no group has makes nobody an approver', async () => {
  const stage = await openWith(() => ({ APPROVER_GROUPS: '@approver' }))
  const { ada } = stage
  await approve(stage, ada)
  await privatelyTold(stage, ada, 'Slack did not tell Countersign whether you may approve')
  expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(0)
})
