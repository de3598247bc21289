// One at a time: work that must not run twice at once for the same key.

export interface InFlight {
  isRunning(key: string): boolean
  /** Skips the work if the key's is running: resolves to false then, otherwise to true when it has ended. */
  unlessRunning(key: string, work: () => Promise<void>): Promise<boolean>
  /**
   * Runs the work, once more if it was asked for while it ran: the second run sees what changed meanwhile. Resolves when
   * the run that covers this call has ended; rejects as that run does.
   */
  onceMore(key: string, work: () => Promise<void>): Promise<void>
  /**
   * The same for work that waits for its turn, and calls `begin` before it looks at anything: until then the work isn't
   * running, and one that waits covers every further call. A more urgent call takes the place of one that waits, whose
   * `begin` is false from then on: it has nothing to do.
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
    // Where another run follows, the key stays taken: somebody who waited for this one may ask again first.
    const clear = () => {
      if (run.next === null) running.delete(key)
    }
    ended.then(clear, clear)
    return ended
  }

  const start = (key: string, work: () => Promise<void>) => note(key, work())

  /** Once for all who ask during the run. */
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
    // A moment later, so that whoever begins at once is known to wait.
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
      await start(key, work)
      return true
    },
    onceMore: (key, work) => {
      const run = running.get(key)
      return run === undefined ? start(key, work) : follow(key, run, () => start(key, work))
    },
    inSlot,
  }
}
