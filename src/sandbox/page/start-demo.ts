// Everything that the demo is made of: the page first, the rest behind it.
import { startCognitoLocal } from '../cognito/start-cognito-local.ts'
import { startCognitoProxy } from '../cognito/start-proxy.ts'
import { startWorkspace } from '../slack/start-workspace.ts'
import { makeBot } from '../start-bot.ts'
import { makeCast } from './cast.ts'
import { type PageServer, startPage } from './start-page.ts'
import type { CognitoState, World } from './world.ts'

export interface Demo extends World {
  readonly url: string
  readonly port: number
  /** Ends every process and removes every file. */
  readonly stop: () => Promise<void>
}

export interface DemoOptions {
  /** 0 takes a free one; so does one that is taken. */
  readonly port: number
  /** For the bot, besides what wires it. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Resolves when the page answers; Cognito and the bot start meanwhile, which the page shows. */
export async function startDemo({ port, environment = {} }: DemoOptions): Promise<Demo> {
  const slack = await startWorkspace()
  const cast = makeCast(slack)
  const bot = makeBot()
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const tell of [...listeners]) tell()
  }
  let cognito: CognitoState = { kind: 'starting' }
  const world: World = {
    slack,
    cast,
    bot,
    get cognito() {
      return cognito
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
  slack.subscribe(changed)
  bot.subscribe(changed)
  const page = await startPage(world, port)
  const behind = startBehind()

  return Object.assign(world, { url: page.url, port: page.port, stop: () => stop(page) })

  async function startBehind(): Promise<void> {
    try {
      const pool = await startCognitoLocal({ poolId: 'us-east-1_Customers', isEmailPool: true })
      const proxy = await startCognitoProxy({ cognito: pool })
      proxy.subscribe(changed)
      cognito = { kind: 'running', cognito: { pool, proxy } }
      bot.start({
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        COGNITO_USER_POOL_ID: pool.poolId,
        APPROVAL_CHANNEL: cast.channel,
        APPROVER_GROUPS: cast.group,
        POLL_INTERVAL: '1s',
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: proxy.endpoint,
        ...environment,
      })
    } catch (error) {
      cognito = { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
    }
    changed()
  }

  async function stop(server: PageServer): Promise<void> {
    await server.stop()
    await behind
    await bot.stop()
    if (cognito.kind === 'running') {
      await cognito.cognito.proxy.stop()
      await cognito.cognito.pool.stop()
    }
    await slack.stop()
  }
}
