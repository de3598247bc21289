// Wires the doctor's checks to Slack, AWS and the store. The clients of STS and IAM are loaded only here, and only when asked.
import { createClients } from '../cognito/create-clients.ts'
import { listProblem } from '../cognito/errors.ts'
import { quotaUses } from '../cognito/limits.ts'
import { watchServerTime } from '../cognito/server-time.ts'
import { createPoolSurvey } from '../cognito/survey-pool.ts'
import type { Config } from '../config/config.ts'
import { staysHere } from '../config/database-url.ts'
import { connectOutside } from '../connect-outside.ts'
import { awsChecks } from '../doctor/aws-checks.ts'
import { poolChecks } from '../doctor/pool-checks.ts'
import type { Check } from '../doctor/run-checks.ts'
import { testCardChecks } from '../doctor/send-test-cards.ts'
import { slackChecks } from '../doctor/slack-checks.ts'
import { type StoreCheckParts, storeChecks } from '../doctor/store-checks.ts'
import type { Pool } from '../domain/pool.ts'
import { type AwsCaller, type AwsReply, type Decided, poolArn, principalOf } from '../domain/pool-settings.ts'
import type { Clock } from '../shared/clock.ts'
import { type Log, silentLog } from '../shared/log.ts'
import { createSlackSurvey } from '../slack/call/survey-slack.ts'
import { postTestCard } from '../slack/call/test-cards.ts'
import { knock } from '../slack/listen/knock.ts'
import { asStartProblem } from '../start/first-look.ts'
import { nameOfDatabase } from '../store/postgres/address.ts'
import { lookAtFile } from '../store/survey/look-at-file.ts'
import { surveyStore } from '../store/survey/survey-store.ts'

export interface DoctorParts {
  readonly config: Config
  readonly clock: Clock
  readonly environment: Readonly<Record<string, string | undefined>>
}

export function createDoctor(parts: DoctorParts) {
  const { config, clock } = parts
  const { pools, proxy } = config
  const log = silentLog
  const outside = connectOutside({ config, clock, log })
  const aws = createAws(parts, log)
  const slack = createSlackSurvey({ ...outside, ...config.slack, clock, log })
  const clientOf = createClients({ pools, proxy, log })
  const settings = createPoolSurvey(clientOf)
  return {
    caller: aws.caller,

    checks: (): readonly Check[] => [
      ...slackChecks({ pools, listening: config.listening, slack, knock }),
      ...awsChecks({
        pools,
        clock,
        quotas: quotaUses,
        aws: {
          ...aws,
          list: (pool) => problemOfList(outside.userPools, pool),
          lookUp: (pool) =>
            outside.userPools.lookUp({ poolId: pool.id, sub: crypto.randomUUID(), urgency: 'background' }),
          skew: () => skewOf(clientOf, settings, clock, pools),
        },
      }),
      ...poolChecks({
        pools,
        cognito: settings,
        signsApprovals: config.signingKey !== null,
        confirmsUnnamed: (pool) => mayConfirmUnnamed(aws, pool),
      }),
      ...storeChecks(storeParts(config, clock)),
    ],

    testCards: (): readonly Check[] => testCardChecks(pools, (pool) => postTestCard(outside.slack, pool)),
  }
}

/** Cognito may be somebody's own, such as cognito-local: then nobody else is asked about its credentials. */
function createAws({ config, environment }: DoctorParts, log: Log) {
  const asking = { region: config.pools[0]?.region ?? 'us-east-1', proxy: config.proxy, log }
  const isSet = (name: string) => (environment[name] ?? '').trim() !== ''
  const isElsewhere = isSet('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER') && !isSet('AWS_ENDPOINT_URL')
  const mayAsk = (service: 'STS' | 'IAM') => !isElsewhere || isSet(`AWS_ENDPOINT_URL_${service}`)
  let asked: Promise<AwsReply<AwsCaller>> | undefined
  const askOnce = () => {
    asked ??= import('../cognito/caller-identity.ts').then(({ askCaller }) => askCaller(asking))
    return asked
  }
  return {
    caller: async () => (mayAsk('STS') ? askOnce() : null),
    simulate: mayAsk('IAM')
      ? async (simulation: { principal: string; actions: readonly string[]; resource: string }) => {
          const { simulatePolicy } = await import('../cognito/simulate-policy.ts')
          return simulatePolicy(asking, simulation)
        }
      : null,
  }
}

/** Whether Countersign's own credentials may confirm, although an approver role is to do that. */
async function mayConfirmUnnamed(aws: ReturnType<typeof createAws>, pool: Pool): Promise<Decided | null> {
  const caller = await aws.caller()
  const principal = caller?.kind === 'read' ? principalOf(caller.value.arn) : null
  if (caller?.kind !== 'read' || principal === null || aws.simulate === null) return null
  const resource = poolArn(pool, caller.value)
  const reply = await aws.simulate({ principal, actions: [confirmAction], resource })
  return reply.kind === 'read' ? (reply.value.get(confirmAction) ?? null) : null
}

const confirmAction = 'cognito-idp:AdminConfirmSignUp'

type UserPools = ReturnType<typeof connectOutside>['userPools']

async function problemOfList(userPools: UserPools, pool: Pool) {
  try {
    await userPools.listUnconfirmed(pool.id, null, 'background')
    return null
  } catch (error) {
    const problem = listProblem(error)
    if (problem === null) throw error
    return asStartProblem(problem, pool)
  }
}

/** An answer that refuses tells the time, too. */
async function skewOf(
  clientOf: ReturnType<typeof createClients>,
  { settings }: ReturnType<typeof createPoolSurvey>,
  { now }: Clock,
  [pool]: readonly Pool[],
): Promise<number | null> {
  if (pool === undefined) return null
  const time = watchServerTime(clientOf(pool.id).client, now)
  await settings(pool.id)
  return time.skew()
}

function storeParts(config: Config, clock: Clock): StoreCheckParts {
  const { database, listening, pools } = config
  const poolIds = pools.map(({ id }) => id)
  return {
    ...config,
    sockets: listening.kind === 'sockets' ? listening.sockets : null,
    place:
      database.kind === 'sqlite'
        ? { kind: 'file', path: database.path, look: () => lookAtFile(database.path) }
        : {
            kind: 'server',
            name: nameOfDatabase(database),
            staysHere: staysHere(database.host),
            isVerified: database.sslRootCert !== null && database.sslMode !== 'prefer',
          },
    survey: () => surveyStore(database, poolIds, clock.now),
  }
}
