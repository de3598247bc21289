// Starts everything that the demo consists of: the page first, then the rest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CognitoLocal, startCognitoLocal } from '../cognito/start-cognito-local.ts'
import { type CognitoProxy, startCognitoProxy } from '../cognito/start-proxy.ts'
import { startWorkspace } from '../slack/start-workspace.ts'
import type { Workspace } from '../slack/workspace.ts'
import { makeBot } from '../start-bot.ts'
import { makeCast } from './cast.ts'
import { makePoolFunction } from './pool-function.ts'
import { startPage } from './start-page.ts'
import type { Cognito, CognitoState, World } from './world.ts'

export interface Demo extends World {
  readonly url: string
  readonly port: number
  /** Ends every process and removes every file. */
  readonly stop: () => Promise<void>
}

export interface DemoOptions {
  /** 0 takes a free one; so does a port that is taken. */
  readonly port: number
}

/** Resolves when the page answers; Cognito and the bot start meanwhile, which the page shows. */
export async function startDemo({ port }: DemoOptions): Promise<Demo> {
  const slack = await startWorkspace()
  const { world, changed, become } = makeWorld(slack)
  const page = await startPage(world, port)
  const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-pools-'))
  const behind = startCognito(changed).then((state) => {
    become(state)
    if (state.kind === 'running') world.bot.start(wiring(world, state.cognito, folder))
  })

  return Object.assign(world, {
    url: page.url,
    port: page.port,
    stop: async () => {
      await page.stop()
      await behind
      await world.bot.stop()
      if (world.cognito.kind === 'running') await stopCognito(world.cognito.cognito)
      await slack.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  })
}

function makeWorld(slack: Workspace) {
  const bot = makeBot()
  const listeners = new Set<() => void>()
  let cognito: CognitoState = { kind: 'starting' }
  const changed = () => {
    for (const tell of [...listeners]) tell()
  }
  slack.subscribe(changed)
  bot.subscribe(changed)
  const world: World = {
    slack,
    bot,
    cast: makeCast(slack),
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
  const become = (state: CognitoState) => {
    cognito = state
    changed()
  }
  return { world, changed, become }
}

async function startCognito(changed: () => void): Promise<CognitoState> {
  try {
    const poolFunction = makePoolFunction()
    const pool = await startCognitoLocal({
      poolId: 'us-east-1_Customers',
      isEmailPool: true,
      groups,
      onPostConfirmation: poolFunction.handle,
    })
    const proxy = await startProxy(pool)
    proxy.subscribe(changed)
    return { kind: 'running', cognito: { pool, proxy, poolFunction, tried: new Set(), presses: [] } }
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
  }
}

/** If this fails, nothing else could stop cognito-local. */
async function startProxy(pool: CognitoLocal): Promise<CognitoProxy> {
  try {
    return await startCognitoProxy({ cognito: pool })
  } catch (error) {
    await pool.stop()
    throw error
  }
}

async function stopCognito({ pool, proxy }: Cognito): Promise<void> {
  await proxy.stop()
  await pool.stop()
}

/** Those that approved users are added to. */
const groups = ['customers']

/** All that the bot knows about the demo. The file of its pool is put into this folder. */
function wiring(
  { slack, cast }: World,
  { pool, proxy, poolFunction }: Cognito,
  folder: string,
): Readonly<Record<string, string>> {
  const path = join(folder, 'countersign.yml')
  const approvers = { groups: [cast.group] }
  const described = {
    id: pool.poolId,
    name: 'Customers',
    channel: cast.channel,
    approvers,
    after: { groups },
  }
  // JSON is YAML.
  writeFileSync(path, JSON.stringify({ pools: [described] }, null, 2))
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    CONFIG_FILE: path,
    POLL_INTERVAL: '1s',
    APPROVAL_SIGNING_KEY: poolFunction.signingKey,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: proxy.endpoint,
  }
}
