// Counts the requests over HTTP that are not Slack's. The log tells them once a minute, however many there are.
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'

const minute = 60_000

/** Why a request was refused. */
export type Refused = 'unsigned' | 'out-of-time' | 'wrongly-signed' | 'unreadable' | 'too-long' | 'no-room'

export function createRefusedCount({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
  let toldAt = Number.NEGATIVE_INFINITY
  let counts = new Map<Refused, number>()
  return (because: Refused): void => {
    counts.set(because, (counts.get(because) ?? 0) + 1)
    const now = clock.now().getTime()
    // A time that is still to come was noted before the clock was set back.
    if (now >= toldAt && now - toldAt < minute) return
    log.warn({ flow: 'listen', ...Object.fromEntries(counts) }, 'requests over HTTP were refused')
    toldAt = now
    counts = new Map()
  }
}
