// A sound installation for the doctor to look at: an app, a pool, credentials and a store on which a bot has just worked.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { onTestFinished, vi } from 'vitest'
import { type CalledDoctor, doctorCommand } from '../../src/commands/doctor-command.ts'
import { makeSigningKey, pemOf } from '../../src/shared/signing-key.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { putEmptyStore } from '../support/sqlite-template.ts'
import { type StandIn, startStandIn } from '../world/cognito/start-stand-in.ts'
import { type Iam, startIam } from '../world/iam/start-iam.ts'
import { startWorkspace } from '../world/slack/start-workspace.ts'
import type { Workspace } from '../world/slack/workspace.ts'

export interface Installation {
  readonly slack: Workspace
  readonly cognito: StandIn
  readonly iam: Iam
  readonly channel: string
  readonly group: string
  /** The one in the group, and a colleague who is not. */
  readonly ada: string
  readonly eve: string
  /** What the bot and the doctor are configured with. */
  readonly environment: Record<string, string>
  /** The SQLite file. */
  readonly path: string
  /** Runs SQL on it, as a bot would. */
  sql(statement: string, ...values: readonly (string | number | null)[]): void
}

export interface Diagnosis {
  readonly code: number
  readonly out: string
  readonly err: string
}

const secret = 'nothing-that-may-be-printed'

/** Everything ends with the test. */
export async function openInstallation(scopes?: readonly string[]): Promise<Installation> {
  const folder = makeQuickFolder('countersign-doctor-')
  const [slack, cognito, iam] = await Promise.all([
    startWorkspace(scopes === undefined ? {} : { scopes }),
    startStandIn(),
    startIam(),
  ])
  const path = join(folder, 'store', 'countersign.db')
  mkdirSync(dirname(path), { mode: 0o700 })
  await putEmptyStore(path)
  onTestFinished(async () => {
    await Promise.all([slack.stop(), cognito.stop(), iam.stop()])
    rmSync(folder, { recursive: true, force: true })
  })
  cognito.configure({
    functions: { PostConfirmation: 'arn:aws:lambda:us-east-1:123456789012:function:verify' },
    clients: [{ id: 'server', name: 'server', secret: 'of-the-client', providers: ['COGNITO'] }],
  })
  const [ada, eve] = [slack.addUser({ name: 'ada' }), slack.addUser({ name: 'eve' })]
  const channel = slack.addChannel({ name: 'sign-ups', isPrivate: true })
  const group = slack.addGroup({ handle: 'approvers', members: [ada] })
  const environment: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    COGNITO_USER_POOL_ID: cognito.poolId,
    APPROVAL_CHANNEL: channel,
    APPROVER_GROUPS: group,
    DATABASE_URL: `sqlite:${path}`,
    APPROVAL_SIGNING_KEY: pemOf(makeSigningKey()),
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    AWS_ENDPOINT_URL_STS: iam.endpoint,
    AWS_ENDPOINT_URL_IAM: iam.endpoint,
    AWS_ACCESS_KEY_ID: 'AKIALOCALONLY',
    AWS_SECRET_ACCESS_KEY: secret,
  }
  const sql: Installation['sql'] = (statement, ...values) => {
    const file = new SqliteDatabase(path)
    file.prepare(statement).run(...values)
    file.close()
  }
  const now = Date.now()
  sql('insert into store (only, id) values (1, ?)', 'a1b2c3d4e5f60718')
  sql('insert into pool_reads (pool_id, read_at, problem) values (?, ?, null)', cognito.poolId, now)
  sql('insert into processes (holder, seen_at, connections) values (?, ?, ?)', 'a bot', now, 2)
  return { slack, cognito, iam, channel, group, ada, eve, environment, path, sql }
}

/** Describes the pool in a file, with this rule. */
export function withPoolFile(
  { environment, cognito, channel, group, path }: Installation,
  rule: string,
): void {
  const file = join(dirname(path), 'pools.yml')
  writeFileSync(
    file,
    `pools:\n  - id: ${cognito.poolId}\n    channel: ${channel}\n    approvers: {groups: [${group}]}\n    ${rule}\n`,
  )
  for (const name of ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS']) delete environment[name]
  environment['CONFIG_FILE'] = file
}

/** Runs `npm run doctor` in this process. The SDK reads its variables from the process. */
export async function diagnose(
  { environment }: Pick<Installation, 'environment'>,
  given: readonly string[] = [],
  clock?: CalledDoctor['clock'],
): Promise<Diagnosis> {
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith('AWS_')) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const printed = { out: '', err: '' }
  const code = await doctorCommand({
    given,
    environment,
    ...(clock === undefined ? {} : { clock }),
    out: (words) => {
      printed.out += words
    },
    err: (words) => {
      printed.err += words
    },
  })
  return { code, ...printed }
}

/** The lines about what is wrong, or was not checked, as `--json` tells them: `CHECK: RESULT`. */
export async function complaints(
  installation: Pick<Installation, 'environment'>,
  clock?: CalledDoctor['clock'],
): Promise<readonly string[]> {
  const { out } = await diagnose(installation, ['--json'], clock)
  const { findings }: { findings: { check: string; result: string }[] } = JSON.parse(out)
  return findings.filter(({ result }) => result !== 'ok').map(({ check, result }) => `${check}: ${result}`)
}
