// Checks the app token: whether Slack opens connections for it.
import type { Log } from '../../shared/log.ts'
import { slackRefusal, tokenProblems } from './slack-answer.ts'
import { createWebClient } from './web-client.ts'

export interface AppTokenParts {
  readonly appToken: string
  /** Base of the Web API, with a slash at its end. */
  readonly apiUrl: string
  readonly log: Log
}

/** Asks for a connection, but never makes it. False also if Slack did not say. */
export async function isAppTokenWrong({ appToken, apiUrl, log }: AppTokenParts): Promise<boolean> {
  try {
    await createWebClient({ botToken: appToken, apiUrl }, log).apps.connections.open()
    return false
  } catch (error) {
    return saysAppTokenIsWrong(error)
  }
}

/** Whether an error of `apps.connections.open` says that Slack will never accept this token. */
export function saysAppTokenIsWrong(error: unknown): boolean {
  const refusal = slackRefusal(error)
  if (refusal.kind !== 'refused') return false
  // Without connections:write: https://github.com/slackapi/bolt-js/issues/1748
  return tokenProblems.has(refusal.error) || refusal.error === 'missing_scope'
}
