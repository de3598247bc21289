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

test('a hundred approvers are more than Slack answers about in a minute, and the bot starts', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, environment, cognito, folder } = stage
  const people = Array.from({ length: 100 }, (_, index) => slack.addUser({ name: `approver-${index}` }))
  const preload = join(folder, 'hurried.mjs')
  writeFileSync(preload, hurried)
  const started = runMain({ ...environment, APPROVER_USERS: people.join(',') }, cognito.endpoint, {
    file: process.execPath,
    args: ['--import', preload, main],
    folder,
  })
  await started.prints('Countersign runs')
  expect(slack.callsOf('users.info').length).toBeGreaterThanOrEqual(100)
  started.send('SIGTERM')
  expect(await started.ended).toBe(0)
})
