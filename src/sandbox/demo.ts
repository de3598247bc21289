// The story in the terminal: somebody signs up, an approver clicks, the user is in. Nothing is sent off this machine.

import { signIn, signUp } from './cognito/sign-up.ts'
import { type CognitoLocal, startCognitoLocal } from './cognito/start-cognito-local.ts'
import { startWorkspace } from './slack/start-workspace.ts'
import type { Workspace } from './slack/workspace.ts'
import { type BotProcess, startBot } from './start-bot.ts'

const stranger = { userName: 'grace', email: 'grace@example.com', name: 'Grace Hopper' }

process.exitCode = await demo()
process.exit()

async function demo(): Promise<number> {
  say('Countersign: approve Amazon Cognito sign-ups from Slack. This demo runs on this machine alone.')
  const slack = await startWorkspace()
  const people = {
    ada: slack.addUser({ name: 'Ada', email: 'ada@our-company.example' }),
    eve: slack.addUser({ name: 'Eve', email: 'eve@our-company.example' }),
  }
  const group = slack.addGroup({ handle: 'approvers', members: [people.ada] })
  const channel = slack.addChannel({ name: 'sign-ups' })
  const cognito = await startCognitoLocal()
  step(`A local Slack is at ${slack.apiUrl}, a local Cognito at ${cognito.endpoint}.`)

  const bot = startBot({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    COGNITO_USER_POOL_ID: cognito.poolId,
    APPROVAL_CHANNEL: channel,
    APPROVER_GROUPS: group,
    POLL_INTERVAL: '1s',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
  })
  process.once('SIGINT', () => bot.kill())
  try {
    await Promise.race([tellTheStory({ slack, cognito, channel, ...people }), endedEarly(bot)])
    return 0
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    await bot.stop()
    await Promise.all([slack.stop(), cognito.stop()])
  }
}

interface Scene {
  readonly slack: Workspace
  readonly cognito: CognitoLocal
  readonly channel: string
  readonly ada: string
  readonly eve: string
}

async function tellTheStory({ slack, cognito, channel, ada, eve }: Scene): Promise<void> {
  await slack.waitFor('the bot to connect', () => slack.sockets > 0)
  step('The bot runs (src/main.ts), and is connected to Slack.')

  await signUp(cognito, stranger)
  step(`${stranger.name} signs up to your product.`)
  const refused = await signIn(cognito, stranger)
  step(
    `${stranger.name} tries to sign in, and Cognito says: ${refused.kind === 'in' ? 'come in' : refused.message}`,
  )

  const card = await slack.waitFor('the card', () => slack.messages(channel)[0])
  step('In Slack, the channel #sign-ups shows:')
  quote(card.words)

  await slack.click({ user: eve, channel, ts: card.ts, label: 'Approve' })
  const answer = await slack.waitFor('the answer to Eve', () => slack.ephemerals(eve)[0])
  step('Eve, who is no approver, clicks Approve, and she alone sees:')
  quote(answer.words)

  await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  const result = await slack.waitFor('the result', () => {
    const message = slack.message(channel, card.ts)
    return message?.words.includes('can sign in now') ? message : undefined
  })
  step('Ada, who is an approver, clicks Approve and confirms. The same message now shows:')
  quote(result.words.replaceAll(`<@${ada}>`, '@Ada'))

  const approval = cognito.postConfirmations[0]?.request.clientMetadata ?? {}
  step(`The pool’s post confirmation function was told: ${JSON.stringify(approval)}`)
  const welcome = await signIn(cognito, stranger)
  step(`${stranger.name} tries to sign in again: ${welcome.kind === 'in' ? 'in.' : welcome.message}`)
}

async function endedEarly(bot: BotProcess): Promise<never> {
  throw new Error(`The bot has ended:\n${await bot.ended}`)
}

function step(sentence: string): void {
  say(`\n▸ ${sentence}`)
}

function quote(words: string): void {
  say(words.replace(/^/gm, '  │ '))
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
