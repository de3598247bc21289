// The format of each variable, and the value that it becomes. Its wording is in config-variables.ts, under the same name.
import { z } from 'zod'
import { readSigningKey } from '../shared/signing-key.ts'
import { type VariableName, variables } from '../wording/config-variables.ts'
import { logLevels } from './config.ts'
import { databaseAt } from './database-url.ts'
import { day, durationBetween, longest, readAs } from './duration.ts'
import { entriesOf } from './variable-names.ts'

const hostFormat = z.string().regex(/^(?:[\w.-]+|(?=.*:.*:)[\da-f:.]+(?:%[\w.-]+)?)$/i)

/** The variables that apply to every pool and in both modes, as typed values. Those of the single pool pass through pool-format.ts. */
export const settingsFormat = z.object({
  POLL_INTERVAL: durationBetween(100, 3_600_000).prefault(variables.POLL_INTERVAL.default),
  DATABASE_URL: readAs(databaseAt).prefault(variables.DATABASE_URL.default),
  REPLICAS: wholeNumber(/^[1-5]$/).prefault(variables.REPLICAS.default),
  RETENTION: durationBetween(day, longest).prefault(variables.RETENTION.default),
  AUDIT_RETENTION: durationBetween(day, longest).prefault(variables.AUDIT_RETENTION.default),
  BACKLOG_AGE: durationBetween(0, longest).prefault(variables.BACKLOG_AGE.default),
  SLACK_SOCKETS: wholeNumber(/^(?:[1-9]|10)$/).prefault(variables.SLACK_SOCKETS.default),
  SLACK_API_URL: readAs(apiBase).prefault(variables.SLACK_API_URL.default),
  APPROVAL_SIGNING_KEY: readAs(readSigningKey).optional(),
  LOG_LEVEL: z.enum(logLevels).default(variables.LOG_LEVEL.default),
  OBSERVE_PORT: readAs(portAt).optional(),
  OBSERVE_HOST: hostFormat.prefault(variables.OBSERVE_HOST.default),
  HEARTBEAT_URL: readAs(heartbeatUrl).optional(),
} satisfies Partial<Record<VariableName, z.ZodType>>)

export type Settings = z.infer<typeof settingsFormat>

// Tokens are printable ASCII, because they are sent in a header; Slack promises nothing about their length.
export const botTokenFormat = z.object({
  SLACK_BOT_TOKEN: token(/^xoxb-[!-~]+$/, 'SLACK_BOT_TOKEN'),
} satisfies Partial<Record<VariableName, z.ZodType>>)

/** The variables of Socket Mode. */
export const socketsFormat = z.object({
  SLACK_APP_TOKEN: token(/^xapp-[!-~]+$/, 'SLACK_APP_TOKEN'),
} satisfies Partial<Record<VariableName, z.ZodType>>)

/** The variables of HTTP mode. */
export const httpFormat = z.object({
  SLACK_SIGNING_SECRET: readAs(signingSecrets),
  PORT: readAs(portAt),
  HOST: hostFormat.prefault(variables.HOST.default),
} satisfies Partial<Record<VariableName, z.ZodType>>)

/** Every variable that no pool has in a file. */
export const ofNoPool = {
  ...botTokenFormat.shape,
  ...socketsFormat.shape,
  ...httpFormat.shape,
  ...settingsFormat.shape,
} satisfies Partial<Record<VariableName, z.ZodType>>

/** Printable ASCII: Slack promises no more about them. One that looks like a token was put into the wrong variable. */
function signingSecrets(text: string): readonly string[] | undefined {
  const secrets = entriesOf(text)
  const isAny = (secret: string) => /^[!-~]+$/.test(secret) && !/^["']|(?:xox[a-z]|xapp|xwfp)-/i.test(secret)
  const isPlaceholder = secrets.includes(variables.SLACK_SIGNING_SECRET.example)
  return secrets.length > 0 && secrets.every(isAny) && !isPlaceholder ? secrets : undefined
}

/** `.env.example` holds the example of it, which is nobody's token. */
function token(format: RegExp, name: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN') {
  return z
    .string()
    .regex(format)
    .refine((text) => text !== variables[name].example)
}

function wholeNumber(format: RegExp) {
  return z.string().regex(format).transform(Number)
}

function portAt(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}

function apiBase(text: string): string | undefined {
  const url = safeUrl(text)
  if (url === null || url.search !== '' || url.hash !== '') return undefined
  return `${url.origin}${url.pathname}${url.pathname.endsWith('/') ? '' : '/'}`
}

function heartbeatUrl(text: string): string | undefined {
  return safeUrl(text)?.href
}

/** What is sent there can’t be read on the way. Null if it can, or if it is no address. */
function safeUrl(text: string): URL | null {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return null
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  return isSafe ? url : null
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}
