// The real bot as a separate process that can be killed at every point. The harness starts it and talks to it.
import { openSync, readFileSync, writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { createBusy } from './busy.ts'
import { obeyOrders } from './orders.ts'
import { wrapWithPoints } from './points.ts'
import { createRandom } from './random.ts'
import { type BotCommand, type BotWord, commandFormat } from './talk.ts'
import { openTimeFile } from './time/time-file.ts'
import { installTime } from './time/virtual-timers.ts'

const [, , timePath = '', tracePath = ''] = process.argv
const timers = installTime(openTimeFile(timePath).ahead)
// Imported after that, so that they use the world's time.
const { runCountersign } = await import('../../src/app.ts')
const { readConfig } = await import('../../src/config/read-config.ts')
const { systemClock } = await import('../../src/shared/clock.ts')
const { createLog } = await import('../../src/shared/log.ts')
// Saved for later processes, because a killed one leaves nothing.
flushCompileCache()

const trace = openSync(tracePath, 'a')
const orders = obeyOrders({
  clock: systemClock,
  // Synchronously, so that a killed process has said where it was.
  passed: (point) => void writeSync(trace, `${point}\n`),
  kill: () => void process.kill(process.pid, 'SIGKILL'),
  pause,
})
const paused: (() => void)[] = []
const stopping = new AbortController()
const busy = createBusy({ isOpening: true })

process.on('message', (message) => void obey(commandFormat.parse(message)))
process.on('disconnect', () => process.exit())
process.on('unhandledRejection', (error) => {
  process.stderr.write(`unhandled rejection: ${error instanceof Error ? error.stack : String(error)}\n`)
})
say({ kind: 'loaded' })

async function obey(command: BotCommand): Promise<void> {
  switch (command.kind) {
    case 'start':
      return run(command)
    case 'orders':
      return orders.give(command.orders)
    case 'idle?':
      await busy.untilIdle()
      return say({ kind: 'idle', question: command.question, nextDue: timers.nextDue() })
    case 'skipped':
      return timers.skipped()
    case 'go-on':
      for (const goOn of paused.splice(0)) goOn()
      return
    case 'stop':
      return stopping.abort()
  }
}

async function run({ environment, seed }: Extract<BotCommand, { kind: 'start' }>): Promise<void> {
  Math.random = createRandom(seed).next
  const read = readConfig(environment, (path) => readFileSync(path, 'utf8'))
  if (read.kind === 'invalid') {
    say({ kind: 'refused', problems: [...read.problems] })
    process.exit(1)
  }
  const points = wrapWithPoints(orders.pass, (point) => void writeSync(trace, `=${point}\n`))
  const end = await runCountersign({
    config: read.config,
    clock: systemClock,
    log: createLog(read.config.logLevel),
    // What is skipped has passed.
    elapsed: Date.now,
    signal: stopping.signal,
    wrap: (name, part) => points(name, busy.wrap(name, part)),
  })
  if (end.kind === 'refused') say({ kind: 'refused', problems: [...end.problems] })
  process.exit(0)
}

/** Asks the harness to pause and resume it: a process that paused itself might do so only after being resumed. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    paused.push(resolve)
    say({ kind: 'pausing' })
  })
}

function say(word: BotWord): void {
  process.send?.(word)
}
