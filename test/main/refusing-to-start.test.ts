// The operator is told what keeps Countersign from starting, one line each, with exit code 78 and no stack trace.
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openStore } from '../store/open-store.ts'
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

test.each([
  ['the bot token', 'bot', 'SLACK_BOT_TOKEN: Slack rejects it (token_revoked).'],
  ['the app token', 'app', 'SLACK_APP_TOKEN: Slack rejects it.'],
] as const)('if Slack refuses %s, the operator is told so', async (_, token, words) => {
  const { slack, cognito, environment } = await openStage({ isNotStarted: true })
  slack.revokeToken(token)
  const main = runMain(environment, cognito.endpoint)
  expect(await main.ended).toBe(configurationError)
  expect(main.output.err).toContain(words)
  expect(main.output.err).not.toMatch(/\n\s+at /)
  expect(main.output.err).not.toContain(slack.botToken)
  expect(main.output.err).not.toContain(slack.appToken)
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
  expect(second.output.out).toMatch(/^(?:[^\n]*everybody in the workspace can read[^\n]*\n)?$/)

  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
})

test('Countersign refuses a store that a newer version has used', async () => {
  const { cognito, environment, folder } = await openStage({ isNotStarted: true })
  const path = join(folder, 'newer.db')
  const { database, close } = await openStore({ kind: 'sqlite', path })
  await sql`insert into kysely_migration values ('9999-x', '2050-01-01')`.execute(database)
  await close()
  const main = runMain({ ...environment, DATABASE_URL: `sqlite:${path}` }, cognito.endpoint)
  expect(await main.ended).toBe(configurationError)
  expect(main.output.err).toBe(
    `Countersign can't start:\n  DATABASE_URL: a newer version of Countersign has already used ${path}. Start that version, or restore a backup from before the update.\n`,
  )
})

test('the operator is told to fix a store that can’t be written', async () => {
  const { cognito, environment } = await openStage({ isNotStarted: true })
  const main = runMain({ ...environment, DATABASE_URL: 'sqlite:/dev/null/countersign.db' }, cognito.endpoint)
  expect(await main.ended).toBe(configurationError)
  expect(main.output.err).toContain('DATABASE_URL')
  expect(main.output.err).not.toMatch(/\n\s+at /)
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
