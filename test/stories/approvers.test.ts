// Who may approve by configuration: user ids, user groups by id, user groups by handle.
import { describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, callsOf, cardSays, cardWithButton, privatelyTold } from '../support/story.ts'

/** A sign-up with its card; `approvers` picks the approvers from the people on the stage. */
async function openWith(
  approvers: (people: Pick<Stage, 'slack' | 'ada' | 'eve' | 'group'>) => Readonly<Record<string, string>>,
) {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true, isCold: true })
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

test('a group can be given by its handle', async () => {
  const stage = await openWith(() => ({ APPROVER_GROUPS: '@approvers' }))
  const { ada, eve } = stage
  await approve(stage, eve)
  await privatelyTold(stage, eve, 'You are not an approver')
  await approve(stage, ada)
  await cardSays(stage, `✅ Approved by <@${ada}>`)
})

describe('when one of two groups can’t be read any more,', () => {
  /** The second group is disabled after the bot has started. */
  async function openWithLostGroup() {
    const stage = await openWith(({ slack, group, ada }) => {
      const lost = slack.addGroup({ handle: 'lost', members: [ada] })
      return { APPROVER_GROUPS: `${lost},${group}` }
    })
    const lost = stage.slack.groups().find(({ handle }) => handle === 'lost')?.id ?? ''
    stage.slack.changeGroup(lost, { isDisabled: true })
    return stage
  }

  test('a member of the other may approve', async () => {
    const stage = await openWithLostGroup()
    const { bob } = stage
    await approve(stage, bob)
    await cardSays(stage, `✅ Approved by <@${bob}>`)
  })

  test('nobody else can be checked, so nothing is changed', async () => {
    const stage = await openWithLostGroup()
    const { eve } = stage
    await approve(stage, eve)
    await privatelyTold(stage, eve, 'Slack no longer knows the approver group')
    expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(0)
  })

  test('an approver named by id may approve', async () => {
    const stage = await openWith(({ group, eve }) => ({ APPROVER_GROUPS: group, APPROVER_USERS: eve }))
    const { slack, group, eve } = stage
    slack.changeGroup(group, { isDisabled: true })
    await approve(stage, eve)
    await cardSays(stage, `✅ Approved by <@${eve}>`)
  })
})
