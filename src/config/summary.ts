// What a configuration is, for the first line of the log: where the store is, what is on, and a digest by which two
// configurations can be told apart.
import { z } from 'zod'
import type { Pool } from '../domain/pool.ts'
import { digestOf } from '../shared/digest.ts'
import type { Config, Database } from './config.ts'

export interface Summary {
  readonly store: string
  /** The same for the same settings, whatever the secrets are. */
  readonly configuration: string
  /** By the words with which they are set. */
  readonly features: string
}

export function summaryOf(config: Config): Summary {
  const ofAll = Object.entries(features).filter(([, isOn]) => isOn(config))
  const ofSome = Object.entries(poolFeatures).filter(([, isOn]) => config.pools.some(isOn))
  return {
    store: storeWords(config.database),
    configuration: digestOf(JSON.stringify(settingsOf(config))).slice(0, 12),
    features: [...ofAll, ...ofSome].map(([word]) => word).join(' '),
  }
}

const features: Readonly<Record<string, (config: Config) => boolean>> = {
  SLACK_SIGNING_SECRET: ({ listening }) => listening.kind === 'http',
  CONFIG_FILE: ({ pools }) => pools.some(({ isFromFile }) => isFromFile),
  REPLICAS: ({ replicas }) => replicas > 1,
  HTTPS_PROXY: ({ proxy }) => proxy !== null,
  OBSERVE_PORT: ({ observing }) => observing !== null,
  HEARTBEAT_URL: ({ heartbeatUrl }) => heartbeatUrl !== null,
  APPROVAL_SIGNING_KEY: ({ signingKey }) => signingKey !== null,
}

const poolFeatures: Readonly<Record<string, (pool: Pool) => boolean>> = {
  allow_no_email: ({ allowsNoEmail }) => allowsNoEmail,
  expected_domains: ({ expectedDomains }) => expectedDomains.length > 0,
  required_approvals: ({ requiredApprovals }) => requiredApprovals > 1,
  mention: ({ mention }) => mention !== null,
  visibility: ({ visibility }) => visibility !== 'full',
  'after.groups': ({ after }) => after.groups.length > 0,
  'after.tell_member': ({ after }) => after.tellsMember,
  undo_window: ({ undoWindow }) => undoWindow > 0,
  memory: ({ memory }) => memory !== null,
  remind_after: ({ remindAfter }) => remindAfter !== null,
  lapse_after: ({ lapseAfter }) => lapseAfter !== null,
  quiet_hours: ({ quietHours }) => quietHours !== null,
  daily_digest: ({ dailyDigest }) => dailyDigest !== null,
  approver_role: ({ approverRole }) => approverRole !== null,
  client_metadata: ({ clientMetadata }) => Object.keys(clientMetadata).length > 0,
}

/**
 * Each is named here, so that no secret is among them: whoever reads the log could guess at one until the digest is right.
 * For the same reason the values of `client_metadata` are left out, though they shouldn't be secrets.
 */
function settingsOf({ slack, listening, database, ...config }: Config) {
  const { pools, pollInterval, replicas, retention, auditRetention, backlogAge, logLevel, observing } = config
  return [
    ...[slack.apiUrl, pollInterval, replicas, retention, auditRetention, backlogAge, logLevel, observing],
    listening.kind === 'http' ? [listening.host, listening.port] : listening.sockets,
    [storeWords(database), database.kind === 'sqlite' ? null : [database.user, database.sslMode]],
    pools.map(({ clientMetadata, ...pool }) => ({
      ...pool,
      metadata: Object.keys(clientMetadata).toSorted(),
    })),
  ]
}

function storeWords(database: Database): string {
  if (database.kind === 'sqlite') return `sqlite:${database.path}`
  return `postgres:${database.database} at ${database.host}:${database.port}`
}

/** The version that a `package.json` names. */
export function versionIn(text: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
