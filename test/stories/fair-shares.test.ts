// One person can't hurt many: an outsider's commands cost the others nothing.
import { expect, test } from 'vitest'
import { readStore } from '../support/read-store.ts'
import { openStory, privatelyTold } from '../support/story.ts'

test('600 commands of an outsider delay no approver, and Slack shows the outsider that most failed', async () => {
  const story = await openStory()
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
