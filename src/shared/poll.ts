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

/**
 * Starts the loop. After a turn that throws the next one waits longer. It is logged where its error is new since a turn
 * worked, and otherwise ever more rarely: what lasts for hours would fill the log.
 */
export function startLoop({ name, interval, turn, longestWait = 60_000, clock, log }: LoopParts): Loop {
  const stopping = new AbortController()
  let failures = 0
  /** Which errors the turns failed of since one worked. */
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
      const kind = JSON.stringify(facts)
      if (!told.has(kind) || isPowerOfTwo(failures))
        log.error({ loop: name, failures, ...facts }, 'a loop failed: retrying')
      told.add(kind)
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

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count))
}
