// The operator is told what keeps Countersign from starting, one line each, with exit code 78 and no stack trace.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runMain, startMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton } from '../support/story.ts'

const configurationError = 78

test('every mistake in the configuration is named at once, and no secret is shown', async () => {
  const main = runMain(
    {
      SLACK_BOT_TOKEN: 'xapp-1-SECRET-bot',
      SLACK_APP_TOKEN: 'hunter2-SECRET-app',
      COGNITO_USER_POOL_ID: 'my-pool',
      APPROVAL_CHANNEL: '#sign-ups',
      POLL_INTERVAL: '15',
    },
    'http://127.0.0.1:9',
  )
  expect(await main.ended).toBe(configurationError)
  expect(main.output.out).toBe('')
  const [headline, ...problems] = main.output.err.trimEnd().split('\n')
  expect(headline).toMatch(/^Countersign can't start/)
  const about = [
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'COGNITO_USER_POOL_ID',
    'APPROVAL_CHANNEL',
    'POLL_INTERVAL',
    'APPROVER_GROUPS',
  ]
  for (const name of about) expect(problems.filter((line) => line.includes(name)).length).toBeGreaterThan(0)
  expect(problems).toHaveLength(about.length)
  expect(main.output.err).not.toMatch(/SECRET|hunter2|\n\s+at /)
})

test('a second process on the same store refuses to start and says so, while the first goes on', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { cognito, environment, ada, databaseUrl } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  await startMain(stage)
  const card = await cardWithButton(stage)

  const second = runMain(environment, cognito.endpoint)
  expect(await second.ended).toBe(configurationError)
  expect(second.output.err).toContain(
    `Another process is using the store ${databaseUrl.replace('sqlite:', '')}.`,
  )
  // The check of its channel may have been quicker than that.
  expect(second.output.out).toMatch(
    /^[^\n]*Countersign starts[^\n]*\n(?:[^\n]*everybody in the workspace can read[^\n]*\n)?$/,
  )

  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
})

test('a profile that does not exist is named as the problem, and not the lack of credentials', async () => {
  const stage = await openStage({ isNotStarted: true })
  const main = runMain(
    {
      ...stage.environment,
      AWS_PROFILE: 'counter-sing',
      AWS_CONFIG_FILE: join(stage.folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(stage.folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stage.cognito.endpoint,
  )
  expect(await main.ended).toBe(configurationError)
  expect(main.output.err).toContain('AWS_PROFILE names a profile that is in neither of the files')
  expect(main.output.err).not.toContain('counter-sing')
})
