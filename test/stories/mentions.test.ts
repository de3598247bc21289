// A new card mentions a group, so that Slack notifies its members: sparingly, and never by an edit.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton } from '../support/story.ts'

test('the first new card mentions the pool’s group, the next and every edit mention nobody', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, group, environment, folder, ada } = stage
  const path = join(folder, 'countersign.yml')
  const keys = [`id: ${cognito.poolId}`, `channel: ${channel}`, `approvers: { groups: [${group}] }`]
  writeFileSync(path, `pools:\n  - ${[...keys, 'mention: "@approvers"'].join('\n    ')}\n`)
  for (const name of ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS']) delete environment[name]
  environment['CONFIG_FILE'] = path
  for (const name of ['mia', 'ben']) cognito.signUp({ userName: name, email: `${name}@visitors.example` })
  await stage.start()
  await slack.waitFor('both cards', () => slack.messages(channel).length === 2)

  const texts = () => slack.messages(channel).map(({ text }) => text.startsWith(`<!subteam^${group}> `))
  expect(texts()).toEqual([true, false])
  const card = await cardWithButton(stage)
  await approve({ ...stage, card })
  const edited = await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
  expect(JSON.stringify(edited)).not.toContain(group)
})
