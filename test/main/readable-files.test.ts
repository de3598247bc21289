// A `.env` that others can read is warned about when the bot starts, and nothing of what it holds is shown.
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { runMain } from '../support/run-main.ts'

const start = fileURLToPath(new URL('../../src/start.js', import.meta.url))

test('a `.env` with mode 0644 is warned about, and nothing that it holds is shown', async () => {
  const folder = makeQuickFolder('countersign-env-')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const dotEnv = join(folder, '.env')
  writeFileSync(
    dotEnv,
    `SLACK_BOT_TOKEN=xoxb-hush\nSLACK_APP_TOKEN=xapp-hush\nSLACK_API_URL=http://127.0.0.1:9/
COGNITO_USER_POOL_ID=us-east-1_Pool1\nAPPROVAL_CHANNEL=C1\nAPPROVER_USERS=U1\n`,
  )
  chmodSync(dotEnv, 0o644)
  const command = { file: process.execPath, args: [start], folder }
  const main = runMain({}, 'http://127.0.0.1:9', command)
  await main.prints('others can read a file')
  main.send('SIGTERM')
  await main.ended
  const lines = main.output.out.split('\n').filter((line) => line.includes('others can read a file'))
  expect(lines).toEqual([expect.stringContaining('"file":".env","mode":"0644","fix":"chmod 600 .env"')])
  expect(JSON.stringify(main.output)).not.toContain('hush')
})
