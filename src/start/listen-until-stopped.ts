// Listens to Slack from the first connection until the bot is stopped. It ends at once if it can't even begin.
import type { Facts, Log } from '../shared/log.ts'

export interface LivingParts {
  /** Resolves once Slack is heard; rejects if it never will be. */
  connect(): Promise<unknown>
  readonly signal: AbortSignal
  readonly log: Log
  /** The facts for the log that the bot runs. */
  whatRuns(): Promise<Facts>
}

export type LivingEnd =
  | { readonly kind: 'stopped' }
  /** With the error of `connect`. */
  | { readonly kind: 'unheard'; readonly error: unknown }

/** Resolves to how it ended. */
export async function listenUntilStopped(parts: LivingParts): Promise<LivingEnd> {
  const { signal, log } = parts
  const stopped = new Promise<LivingEnd>((resolve) => {
    const stop = () => resolve({ kind: 'stopped' })
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    await Promise.race([parts.connect(), stopped])
  } catch (error) {
    return { kind: 'unheard', error }
  }
  if (!signal.aborted) log.info({ flow: 'start', ...(await parts.whatRuns()) }, 'Countersign runs')
  return stopped
}
