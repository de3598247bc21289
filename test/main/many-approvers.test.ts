// A start that has to wait for Slack's limits waits, and says for what, instead of ending without a word.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Minutes of Slack's limits pass in seconds; the process still ends by itself if nothing holds it. */
const hurried = `
const real = globalThis.setTimeout
globalThis.setTimeout = Object.assign((work, wait, ...given) => real(work, (wait ?? 0) / 40, ...given), real)
`

test('nineteen groups are more than Slack answers about in a minute, and the bot starts', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, environment, cognito, ada, folder } = stage
  const groups = Array.from({ length: 19 }, (_, index) =>
    slack.addGroup({ handle: `approvers-${index}`, members: [ada] }),
  )
  const preload = join(folder, 'hurried.mjs')
  writeFileSync(preload, hurried)
  const started = runMain({ ...environment, APPROVER_GROUPS: groups.join(',') }, cognito.endpoint, {
    file: process.execPath,
    args: ['--import', preload, main],
    folder,
  })
  await started.prints('Countersign runs')
  expect(slack.callsOf('usergroups.users.list').length).toBeGreaterThanOrEqual(19)
  started.send('SIGTERM')
  expect(await started.ended).toBe(0)
})
