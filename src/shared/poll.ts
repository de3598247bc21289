// A loop that takes one turn at a time: every so often, and soon after it was nudged.
import { backoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import { errorFacts, type Log } from './log.ts'

export interface Loop {
  /** There is something to do: the next turn comes now, or right after the running one. */
  nudge(): void
  /** Resolves when the running turn has ended; no other follows. */
  stop(): Promise<void>
}

/** May resolve to how many milliseconds the next turn should wait, if longer. Must notice `signal` where it waits. */
export type Turn = (signal: AbortSignal) => Promise<unknown>

export interface LoopParts {
  readonly name: string
  /** Milliseconds between the end of a turn and the start of the next. */
  readonly interval: number
  readonly turn: Turn
  /** The longest wait after turns that failed, in milliseconds; a minute where left out. */
  readonly longestWait?: number
  readonly clock: Clock
  readonly log: Log
}

/** Starts the loop. A turn that throws is logged, and the next one waits longer. */
export function startLoop({ name, interval, turn, longestWait = 60_000, clock, log }: LoopParts): Loop {
  const stopping = new AbortController()
  let failures = 0
  let isNudged = false
  let wake = () => {}

  const takeTurn = async (): Promise<number> => {
    try {
      const longer = await turn(stopping.signal)
      failures = 0
      return Math.max(interval, typeof longer === 'number' ? longer : 0)
    } catch (error) {
      failures += 1
      log.error({ loop: name, failures, ...errorFacts(error) }, 'a turn failed and will be taken again')
      return Math.max(interval, backoff(failures, { first: 1000, most: longestWait }))
    }
  }

  const rest = async (milliseconds: number) => {
    const woken = new AbortController()
    wake = () => woken.abort()
    if (isNudged && failures === 0) return
    if (!stopping.signal.aborted) await clock.sleep(milliseconds, woken.signal)
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      isNudged = false
      await rest(await takeTurn())
    }
  }
  const running = run()

  return {
    nudge: () => {
      isNudged = true
      if (failures === 0) wake()
    },
    stop: async () => {
      stopping.abort()
      wake()
      await running
    },
  }
}
