// Whether this process has anything to do but to wait for its timers.
import { performance } from 'node:perf_hooks'
import { real } from './virtual-timers.ts'

/** A turn without anything from a socket or a pipe may be luck; so many are none. */
const quietTurns = 5

/** How long they take at least, in milliseconds: what was sent to this machine itself has arrived by then. */
const quietFor = 0.08

/** How much has come in over sockets and pipes so far. */
export function countEvents(): number {
  return performance.nodeTiming.uvMetricsInfo.events
}

/** Resolves when nothing comes in any more. */
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
