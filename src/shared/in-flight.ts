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
}

interface Run {
  readonly ended: Promise<void>
  next: Promise<void> | null
}

export function createInFlight(): InFlight {
  const running = new Map<string, Run>()

  const start = (key: string, work: () => Promise<void>): Promise<void> => {
    const run: Run = { ended: work(), next: null }
    running.set(key, run)
    // Where another run follows, the key stays taken: somebody who waited for this one may ask again first.
    const clear = () => {
      if (run.next === null) running.delete(key)
    }
    run.ended.then(clear, clear)
    return run.ended
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
      if (run === undefined) return start(key, work)
      run.next ??= run.ended.then(
        () => start(key, work),
        () => start(key, work),
      )
      return run.next
    },
  }
}
