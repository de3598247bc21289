// Listens to Slack from the first connection until the bot is stopped, or Slack refuses its token.
import type { Facts, Log } from '../shared/log.ts'

export interface LivingParts {
  /** Resolves once connected; rejects if Slack says that the token is wrong. */
  connect(): Promise<unknown>
  readonly signal: AbortSignal
  readonly log: Log
  /** The facts for the log that the bot runs. */
  whatRuns(): Promise<Facts>
}

/** Resolves to how it ended. */
export async function listenUntilStopped(parts: LivingParts): Promise<'stopped' | 'token-refused'> {
  const { signal, log } = parts
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped')
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })
  try {
    await Promise.race([parts.connect(), stopped])
  } catch {
    return 'token-refused'
  }
  if (!signal.aborted) log.info({ flow: 'start', ...(await parts.whatRuns()) }, 'Countersign runs')
  return stopped
}
