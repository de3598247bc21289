// How Slack is heard, as the configuration says: over sockets that this process opens, or over HTTP.
import type { Config } from './config/config.ts'
import type { StartProblem } from './domain/start-problem.ts'
import type { Observe } from './observe/observe.ts'
import type { Clock } from './shared/clock.ts'
import { errorFacts, type Log } from './shared/log.ts'
import { isAppTokenWrong } from './slack/call/check-app-token.ts'
import type { openSlack } from './slack/call/slack.ts'
import { createHttpRequests } from './slack/listen/http-requests.ts'
import { createSockets } from './slack/listen/sockets.ts'

interface HearingParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly observe: Pick<Observe, 'connected' | 'disconnected'>
  /** Told how many connections the Slack app has. */
  heard(connections: number): void
}

type Opening = ReturnType<typeof openSlack>['opening']

export function createReceiver(
  { config, clock, log, signal, observe, heard }: HearingParts,
  opening: Opening,
) {
  const { listening } = config
  const shared = { ...opening, ...observe, clock, log }
  return listening.kind === 'http'
    ? createHttpRequests({ ...shared, ...listening, signal })
    : createSockets({ ...config, ...config.slack, ...shared, ...listening, heard })
}

/** Whether Slack says that it will never open a connection. */
export async function isWrongToHear({ config, log }: Pick<HearingParts, 'config' | 'log'>): Promise<boolean> {
  const { listening, slack } = config
  return listening.kind === 'sockets' && isAppTokenWrong({ ...slack, ...listening, log })
}

/** Why the receiver could not start. */
export function whyUnheard(error: unknown, { listening }: Config): StartProblem {
  if (listening.kind === 'sockets') return { kind: 'app-token' }
  const { host, port } = listening
  const { code, error: name } = errorFacts(error)
  return { kind: 'no-listening', variable: 'PORT', host, port, reason: String(code ?? name) }
}
