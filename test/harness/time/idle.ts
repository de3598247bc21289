// Whether this process has anything to do but wait for its timers.
import { performance } from 'node:perf_hooks'
import { real } from './virtual-timers.ts'

/** One turn without input from a socket or a pipe may be chance; so many are not. */
const quietTurns = 5

/** How long they take at least, in milliseconds: local messages have arrived by then. */
const quietFor = 0.08

/** How much has arrived over sockets and pipes so far. */
export function countEvents(): number {
  return performance.nodeTiming.uvMetricsInfo.events
}

/** Resolves when nothing arrives any more. */
export function untilIdle(): Promise<void> {
  return new Promise((resolve) => {
    let seen = countEvents()
    let turns = 0
    let since = performance.now()
    const look = () => {
      const events = countEvents()
      if (events !== seen) {
        seen = events
        turns = 0
        since = performance.now()
      }
      turns += 1
      if (turns > quietTurns && performance.now() - since >= quietFor) return resolve()
      real.setImmediate(look)
    }
    look()
  })
}
