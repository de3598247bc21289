// Tasks: work that goes on after its request was acknowledged. They are counted, so that stopping can wait for them.
import type { Clock } from './clock.ts'
import { errorFacts, type Log } from './log.ts'

export interface Tasks {
  /** Starts the work without waiting for it. What it throws is logged. */
  start(name: string, work: () => Promise<void>): void
  running(): number
  /** Resolves when no task runs any more, or after so many milliseconds. True if none was left. */
  drain(milliseconds: number): Promise<boolean>
}

export function createTasks(clock: Clock, log: Log): Tasks {
  const running = new Set<Promise<void>>()
  return {
    start: (name, work) => {
      const task = work()
        .catch((error: unknown) =>
          log.error({ task: name, ...errorFacts(error) }, 'a task failed: it will be taken up again'),
        )
        .finally(() => running.delete(task))
      running.add(task)
    },
    running: () => running.size,
    drain: async (milliseconds) => {
      const done = new AbortController()
      const idle = async () => {
        while (running.size > 0) await Promise.all(running)
        done.abort()
      }
      void idle()
      await clock.sleep(milliseconds, done.signal)
      return running.size === 0
    },
  }
}
