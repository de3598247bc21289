// Work that must not run twice at once for the same key.

export interface InFlight {
  isRunning(key: string): boolean
  /** Skips the work and resolves to false if the key's work is running; otherwise resolves to true when it has ended. */
  unlessRunning(key: string, work: () => Promise<void>): Promise<boolean>
  /**
   * Runs the work, or, if it is running, runs it once more afterwards, so that the second run sees what changed meanwhile.
   * Resolves when the run that covers this call has ended; rejects as that run does. The work waits for a slot and calls
   * `begin` before it reads anything. Until then it is waiting, not running, and covers every further call. An urgent call
   * replaces one that waits and is not urgent: the `begin` of that one returns false, and it has nothing to do.
   */
  inSlot(key: string, isUrgent: boolean, work: (begin: () => boolean) => Promise<void>): Promise<void>
}

interface Run {
  readonly ended: Promise<void>
  next: Promise<void> | null
}

interface Waiting {
  readonly isUrgent: boolean
  readonly ended: Promise<void>
}

export function createInFlight(): InFlight {
  const running = new Map<string, Run>()
  const waiting = new Map<string, Waiting>()

  const note = (key: string, ended: Promise<void>): Promise<void> => {
    const run: Run = { ended, next: null }
    running.set(key, run)
    // If another run follows, the key stays taken, because a caller who waited for this one may call again first.
    const clear = () => {
      if (run.next === null) running.delete(key)
    }
    ended.then(clear, clear)
    return ended
  }

  /** One more run for all calls during the run. */
  const follow = (key: string, run: Run, work: () => Promise<void>): Promise<void> => {
    const next = () => {
      running.delete(key)
      return work()
    }
    run.next ??= run.ended.then(next, next)
    return run.next
  }

  const wait = (key: string, isUrgent: boolean, work: (begin: () => boolean) => Promise<void>) => {
    const begin = () => {
      if (waiting.get(key) !== mine) return false
      waiting.delete(key)
      void note(key, mine.ended)
      return true
    }
    // Deferred, so that work that begins at once is registered as waiting first.
    const mine: Waiting = { isUrgent, ended: Promise.resolve().then(() => work(begin)) }
    waiting.set(key, mine)
    const clear = () => {
      if (waiting.get(key) === mine) waiting.delete(key)
    }
    mine.ended.then(clear, clear)
    return mine.ended
  }

  const inSlot: InFlight['inSlot'] = (key, isUrgent, work) => {
    const run = running.get(key)
    if (run !== undefined) return follow(key, run, () => inSlot(key, isUrgent, work))
    const before = waiting.get(key)
    return before !== undefined && (before.isUrgent || !isUrgent) ? before.ended : wait(key, isUrgent, work)
  }

  return {
    isRunning: (key) => running.has(key),
    unlessRunning: async (key, work) => {
      if (running.has(key)) return false
      await note(key, work())
      return true
    },
    inSlot,
  }
}
