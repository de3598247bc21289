// Rate limits of other services. The only file that imports Bottleneck.
import Bottleneck from 'bottleneck'
import { createTurns } from './turns.ts'

/** `click` if a person waits for it. Goes ahead of `background`. */
export type Urgency = 'click' | 'background'

/** Who waits for a click. Persons take turns, and those who are known to be approvers go before all others. */
export interface Asker {
  readonly userId: string
  readonly isApprover: boolean
}

export interface Limit {
  /**
   * Runs the job once it has a slot. Rejects as the job does. A click's job that no asker is named for goes with those of
   * approvers: what they decided has to be done.
   */
  schedule<T>(urgency: Urgency, job: () => Promise<T>, asker?: Asker): Promise<T>
  /** Starts nothing for so many milliseconds, as the other side demanded. */
  hold(milliseconds: number): void
  /** How many jobs wait for a slot. */
  queued(): number
}

function rankOf(urgency: Urgency, asker: Asker | undefined): number {
  if (urgency === 'background') return 2
  return asker === undefined || asker.isApprover ? 0 : 1
}

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
 * Bottleneck hands out the slots, and `createTurns` says whose each is, only once there is one.
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
  const turns = createTurns<() => Promise<void>>()
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
  /** Each slot that was asked for runs whatever is next by then. */
  const runNext = async () => {
    countWaiting(-1)
    free -= 1
    giveBackLater(1, per)
    await turns.next()?.()
  }
  const queue = <T>(urgency: Urgency, job: () => Promise<T>, asker: Asker | undefined): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      countWaiting(1)
      turns.add(rankOf(urgency, asker), asker?.userId ?? '', async () => {
        try {
          resolve(await job())
        } catch (error) {
          reject(error)
        }
      })
      void bottleneck.schedule(runNext)
    })
  return {
    schedule: async (urgency, job, asker) => {
      if (turns.count() > 0 || free < 1) return queue(urgency, job, asker)
      void change(-1)
      giveBackLater(1, per)
      return job()
    },
    hold: (milliseconds) => {
      void change(-all)
      giveBackLater(all, milliseconds)
    },
    queued: turns.count,
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
