// Rate limits of other services. The only file that imports Bottleneck.
import Bottleneck from 'bottleneck'

/** `click` if a person waits for it. Goes ahead of `background`. */
export type Urgency = 'click' | 'background'

export interface Limit {
  /** Runs the job once it has a slot. Rejects as the job does. */
  schedule<T>(urgency: Urgency, job: () => Promise<T>): Promise<T>
  /** Starts nothing for so many milliseconds, as the other side demanded. */
  hold(milliseconds: number): void
  /** How many jobs wait for a slot. */
  queued(): number
}

const priorities: Readonly<Record<Urgency, number>> = { click: 1, background: 7 }

/** More slots than any limit has, so that slots that come back don't end a hold early. */
const all = 1_000_000

export interface Rate {
  readonly calls: number
  /** Milliseconds. */
  readonly per: number
}

/** The share of each of so many processes, so that together they stay within the rate. */
export function shareOf({ calls, per }: Rate, processes: number): Rate {
  return calls < processes
    ? { calls: 1, per: (per * processes) / calls }
    : { calls: Math.floor(calls / processes), per }
}

/**
 * At most `calls` starts within any `per` milliseconds. Each start takes a slot of a Bottleneck reservoir and gives it
 * back after `per`. The window slides, so no burst can follow another at a window's edge.
 *
 * Bottleneck needs several turns of the event loop to find a free slot, and a person waits for that. So if the queue is
 * empty, a slot that is known to be free is taken at once.
 *
 * Slots come back by real timers, as in Bottleneck itself, because the other side counts real seconds whatever clock the
 * flows are given. These timers keep no process alive, unless a job waits for a slot: without it, a start that has to wait
 * would end, since nothing else holds the process then.
 */
export function createLimit({ calls, per }: Rate): Limit {
  const bottleneck = new Bottleneck({ reservoir: calls })
  let free = calls
  let waiting = 0
  const change = (slots: number) => {
    free += slots
    return bottleneck.incrementReservoir(slots)
  }
  const timers = new Set<NodeJS.Timeout>()
  const giveBackLater = (slots: number, milliseconds: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void change(slots)
    }, milliseconds)
    timers.add(timer)
    if (waiting === 0) timer.unref()
  }
  const countWaiting = (by: 1 | -1) => {
    const before = waiting
    waiting += by
    if (before === 0) for (const timer of timers) timer.ref()
    else if (waiting === 0) for (const timer of timers) timer.unref()
  }
  const queue = <T>(urgency: Urgency, job: () => Promise<T>): Promise<T> => {
    countWaiting(1)
    return bottleneck.schedule({ priority: priorities[urgency] }, () => {
      countWaiting(-1)
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

/** One limit for each key (such as a channel or a region), made on first use. */
export function createLimits(rate: Rate): (key: string) => Limit {
  const limits = new Map<string, Limit>()
  return (key) => {
    const limit = limits.get(key) ?? createLimit(rate)
    limits.set(key, limit)
    return limit
  }
}
