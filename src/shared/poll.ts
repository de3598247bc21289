// A loop: takes one turn at a time, at an interval, and at once when it is nudged.
import { backoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import { errorFacts, type Log } from './log.ts'

export interface Loop {
  /** There is something to do: takes the next turn now, or right after the running one. */
  nudge(): void
  /** Takes no other turn. Resolves when the running one has ended. */
  stop(): Promise<void>
}

/** May resolve to a longer interval before the next turn, in milliseconds. Must end soon after `signal` aborts. */
export type Turn = (signal: AbortSignal) => Promise<unknown>

export interface LoopParts {
  readonly name: string
  /** Milliseconds between the end of a turn and the start of the next. */
  readonly interval: number
  readonly turn: Turn
  /** The longest pause after failed turns, in milliseconds; a minute if left out. */
  readonly longestPause?: number
  readonly clock: Clock
  readonly log: Log
}

/**
 * Starts the loop. After a turn that throws, the next one waits longer. The first of each kind of error since a turn
 * worked is logged, and repetitions ever more rarely, so that an outage of hours does not fill the log.
 */
export function startLoop({ name, interval, turn, longestPause = 60_000, clock, log }: LoopParts): Loop {
  const stopping = new AbortController()
  let failures = 0
  /** The kinds of errors logged since a turn worked. */
  const told = new Set<string>()
  let isNudged = false
  let wake = () => {}

  const takeTurn = async (): Promise<number> => {
    try {
      const longer = await turn(stopping.signal)
      if (failures > 0) log.info({ loop: name, failures }, 'a loop works again')
      failures = 0
      told.clear()
      return Math.max(interval, typeof longer === 'number' ? longer : 0)
    } catch (error) {
      failures += 1
      const facts = errorFacts(error)
      const kind = JSON.stringify({ ...facts, awsRequestId: undefined })
      if (!told.has(kind) || isPowerOfTwo(failures))
        log.error({ loop: name, failures, ...facts }, 'a loop failed: retrying')
      told.add(kind)
      return Math.max(interval, backoff(failures, { first: 1000, most: longestPause }))
    }
  }

  const pause = async (milliseconds: number) => {
    const woken = new AbortController()
    wake = () => woken.abort()
    if (isNudged && failures === 0) return
    if (!stopping.signal.aborted) await clock.sleep(milliseconds, woken.signal)
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      isNudged = false
      await pause(await takeTurn())
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

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count))
}
