// What each variable's text must look like, and what it becomes. A file's pools have the same ids, channels and approvers.
import { z } from 'zod'
import { type Database, logLevels } from './config.ts'
import { parseDuration } from './duration.ts'
import { postgresDatabase } from './postgres-url.ts'

const day = 86_400_000
// 100 years: what is further back than that would be no date any more.
const longest = 36_500 * day

// Cognito's own pattern and length; `local` is what cognito-local calls its region.
export const poolIdFormat = z.string().regex(/^(?=.{1,55}$)(?:[a-z]{2}(?:-[a-z]+)+-\d+|local)_[0-9A-Za-z]+$/)
export const channelFormat = z.string().regex(/^[CG][A-Z0-9]+$/)
export const groupFormat = z.string().regex(/^(?:S[A-Z0-9]+|@[a-z0-9._-]+)$/)
export const userFormat = z.string().regex(/^[UW][A-Z0-9]+$/)

/** The variables of the single pool, which `CONFIG_FILE` replaces. */
export const singlePoolSchema = z.object({
  COGNITO_USER_POOL_ID: poolIdFormat,
  APPROVAL_CHANNEL: channelFormat,
  APPROVER_GROUPS: listOf(groupFormat),
  APPROVER_USERS: listOf(userFormat),
})

/** All other variables, trimmed and with defaults, as typed values. */
export const settingsSchema = z.object({
  // Printable ASCII, as a token travels in a header; Slack promises nothing about its length.
  SLACK_BOT_TOKEN: z.string().regex(/^xoxb-[!-~]+$/),
  SLACK_APP_TOKEN: z.string().regex(/^xapp-[!-~]+$/),
  POLL_INTERVAL: durationBetween(100, 3_600_000),
  DATABASE_URL: readAs(databaseAt),
  REPLICAS: z
    .string()
    .regex(/^[1-5]$/)
    .transform(Number),
  RETENTION: durationBetween(day, longest),
  BACKLOG_AGE: durationBetween(0, longest),
  SLACK_SOCKETS: z
    .string()
    .regex(/^(?:[1-9]|10)$/)
    .transform(Number),
  SLACK_API_URL: readAs(apiBase),
  LOG_LEVEL: z.enum(logLevels),
})

/** A pool's region is the first part of its id. */
export function regionOf(poolId: string): string {
  return poolId.slice(0, poolId.indexOf('_'))
}

/** The entries of a comma-separated list, each once; none where there are only commas. */
export function entriesOf(text = ''): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim())
  return [...new Set(entries)].filter((entry) => entry !== '')
}

function listOf(format: z.ZodString) {
  return z.string().default('').transform(entriesOf).pipe(z.array(format).readonly())
}

function durationBetween(shortest: number, longest: number) {
  return readAs((text) => {
    const duration = parseDuration(text)
    return duration !== undefined && duration >= shortest && duration <= longest ? duration : undefined
  })
}

/** Text that `read` turns into a value, or into undefined where it will not do. */
function readAs<Value>(read: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = read(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', input: text })
    return z.NEVER
  })
}

/** What a URL names: of the store's own commands, too. */
export function databaseAt(text: string): Database | undefined {
  return postgresDatabase(text) ?? sqliteFile(text)
}

function sqliteFile(text: string): Database | undefined {
  const path = /^sqlite:(?!\/\/)(.+)$/i.exec(text)?.[1]?.trim()
  return path === undefined || path === ':memory:' ? undefined : { kind: 'sqlite', path }
}

function apiBase(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  const hasExtras = [url.username, url.password, url.search, url.hash].some((part) => part !== '')
  if (!isSafe || hasExtras) return undefined
  return `${url.origin}${url.pathname}${url.pathname.endsWith('/') ? '' : '/'}`
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}
