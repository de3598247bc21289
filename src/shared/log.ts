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
  const cause = error.cause instanceof Error ? error.cause : null
  return {
    error: error.name,
    code: codeOf(error),
    cause: cause?.name,
    causeCode: cause === null ? undefined : codeOf(cause),
    where: firstFrame(error),
  }
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
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
