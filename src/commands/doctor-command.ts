// The command `doctor`: checks what Countersign depends on, and says what to do. It only reads, also beside a running bot.
import { readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Config } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import { dotEnv, privateFilesOf, readableFiles } from '../config/readable-files.ts'
import { shutLines } from '../doctor/pool-checks.ts'
import { runChecks } from '../doctor/run-checks.ts'
import { policiesFor } from '../domain/aws-policy.ts'
import { countOf, exitCodeOf, type Finding, fault, ok, warning } from '../domain/finding.ts'
import { type Clock, systemClock } from '../shared/clock.ts'
import { doctorReport, doctorSays as says } from '../wording/doctor.ts'
import { readableFileSentence } from '../wording/readable-file.ts'
import type { Called } from './copy.ts'
import { createDoctor } from './create-doctor.ts'

export interface CalledDoctor extends Called {
  readonly clock?: Clock
}

/** Resolves to the exit code: 0 if all is well, 1 with warnings, 2 with faults or if it could not run. */
export async function doctorCommand(called: CalledDoctor): Promise<0 | 1 | 2> {
  const options = readArguments(called.given)
  if (options === null) {
    called.err(`${says.usage}\n`)
    return 2
  }
  const read = readConfig(called.environment, (path) => readFileSync(path, 'utf8'))
  if (read.kind === 'invalid') {
    const about = { check: 'configuration', section: 'configuration', pool: null } as const
    const problems = read.problems.map((problem) => ({ ...about, ...fault(problem) }))
    return tell(called, options, problems, [], [])
  }
  const { config } = read
  const { clock = systemClock, environment } = called
  const doctor = createDoctor({ config, clock, environment })
  if (options.policy) {
    const caller = await doctor.caller()
    const policies = policiesFor(config.pools, caller?.kind === 'read' ? caller.value : null)
    for (const { role, policy } of policies) {
      // Not among what is pasted.
      if (policies.length > 1) called.err(`${says.policyOf(role)}\n`)
      called.out(`${JSON.stringify(policy, null, 2)}\n`)
    }
    return 0
  }
  const checked = await runChecks(clock, [...doctor.checks(), ...(options.test ? doctor.testCards() : [])])
  const findings = [
    ...configurationFindings(config, read.secretFiles),
    ...checked,
    ...shutLines(checked, config.pools),
  ]
  return tell(called, options, findings, config.pools, secretsOf(config, environment))
}

interface Options {
  readonly json: boolean
  readonly test: boolean
  readonly policy: boolean
}

/** Null if something else was typed. */
function readArguments(given: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        json: { type: 'boolean', default: false },
        'send-test': { type: 'boolean', default: false },
        'print-policy': { type: 'boolean', default: false },
      },
    })
    const { json, 'send-test': test, 'print-policy': policy } = values
    return policy && (json || test) ? null : { json, test, policy }
  } catch {
    return null
  }
}

function configurationFindings(config: Config, secretFiles: readonly string[]): readonly Finding[] {
  const section = 'configuration'
  const user = process.getuid?.()
  const files = [dotEnv, ...secretFiles, ...privateFilesOf(config.database)]
  const readable = readableFiles({ files, user, look: statSync })
  return [
    { check: 'configuration', section, pool: null, ...ok(says.configured(config.pools.length)) },
    ...readable.map(
      ({ file, ...access }) =>
        ({
          check: 'readable-files',
          section,
          pool: null,
          ...warning(readableFileSentence(file, access, user ?? 0)),
        }) as const,
    ),
  ]
}

/** What must never be printed, whatever an answer or an error holds. */
function secretsOf(
  { slack, listening, database, signingKey }: Config,
  environment: Called['environment'],
): readonly string[] {
  const secrets = [
    slack.botToken,
    ...(listening.kind === 'sockets' ? [listening.appToken] : listening.signingSecrets),
    ...(database.kind === 'postgres' ? [database.password] : []),
    signingKey ?? '',
    environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    environment['AWS_SESSION_TOKEN'] ?? '',
  ]
  // What is shorter is no secret of a service, and may be part of any word.
  return secrets.filter((secret) => secret.length >= 8)
}

function tell(
  { out }: Called,
  { json }: Options,
  findings: readonly Finding[],
  pools: Config['pools'],
  secrets: readonly string[],
): 0 | 1 | 2 {
  const words = json
    ? `${JSON.stringify(
        {
          faults: countOf(findings, 'fault'),
          warnings: countOf(findings, 'warning'),
          notChecked: countOf(findings, 'not-checked'),
          findings,
        },
        null,
        2,
      )}\n`
    : doctorReport(findings, pools)
  out(secrets.reduce((text, secret) => text.replaceAll(secret, '…'), words))
  return exitCodeOf(findings)
}
