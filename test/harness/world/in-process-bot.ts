// A bot in the harness's own process: faster than a separate one, and its clock can jump and its disk fail.
import { readFileSync } from 'node:fs'
import { type AppParts, runCountersign } from '../../../src/app.ts'
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
  /** Pulls the plug: nothing it does takes effect any more. Resolves when its connections are cut. */
  crash(): Promise<void>
  /** How often it crashed. */
  readonly crashes: number
  /** Sets the machine's clock forward or back. */
  jump(milliseconds: number): void
  /** The last lines of its log. */
  readonly log: readonly string[]
}

export interface InProcessParts {
  readonly world: World
  readonly pass: Pass
  readonly known: (point: string) => void
}

/** What a dead bot gets from every call. */
class PulledPlug extends Error {}

interface Running {
  readonly stopping: AbortController
  readonly ended: Promise<void>
  isDead: boolean
}

export function keepInProcess({ world, pass, known }: InProcessParts): InProcessBot {
  const log: string[] = []
  let jumped = 0
  let crashes = 0
  let running: Running | null = null

  const start = async () => {
    const life: { isDead: boolean } = { isDead: false }
    const stopping = new AbortController()
    const now = () => new Date(Date.now() + jumped)
    // A dead bot waits for nothing and gets nothing done.
    const clock: Clock = { now, sleep: (ms, signal) => systemClock.sleep(life.isDead ? 0 : ms, signal) }
    const passAlive: Pass = async (point) => {
      if (!life.isDead) await pass(point)
      if (life.isDead) throw new PulledPlug(point)
    }
    const wrap = wrapWithPoints(passAlive, known)
    const ended = live(world, { clock, log: createLogOf(log), signal: stopping.signal, wrap }, log)
    const mine = Object.assign(life, { stopping, ended })
    running = mine
    void ended.finally(() => {
      // A real process would take its unfinished work with it.
      life.isDead = true
      if (running === mine) running = null
    })
    while (running === mine && world.slack.sockets === 0) await pause(200)
  }
  const end = async () => {
    running?.stopping.abort()
    await running?.ended
    // A connection that is just being opened has no owner to close it; a real process would take it with it.
    for (; world.slack.sockets > 0; await pause(50)) world.slack.dropSockets()
  }

  return {
    isUp: () => running !== null && !running.isDead,
    start: async () => {
      if (running !== null) await end()
      await start()
    },
    stop: end,
    crash: async () => {
      if (running === null || running.isDead) return
      running.isDead = true
      crashes += 1
      world.deeds.excuses += 10
      await end()
    },
    get crashes() {
      return crashes
    },
    jump: (milliseconds) => {
      jumped += milliseconds
    },
    log,
  }
}

async function live(
  { cognito, environment }: World,
  parts: Pick<AppParts, 'clock' | 'log' | 'signal' | 'wrap'>,
  log: string[],
): Promise<void> {
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const read = readConfig(environment(), (path) => readFileSync(path, 'utf8'))
  if (read.kind === 'invalid') throw new Error(read.problems.join(' '))
  try {
    const end = await runCountersign({ config: read.config, elapsed: Date.now, ...parts })
    if (end.kind === 'refused') log.push(`refused: ${end.problems.join(' ')}`)
  } catch (error) {
    log.push(`ended: ${JSON.stringify(errorFacts(error))}`)
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
