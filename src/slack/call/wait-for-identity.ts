// At the start: who we are. Slack out of reach is waited out, a wrong token is not.
import type { WebClient } from '@slack/web-api'
import { backoff } from '../../shared/backoff.ts'
import type { Clock } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { askIdentity, type Identity } from './identity.ts'
import { slackRefusal, tokenTroubles } from './slack-answer.ts'

export interface WaitingParts {
  readonly client: WebClient
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

export type FoundIdentity =
  | { readonly kind: 'found'; readonly identity: Identity }
  | { readonly kind: 'wrong-token'; readonly error: string }
  | { readonly kind: 'stopped' }

export async function waitForIdentity({ client, clock, log, signal }: WaitingParts): Promise<FoundIdentity> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      return { kind: 'found', identity: await askIdentity(client) }
    } catch (error) {
      const refusal = slackRefusal(error)
      if (refusal.kind === 'refused' && tokenTroubles.has(refusal.error))
        return { kind: 'wrong-token', error: refusal.error }
      log.warn({ flow: 'start', tries, ...errorFacts(error) }, 'Slack is out of reach, which is waited out')
      const wait = backoff(tries, { first: 1000, most: 30_000 })
      await clock.sleep(refusal.kind === 'rate-limited' ? Math.max(refusal.retryAfter, wait) : wait, signal)
    }
  }
  return { kind: 'stopped' }
}

/** Whether an error of any call says that its token will never be taken. */
export function isWrongToken(error: unknown): boolean {
  const refusal = slackRefusal(error)
  return refusal.kind === 'refused' && tokenTroubles.has(refusal.error)
}
