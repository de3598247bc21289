// The npm package cognito-local in its own process, with one empty pool and a post confirmation function.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FunctionFailure, PostConfirmationEvent, PostConfirmationFunction } from './post-confirmation.ts'
import { startPostConfirmationFunction } from './post-confirmation-function.ts'

export interface CognitoLocal {
  readonly endpoint: string
  readonly region: string
  readonly poolId: string
  readonly clientId: string
  /** The events that the post confirmation function received, in order. */
  readonly postConfirmations: readonly PostConfirmationEvent[]
  /** What it threw, which cognito-local hides. */
  readonly functionFailures: readonly FunctionFailure[]
  /** Users sign up and in with their e-mail, and their user name is their sub. */
  readonly isEmailPool: boolean
  stop(): Promise<void>
}

/**
 * Listens on 127.0.0.1 until stopped; stopping also removes its working folder. Except in an e-mail pool, users keep
 * the name that they sign up with; admin calls accept the sub as well.
 */
export async function startCognitoLocal(
  options: {
    poolId?: string
    port?: number
    isEmailPool?: boolean
    /** The pool's groups; none by default. */
    groups?: readonly string[]
    onPostConfirmation?: PostConfirmationFunction
  } = {},
): Promise<CognitoLocal> {
  const { poolId = 'us-east-1_Sandbox01', port = 0, isEmailPool = false, groups = [] } = options
  const clientId = 'sandboxclient'
  const folder = await mkdtemp(join(tmpdir(), 'cognito-local-'))
  const lambda = await startPostConfirmationFunction(options.onPostConfirmation)
  await seed(folder, { poolId, clientId, isEmailPool, groups, lambdaEndpoint: lambda.endpoint })

  const child = spawnCognitoLocal(folder, port)
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await lambda.stop()
    await rm(folder, { recursive: true, force: true })
  }

  try {
    const endpoint = await endpointOf(child)
    return {
      endpoint,
      region: poolId.replace(/_.*$/, ''),
      poolId,
      clientId,
      postConfirmations: lambda.events,
      functionFailures: lambda.failures,
      isEmailPool,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Seed {
  readonly poolId: string
  readonly clientId: string
  readonly isEmailPool: boolean
  readonly groups: readonly string[]
  readonly lambdaEndpoint: string
}

async function seed(
  folder: string,
  { poolId, clientId, isEmailPool, groups, lambdaEndpoint }: Seed,
): Promise<void> {
  const database = join(folder, '.cognito', 'db')
  const config = {
    LambdaClient: { endpoint: lambdaEndpoint },
    TriggerFunctions: { PostConfirmation: 'PostConfirmation' },
  }
  // No AutoVerifiedAttributes: with an empty list every SignUp fails.
  const names = isEmailPool ? { UsernameAttributes: ['email'] } : {}
  const Groups = Object.fromEntries(groups.map((GroupName) => [GroupName, { GroupName, members: [] }]))
  const pool = {
    Users: {},
    Groups,
    Options: { Id: poolId, Name: 'sandbox', MfaConfiguration: 'OFF', ...names },
  }
  const Clients = { [clientId]: { ClientId: clientId, ClientName: 'sandbox', UserPoolId: poolId } }
  await mkdir(database, { recursive: true })
  await writeFile(join(folder, '.cognito', 'config.json'), JSON.stringify(config))
  await writeFile(join(database, `${poolId}.json`), JSON.stringify(pool))
  await writeFile(join(database, 'clients.json'), JSON.stringify({ Clients }))
}

/** A process, because it reads `.cognito` from its working folder. It ends if this process dies and the channel closes. */
function spawnCognitoLocal(folder: string, port: number): ChildProcess {
  const require = createRequire(import.meta.url)
  const bin = require.resolve('cognito-local/lib/bin/start.js')
  const endWithParent = 'data:text/javascript,process.on("disconnect",()=>process.exit())'
  return spawn(process.execPath, ['--import', endWithParent, bin], {
    cwd: folder,
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** Resolves when its output says that it listens; rejects with that output if it ends before that. */
function endpointOf(child: ChildProcess): Promise<string> {
  let output = ''
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const read = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-10_000)
    const endpoint = /running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1]
    if (endpoint !== undefined) resolve(endpoint)
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  child.once('error', reject)
  child.once('exit', () => reject(new Error(`cognito-local did not start:\n${output}`)))
  return promise
}
