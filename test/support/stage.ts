// A stage for a story: a workspace with people, a user pool, and the real bot between them, over real sockets.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, onTestFinished } from 'vitest'
import { type AppEnd, runCountersign } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { Wrap } from '../../src/connect-outside.ts'
import type { Clock } from '../../src/shared/clock.ts'
import type { Facts, Log } from '../../src/shared/log.ts'
import { createBusy } from '../harness/busy.ts'
import { type StandIn, startStandIn } from '../world/cognito/start-stand-in.ts'
import { startWorkspace, type WorkspaceOptions } from '../world/slack/start-workspace.ts'
import type { Workspace } from '../world/slack/workspace.ts'
import { createCheckedSigning } from './checked-signing.ts'
import { deliverOverHttp, overSockets } from './delivery.ts'
import { createHurriedClock } from './hurried-clock.ts'
import { freshDatabase, urlOf } from './postgres/databases.ts'
import { makeQuickFolder } from './quick-folder.ts'
import { putEmptyStore } from './sqlite-template.ts'

/** A line of the log. */
export interface LogLine {
  readonly level: string
  readonly message: string
  readonly facts: Facts
}

export interface Stage {
  readonly slack: Workspace
  readonly cognito: StandIn
  readonly clock: Clock
  readonly channel: string
  readonly group: string
  /** Ada and Bob are approvers, Eve is a colleague who is not. */
  readonly ada: string
  readonly bob: string
  readonly eve: string
  /** Removed after the test. */
  readonly folder: string
  /** The bot's `DATABASE_URL`. */
  readonly databaseUrl: string
  readonly log: readonly LogLine[]
  /** Moves the clock on once the bot only waits: how fast the machine or the database is makes no difference. */
  hurry(milliseconds: number): Promise<void>
  /** Notes when the bot waits for its database. */
  readonly wrap: Wrap
  /** What the function that operators deploy said of confirmations that it did not accept. Whatever a story does not take is a fault. */
  takeUnsigned(): readonly string[]
  /** Starts the bot, and waits until it is connected. */
  start(): Promise<void>
  /** Ends it as SIGTERM would. */
  stop(): Promise<AppEnd>
  environment: Record<string, string>
}

export interface StageOptions {
  readonly environment?: Record<string, string>
  readonly pollInterval?: string
  /** The test starts the bot itself. */
  readonly isNotStarted?: boolean
  readonly workspace?: WorkspaceOptions
  /** How Slack reaches the bot, if not as in this project's other stories. */
  readonly delivery?: 'sockets' | 'http'
  /** The Cognito that the bot uses, if not the stand-in. */
  readonly cognitoEndpoint?: string
  /** Asks Slack about a person only when they click, for stories that count calls. */
  readonly isCold?: boolean
}

/** The longest time that anything is left to another process, in milliseconds. */
const surelyOver = 2 * 60_000 + 1

/** Everything on the stage ends with the test. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const folder = makeQuickFolder('countersign-')
  const databaseUrl = await placeOfStore(folder)
  const busy = createBusy({ isOpening: false })
  const clock = createHurriedClock(busy.untilIdle)
  const delivery =
    (options.delivery ?? inject('delivery')) === 'http' ? await deliverOverHttp(clock.now) : overSockets
  const slack = await startWorkspace({ ...delivery.workspace, ...options.workspace })
  const signing = createCheckedSigning(clock.now)
  const cognito = await startStandIn({ onPostConfirmation: signing.onPostConfirmation })
  const people = populate(slack)
  const log: LogLine[] = []
  const environment: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...delivery.environment(slack),
    SLACK_API_URL: slack.apiUrl,
    COGNITO_USER_POOL_ID: cognito.poolId,
    APPROVAL_CHANNEL: people.channel,
    APPROVER_GROUPS: people.group,
    POLL_INTERVAL: options.pollInterval ?? '100ms',
    DATABASE_URL: databaseUrl,
    APPROVAL_SIGNING_KEY: signing.key,
    ...options.environment,
  }

  let running: { readonly stopping: AbortController; readonly ended: Promise<AppEnd> } | null = null
  const stop = async (): Promise<AppEnd> => {
    if (running === null) return { kind: 'stopped' }
    running.stopping.abort()
    const end = await running.ended
    running = null
    return end
  }
  const start = async () => {
    // On a shared database no bot knows which process is dead: work is taken up once its lease is over.
    if (inject('database') === 'postgres') clock.advance(surelyOver)
    await slack.waitFor('connections of an earlier process to be gone', () => slack.sockets === 0)
    const endpoint = options.cognitoEndpoint ?? cognito.endpoint
    const wrap: Wrap =
      options.isCold === true ? (name, part) => busy.wrap(name, cooled(name, part)) : busy.wrap
    running = runOnStage({ environment, clock, log: createLogOf(log), endpoint, wrap })
    await slack.waitFor('the bot to connect', () => slack.sockets > 0)
  }
  const hurry = async (milliseconds: number) => {
    await busy.untilIdle()
    clock.advance(milliseconds)
  }
  onTestFinished(async () => {
    await stop()
    await Promise.all([slack.stop(), cognito.stop()])
    rmSync(folder, { recursive: true, force: true })
    expect(signing.unsigned).toEqual([])
  })
  if (options.isNotStarted !== true) await start()
  return {
    takeUnsigned: () => signing.unsigned.splice(0),
    slack,
    cognito,
    clock,
    ...people,
    folder,
    databaseUrl,
    log,
    hurry,
    wrap: busy.wrap,
    start,
    stop,
    environment,
  }
}

/** On the database of this project's tests. */
async function placeOfStore(folder: string): Promise<string> {
  if (inject('database') === 'postgres') return urlOf(await freshDatabase())
  const path = join(folder, 'store', 'countersign.db')
  await putEmptyStore(path)
  return `sqlite:${path}`
}

function populate(slack: Workspace) {
  const ada = slack.addUser({ name: 'ada', email: 'ada@our-company.example' })
  const bob = slack.addUser({ name: 'bob', email: 'bob@our-company.example' })
  const eve = slack.addUser({ name: 'eve', email: 'eve@our-company.example' })
  const group = slack.addGroup({ handle: 'approvers', members: [ada, bob] })
  const channel = slack.addChannel({ name: 'sign-ups' })
  return { ada, bob, eve, group, channel }
}

interface Running {
  readonly environment: Record<string, string>
  readonly clock: Clock
  readonly log: Log
  readonly endpoint: string
  readonly wrap: Wrap
}

/** The bot in this process, from its environment to its end. */
export function runOnStage({ environment, clock, log, endpoint, wrap }: Running) {
  // The SDK reads these variables itself.
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const read = readConfig(environment, (path) => readFileSync(path, 'utf8'))
  if (read.kind === 'invalid') throw new Error(read.problems.join('\n'))
  const stopping = new AbortController()
  const ended = runCountersign({
    config: read.config,
    clock,
    storeTime: () => clock.now().getTime(),
    elapsed: () => clock.now().getTime(),
    log,
    signal: stopping.signal,
    wrap,
  })
  return { stopping, ended }
}

/** Nothing is read about approvers before they click. */
const cooled: Wrap = (name, part) =>
  name === 'warmth' ? { ...part, keepWarm: () => {}, decided: () => {} } : part

function createLogOf(lines: LogLine[]): Log {
  const write = (level: string) => (facts: Facts, message: string) =>
    void lines.push({ level, message, facts })
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
