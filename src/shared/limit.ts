// Rates that other services allow. The only file that knows Bottleneck.
import Bottleneck from 'bottleneck'

/** A person's click goes ahead of everything that can wait. */
export type Urgency = 'click' | 'background'

export interface Limit {
  /** Runs the job when its turn comes; what the job throws is thrown to the caller. */
  schedule<T>(urgency: Urgency, job: () => Promise<T>): Promise<T>
  /** Starts nothing for so many milliseconds: the other side said so. */
  hold(milliseconds: number): void
  /** How many jobs have not had their turn yet. */
  queued(): number
}

const priorities: Readonly<Record<Urgency, number>> = { click: 1, background: 7 }

/** More than any limit has places, so that a hold outlasts the places that come back meanwhile. */
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
 * At most `calls` starts within any `per` milliseconds. Each start takes a place of a Bottleneck reservoir and gives it
 * back after `per`: a window that slides, so that a burst is not followed by another at a window's edge.
 */
export function createLimit({ calls, per }: Rate): Limit {
  const bottleneck = new Bottleneck({ reservoir: calls })
  const giveBackLater = (places: number, milliseconds: number) => {
    setTimeout(() => void bottleneck.incrementReservoir(places), milliseconds).unref()
  }
  return {
    schedule: (urgency, job) =>
      bottleneck.schedule({ priority: priorities[urgency] }, () => {
        giveBackLater(1, per)
        return job()
      }),
    hold: (milliseconds) => {
      void bottleneck.incrementReservoir(-all)
      giveBackLater(all, milliseconds)
    },
    queued: () => {
      const { RECEIVED, QUEUED } = bottleneck.counts()
      return RECEIVED + QUEUED
    },
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
