// Rates that other services allow. The only file that knows Bottleneck.
import Bottleneck from 'bottleneck'

/** A person's click goes ahead of everything that can wait. */
export type Urgency = 'click' | 'background'

export interface Limit {
  /** Runs the job once it has a slot; what the job throws is thrown to the caller. */
  schedule<T>(urgency: Urgency, job: () => Promise<T>): Promise<T>
  /** Starts nothing for so many milliseconds: the other side said so. */
  hold(milliseconds: number): void
  /** How many jobs wait for a slot. */
  queued(): number
}

const priorities: Readonly<Record<Urgency, number>> = { click: 1, background: 7 }

/** More than any limit has slots, so that a hold outlasts the slots that come back meanwhile. */
const all = 1_000_000

export interface Rate {
  readonly calls: number
  /** Milliseconds. */
  readonly per: number
}

/** What each of so many processes may do, so that together they stay within the rate. */
export function shareOf({ calls, per }: Rate, processes: number): Rate {
  return calls < processes
    ? { calls: 1, per: (per * processes) / calls }
    : { calls: Math.floor(calls / processes), per }
}

/**
 * At most `calls` starts within any `per` milliseconds. Each start takes a slot of a Bottleneck reservoir and gives it
 * back after `per`: a window that slides, so that a burst is not followed by another at a window's edge.
 *
 * Bottleneck passes through the event loop several times to find a free slot, and a person waits for that: if nobody is
 * queued, a slot that is known to be free is taken at once.
 *
 * Slots come back by the machine's timers, as Bottleneck's own waits end: the other side counts real seconds, whatever
 * clock the flows are given, and a slot on its way back keeps no process alive.
 */
export function createLimit({ calls, per }: Rate): Limit {
  const bottleneck = new Bottleneck({ reservoir: calls })
  let free = calls
  let waiting = 0
  const change = (slots: number) => {
    free += slots
    return bottleneck.incrementReservoir(slots)
  }
  const giveBackLater = (slots: number, milliseconds: number) => {
    setTimeout(() => void change(slots), milliseconds).unref()
  }
  const queue = <T>(urgency: Urgency, job: () => Promise<T>): Promise<T> => {
    waiting += 1
    return bottleneck.schedule({ priority: priorities[urgency] }, () => {
      waiting -= 1
      free -= 1
      giveBackLater(1, per)
      return job()
    })
  }
  return {
    schedule: async (urgency, job) => {
      if (waiting > 0 || free < 1) return queue(urgency, job)
      void change(-1)
      giveBackLater(1, per)
      return job()
    },
    hold: (milliseconds) => {
      void change(-all)
      giveBackLater(all, milliseconds)
    },
    queued: () => waiting,
  }
}

/** One limit for every key, made when it is first asked for: a channel, say, or an account's region. */
export function createLimits(rate: Rate): (key: string) => Limit {
  const limits = new Map<string, Limit>()
  return (key) => {
    const limit = limits.get(key) ?? createLimit(rate)
    limits.set(key, limit)
    return limit
  }
}
