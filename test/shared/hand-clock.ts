// A clock that the test moves by hand, and a log that it can read.
import type { Clock } from '../../src/shared/clock.ts'
import type { Facts, Log } from '../../src/shared/log.ts'

export interface HandClock extends Clock {
  /** Moves on, and ends the waits that are over by then, in order. */
  advance(milliseconds: number): Promise<void>
  /** How long each current wait still lasts, in milliseconds. */
  waits(): readonly number[]
}

interface Wait {
  readonly until: number
  end(): void
}

export function createHandClock(): HandClock {
  let at = Date.UTC(2026, 4, 1, 12)
  let waiting: Wait[] = []
  const letRun = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    now: () => new Date(at),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const wait: Wait = { until: at + milliseconds, end: resolve }
        waiting.push(wait)
        signal?.addEventListener('abort', () => {
          waiting = waiting.filter((one) => one !== wait)
          resolve()
        })
      }),
    advance: async (milliseconds) => {
      await letRun()
      const end = at + milliseconds
      for (;;) {
        const next = waiting.toSorted((one, other) => one.until - other.until)[0]
        if (next === undefined || next.until > end) break
        at = Math.max(at, next.until)
        waiting = waiting.filter((one) => one !== next)
        next.end()
        await letRun()
      }
      at = end
    },
    waits: () => waiting.map(({ until }) => until - at),
  }
}

export interface LoggedLine {
  readonly level: string
  readonly facts: Facts
  readonly message: string
}

export function createReadableLog(): Log & { readonly lines: readonly LoggedLine[] } {
  const lines: LoggedLine[] = []
  const write = (level: string) => (facts: Facts, message: string) => {
    lines.push({ level, facts, message })
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error'), lines }
}
