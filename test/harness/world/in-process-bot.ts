// A bot in this very process: quicker than one of its own, and it can be given a clock that jumps and a disk that fails.
import { readFileSync } from 'node:fs'
import { runCountersign } from '../../../src/app.ts'
import { readConfig } from '../../../src/config/read-config.ts'
import { type Clock, systemClock } from '../../../src/shared/clock.ts'
import { errorFacts, type Facts, type Log } from '../../../src/shared/log.ts'
import { type Pass, wrapWithPoints } from '../points.ts'
import { pause, type World } from './world.ts'

export interface InProcessBot {
  isUp(): boolean
  start(): Promise<void>
  /** As SIGTERM does. */
  stop(): Promise<void>
  /** The machine's clock is set: later, or earlier. */
  jump(milliseconds: number): void
  /** The last lines of its log. */
  readonly log: readonly string[]
}

export interface InProcessParts {
  readonly world: World
  readonly pass: Pass
  readonly known: (point: string) => void
}

export function keepInProcess({ world, pass, known }: InProcessParts): InProcessBot {
  const log: string[] = []
  let jumped = 0
  let running: { readonly stopping: AbortController; readonly ended: Promise<void> } | null = null
  const clock: Clock = { now: () => new Date(Date.now() + jumped), sleep: systemClock.sleep }

  const run = async (signal: AbortSignal) => {
    process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = world.cognito.endpoint
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIASANDBOX'
    process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
    const read = readConfig(world.environment(), (path) => readFileSync(path, 'utf8'))
    if (read.kind === 'mistaken') throw new Error(read.mistakes.join(' '))
    try {
      const end = await runCountersign({
        config: read.config,
        clock,
        log: createLogOf(log),
        signal,
        wrap: wrapWithPoints(pass, known),
      })
      if (end.kind === 'refused') log.push(`refused: ${end.mistakes.join(' ')}`)
    } catch (error) {
      log.push(`ended: ${JSON.stringify(errorFacts(error))}`)
    }
  }

  return {
    isUp: () => running !== null,
    start: async () => {
      const stopping = new AbortController()
      const ended = run(stopping.signal).finally(() => {
        running = null
      })
      running = { stopping, ended }
      while (running !== null && world.slack.sockets === 0) await pause(200)
    },
    stop: async () => {
      running?.stopping.abort()
      await running?.ended
      while (world.slack.sockets > 0) await pause(200)
    },
    jump: (milliseconds) => {
      jumped += milliseconds
    },
    log,
  }
}

function createLogOf(lines: string[]): Log {
  const write = (level: string) => (facts: Facts, message: string) => {
    if (level === 'debug') return
    lines.push(`${new Date().toISOString()} ${level} ${message} ${JSON.stringify(facts)}`)
    if (lines.length > 400) lines.splice(0, 200)
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
