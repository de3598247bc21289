// One person can't hurt many: an outsider's commands cost the others nothing.
import { expect, test } from 'vitest'
import { readStore } from '../support/read-store.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton, openStory, privatelyTold } from '../support/story.ts'

test('600 commands of an outsider delay no approver, and Slack shows the outsider that most failed', async () => {
  // How long sixty commands take is the machine's affair and measured by the bench; this is about which of them count.
  const story = await openStory(undefined, { workspace: { ackWithinMs: 10_000 } })
  const { slack, channel, ada, eve, databaseUrl } = story
  const type = (user: string) => slack.slash({ user, channel, command: '/confirm-user', text: 'list' })
  const commands = await Promise.all(Array.from({ length: 600 }, () => type(eve)))
  const list = await type(ada)
  expect(await list.acked).toMatchObject({ kind: 'acked' })
  await privatelyTold(story, ada, '1 sign-up is waiting')

  const acks = await Promise.all(commands.map(({ acked }) => acked))
  expect(acks.filter(({ kind }) => kind === 'acked')).toHaveLength(60)
  await privatelyTold(story, eve, 'You are not an approver')
  const { clicks } = await readStore(databaseUrl)
  expect(clicks.filter(({ user_id }) => user_id === eve)).toHaveLength(60)
  expect(slack.ephemerals(eve)).toHaveLength(1)
})

test('twelve approver groups are read with one call, and a member of the last one approves', async () => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  const { slack, cognito, environment } = stage
  const groups = Array.from({ length: 12 }, (_, index) =>
    slack.addGroup({ handle: `approvers-${index}`, members: [slack.addUser({ name: `member-${index}` })] }),
  )
  environment['APPROVER_GROUPS'] = groups.join(',')
  cognito.signUp({ email: 'mia@visitors.example' })
  await stage.start()
  const story = { ...stage, card: await cardWithButton(stage) }
  const member = slack.addUser({ name: 'late' })
  slack.changeGroup(groups.at(-1) ?? '', { add: [member] })
  await stage.hurry(60_001)

  await approve(story, member)

  await cardSays(story, `✅ Approved by <@${member}>`)
  expect(slack.callsOf('usergroups.users.list')).toEqual([])
})
