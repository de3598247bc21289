// The log: JSON lines on standard output, with ids and never with e-mails, names or tokens.
import { pino } from 'pino'

/** What a line may carry: ids, counts and names that we chose to log. */
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  debug(facts: Facts, message: string): void
  info(facts: Facts, message: string): void
  warn(facts: Facts, message: string): void
  error(facts: Facts, message: string): void
}

/** Writes synchronously to standard output, so that the last line before a crash is not lost. */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 1, sync: true }),
  )
}

/** An error as a line may carry it: its kind and code, its cause’s, and its stack, but no text that others wrote. */
export function errorFacts(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error }
  const cause = firstCause(error)
  return {
    error: error.name,
    code: codeOf(error),
    cause: cause?.name,
    causeCode: cause === null ? undefined : codeOf(cause),
    host: hostOf(cause ?? error),
    where: firstFrame(error),
  }
}

/** What led to all the others, such as the system's own error; Slack's client calls it the original. */
function firstCause(error: Error, depth = 0): Error | null {
  const next = error.cause ?? ('original' in error ? error.original : undefined)
  if (!(next instanceof Error) || depth > 5) return null
  return firstCause(next, depth + 1) ?? next
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** The host that was not found or could not be reached; the system says it in one of these. */
function hostOf(error: Error): string | undefined {
  if ('hostname' in error && typeof error.hostname === 'string') return error.hostname
  return 'address' in error && typeof error.address === 'string' ? error.address : undefined
}

/** The stack contains the message, which may have several lines, and lines that look like frames. */
function firstFrame({ stack = '', message }: Error): string | undefined {
  const start = stack.indexOf(message)
  const frames = start === -1 ? stack : stack.slice(start + message.length)
  return /^ {4}at .+/m.exec(frames)?.[0].trim()
}

const secrets = /[a-z][\w+.-]*:\/\/\S+|xox[a-z]-[\w-]+|xapp-[\w-]+|[^\s@<>"'(),;:|]+@[^\s@<>"'(),;:|]+/gi

/** A library's message, without anything that looks like a token, an address or a URL. */
export function withoutSecrets(words: string): string {
  return words.replace(secrets, '…').slice(0, 300)
}
