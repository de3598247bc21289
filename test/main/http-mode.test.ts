// HTTP mode as a separate process, with its secrets in files.

import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listenForTest } from '../support/listen.ts'
import { isConnected, runMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton } from '../support/story.ts'

test('a port that is taken keeps the bot from starting, and a sentence says so', async () => {
  const { cognito, environment } = await openStage({ isNotStarted: true, delivery: 'http' })
  const port = await listenForTest(createServer())
  const main = runMain({ ...environment, PORT: String(port) }, cognito.endpoint)
  expect(await main.ended).toBe(78)
  expect(main.output.err).toBe(
    `Countersign can't start:\n  PORT: another program already listens on port ${port} of 127.0.0.1 (EADDRINUSE). ` +
      'Stop it, or choose another port.\n',
  )
})

test('with its secrets in files the bot runs, warns of a file that others can read, and never shows a secret', async () => {
  const stage = await openStage({ isNotStarted: true, delivery: 'http' })
  const { slack, cognito, folder, ada, environment } = stage
  const {
    SLACK_BOT_TOKEN: token = '',
    SLACK_SIGNING_SECRET: secret = '',
    DATABASE_URL: url = '',
    ...rest
  } = environment
  const put = (name: string, text: string, mode: number) => {
    writeFileSync(join(folder, name), text, { mode })
    return join(folder, name)
  }
  put('DATABASE_URL', url, 0o600)
  const files = {
    SLACK_BOT_TOKEN_FILE: put('token', `${token}\n`, 0o600),
    // Slack still signs with the second one.
    SLACK_SIGNING_SECRET_FILE: put('secret', `${'f'.repeat(32)},${secret}\n`, 0o644),
    CREDENTIALS_DIRECTORY: folder,
  }
  cognito.signUp({ email: 'mia@visitors.example' })
  const main = runMain({ ...rest, ...files }, cognito.endpoint)
  await isConnected(slack, main)
  const card = await cardWithButton(stage)
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
  main.send('SIGTERM')
  expect(await main.ended).toBe(0)

  const warned = main.output.out.split('\n').filter((line) => line.includes('others can read a file'))
  expect(warned).toEqual([
    expect.stringContaining(`"file":"${files.SLACK_SIGNING_SECRET_FILE}","mode":"0644"`),
  ])
  for (const hidden of [token, secret]) expect(JSON.stringify(main.output)).not.toContain(hidden)
})
