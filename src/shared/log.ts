// The log: JSON lines on standard output, with ids and never with e-mails, names or tokens.
import { pino } from 'pino'
import { createLogOutput } from './log-output.ts'

/** What a line may carry: ids, counts and names that we chose to log. */
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  debug(facts: Facts, message: string): void
  info(facts: Facts, message: string): void
  warn(facts: Facts, message: string): void
  error(facts: Facts, message: string): void
}

/**
 * Writes to standard output: at once as long as it is read, so that the last line before a crash is not lost. If it is full,
 * lines are dropped and counted, so that whoever reads slowly or not at all doesn't stop the bot.
 */
export function createLog(level: string): Log {
  const output = createLogOutput(process.stdout, (dropped) =>
    log.error({ flow: 'log', dropped }, 'standard output was full: lines of the log were dropped'),
  )
  const log: Log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, output)
  return log
}

const nothing = () => undefined

/** Where nothing is to be logged. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/**
 * An error as a line may carry it: its kind and code, its cause’s, where it was made, and for AWS’s the status and the
 * request id, but no text that others wrote.
 */
export function errorFacts(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error }
  const cause = firstCause(error)
  return {
    error: wordOf(error.name) ?? 'Error',
    code: codeOf(error),
    cause: cause === null ? undefined : (wordOf(cause.name) ?? 'Error'),
    causeCode: cause === null ? undefined : codeOf(cause),
    host: hostOf(cause ?? error),
    ...awsFacts(error),
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
  return 'code' in error ? wordOf(error.code) : undefined
}

/** The host that was not found or could not be reached; the system says it in one of these. */
function hostOf(error: Error): string | undefined {
  if ('hostname' in error) return wordOf(error.hostname)
  return 'address' in error ? wordOf(error.address) : undefined
}

/** The AWS SDK keeps them in `$metadata`. */
function awsFacts(error: Error): Facts {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return {}
  const { $metadata } = error
  const status = 'httpStatusCode' in $metadata ? $metadata.httpStatusCode : undefined
  return {
    status: typeof status === 'number' ? status : undefined,
    awsRequestId: 'requestId' in $metadata ? wordOf($metadata.requestId) : undefined,
  }
}

function wordOf(given: unknown): string | undefined {
  return typeof given === 'string' && isWord(given) ? given : undefined
}

/** Whether this can be a name, a code or an id. Answers give names to errors, so they may be anything. */
export function isWord(text: string): boolean {
  return /^[\w$.:-]{1,100}$/.test(text)
}

/**
 * The stack begins with the message as it was when the error was made, which may have several lines, and lines that look
 * like frames. The AWS SDK changes messages later: then nothing in the stack is safe.
 */
function firstFrame({ stack = '', message }: Error): string | undefined {
  const [header = ''] = /^[\w$.[\] ]*(?:: )?/.exec(stack) ?? []
  const frames = stack.slice(header.length)
  if (!frames.startsWith(`${message}\n`)) return undefined
  return /^ {4}at .+/m.exec(frames.slice(message.length))?.[0].trim()
}

const secrets = /[a-z][\w+.-]*:\/\/\S+|xox[a-z]-[\w-]+|xapp-[\w-]+|[^\s@<>"'(),;:|]+@[^\s@<>"'(),;:|]+/gi

/** A library's message, without anything that looks like a token, an address or a URL. */
export function withoutSecrets(words: string): string {
  return words.replace(secrets, '…').slice(0, 300)
}
