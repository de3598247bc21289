// One side of the comparison: its own workspace and user pool, both 40 ms away, and the program between them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeSigningKey, pemOf } from '../../src/shared/signing-key.ts'
import { type StandIn, startStandIn } from '../world/cognito/start-stand-in.ts'
import { startWorkspace } from '../world/slack/start-workspace.ts'
import type { Workspace } from '../world/slack/workspace.ts'
import { type Program, type ProgramName, startProgram } from './start-program.ts'

/** How long each call to Slack or Cognito takes, in milliseconds. */
const latencyMs = 40

export interface Side {
  readonly slack: Workspace
  readonly cognito: StandIn
  readonly channel: string
  readonly approvers: readonly string[]
  readonly databasePath: string
  /** Starts the program; does not wait for it. */
  start(): Program
  close(): Promise<void>
}

export interface SideOptions {
  readonly name: ProgramName
  readonly environment?: Readonly<Record<string, string>>
  /** The pool's `rush_at`, if it is not the usual one. */
  readonly rushAt?: number
}

/**
 * The handler does not pace its calls. Slack's clock runs a thousand times faster for it, so that Slack never rate-limits
 * it, and it is as fast as it can be.
 */
export async function openSide({ name, environment = {}, rushAt }: SideOptions): Promise<Side> {
  const start = Date.now()
  const now = () => new Date(name === 'handler' ? start + (Date.now() - start) * 1000 : Date.now())
  const slack = await startWorkspace({ latencyMs, now })
  const cognito = await startStandIn({ latencyMs })
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const databasePath = join(folder, 'countersign.db')
  const approvers = Array.from({ length: 25 }, (_, index) => slack.addUser({ name: `approver-${index + 1}` }))
  const group = slack.addGroup({ handle: 'approvers', members: approvers })
  const channel = slack.addChannel({ name: 'sign-ups' })
  const programs: Program[] = []
  const poolsPath = join(folder, 'countersign.yml')
  const pool = { id: cognito.poolId, channel, approvers: { groups: [group] }, rush_at: rushAt }
  writeFileSync(poolsPath, JSON.stringify({ pools: [pool] }))
  const single = {
    COGNITO_USER_POOL_ID: cognito.poolId,
    APPROVAL_CHANNEL: channel,
    APPROVER_GROUPS: group,
  }
  return {
    slack,
    cognito,
    channel,
    approvers,
    databasePath,
    start: () => {
      const program = startProgram(name, {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        ...(rushAt === undefined ? single : { CONFIG_FILE: poolsPath }),
        DATABASE_URL: `sqlite:${databasePath}`,
        APPROVAL_SIGNING_KEY: pemOf(makeSigningKey()),
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
        ...environment,
      })
      programs.push(program)
      return program
    },
    close: async () => {
      await Promise.all(programs.map((program) => program.stop()))
      await Promise.all([slack.stop(), cognito.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A program on a side, connected to Slack. */
export interface RunningSide extends Side {
  readonly program: Program
}

/** Resolves when it is connected; rejects with its output if it ends before that. */
export async function startSide(options: SideOptions): Promise<RunningSide> {
  const side = await openSide(options)
  const program = side.start()
  await Promise.race([
    side.slack.waitFor('the program to connect', () => side.slack.sockets > 0, 60_000),
    program.ended.then((words) => Promise.reject(new Error(`The ${options.name} has ended:\n${words}`))),
  ])
  return { ...side, program }
}
