// The manifests ask for what the code uses, and for nothing else.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { slackPath } from '../src/slack/listen/http-gate.ts'
import { slackEvents } from '../src/slack/listen/listen.ts'
import { confirmCommand } from '../src/slack/listen/read-payload.ts'
import { httpManifest, makeHttpManifest, socketManifest } from './support/http-manifest.ts'
import { openStage, type Stage } from './support/stage.ts'
import { cardWithButton, privatelyTold } from './support/story.ts'

const url = z.string().optional()
const manifestFormat = z.object({
  features: z.object({ slash_commands: z.array(z.object({ command: z.string(), url })) }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()), request_url: url }),
    interactivity: z.object({ is_enabled: z.literal(true), request_url: url }),
    socket_mode_enabled: z.boolean(),
  }),
})
const [manifest, overHttp] = [read(socketManifest), read(httpManifest)]

function read(file: URL) {
  return manifestFormat.parse(parse(readFileSync(file, 'utf8')))
}

/** Makes the bot call every method that it knows, in one channel. */
async function everything(isPrivate: boolean): Promise<Stage> {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, hurry, environment, ada, eve } = stage
  const channel = slack.addChannel({ name: 'approvals', isPrivate })
  environment['APPROVAL_CHANNEL'] = channel
  environment['APPROVER_GROUPS'] = '@approvers'
  const here = { ...stage, channel }

  cognito.signUp()
  slack.fail('chat.postMessage', { kind: 'resetAfter' })
  await stage.start()
  const lost = await cardWithButton(here)
  slack.say({
    user: slack.botUserId,
    channel,
    appId: slack.appId,
    text: 'A double.',
    ...(lost.metadata && { metadata: lost.metadata }),
  })
  await hurry(21_000)
  await slack.waitFor('the double to be removed', () => slack.deleted(channel).length > 0)

  slack.fail('response_url', { kind: 'http', status: 404 }, Number.POSITIVE_INFINITY)
  slack.fail('chat.postEphemeral', { kind: 'error', error: 'user_not_in_channel' })
  const card = await cardWithButton(here)
  await slack.click({ user: eve, channel, ts: card.ts, label: 'Approve' })
  await slack.waitFor('a direct message', () =>
    slack.callsOf('chat.postMessage').find(({ args }) => args['channel'] === eve),
  )
  await slack.slash({ user: ada, channel, command: confirmCommand, text: 'help' })
  await privatelyTold(here, ada, confirmCommand)
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  await slack.waitFor('the result', () =>
    slack.message(channel, card.ts)?.words.includes('They can sign in now'),
  )
  return stage
}

test('the scopes are those of the Web API methods that a whole run calls', async () => {
  // One after the other, because the SDK reads where Cognito is from this process's environment.
  const stages = [await everything(false), await everything(true)]
  const calls = stages.flatMap(({ slack }) => slack.calls)
  const needed = calls.flatMap(({ scopesNeeded }) => scopesNeeded)
  // users.info needs users:read, and shows e-mails only with users:read.email; slash commands need commands.
  expect(new Set([...needed, 'users:read.email', 'commands'])).toEqual(
    new Set(manifest.oauth_config.scopes.bot),
  )
})

test('manifest.http.yml is manifest.yml, with the address to which Slack sends everything (npm run manifest)', () => {
  expect(readFileSync(httpManifest, 'utf8')).toBe(makeHttpManifest())
  expect(addressesIn(manifest)).toEqual([undefined, undefined, undefined])
  expect(addressesIn(overHttp)).toEqual(Array(3).fill(`https://countersign.example.com${slackPath}`))
  expect([manifest, overHttp].map(({ settings }) => settings.socket_mode_enabled)).toEqual([true, false])
})

function addressesIn({ features, settings }: typeof manifest) {
  const { event_subscriptions: events, interactivity } = settings
  return [
    ...features.slash_commands.map((command) => command.url),
    events.request_url,
    interactivity.request_url,
  ]
}

test('the events and commands are those that the code listens to', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([...slackEvents])
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([confirmCommand])
})
