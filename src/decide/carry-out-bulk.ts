// Many approvals that were asked for at once, carried out a few at a time, so that single clicks go ahead of them.
import type { Click } from '../domain/click.ts'

/** So few that a call without an answer does not hold up the rest, and a claim is made only when its turn comes. */
const atATime = 4

export interface BulkParts {
  readonly signal: AbortSignal
  carryOut(click: Click): Promise<void>
  /** The last of those that were asked for together has ended. */
  finished(last: Click): Promise<void>
  start(name: string, work: () => Promise<void>): void
}

/** Takes clicks in; one that it knows already is not taken again. What it has not begun when `signal` is given, it leaves. */
export function createBulkQueue(parts: BulkParts): (clicks: readonly Click[]) => void {
  const waiting: Click[] = []
  const known = new Map<string, Click>()
  let running = 0

  const carryOut = async (click: Click) => {
    try {
      await parts.carryOut(click)
    } finally {
      running -= 1
      known.delete(click.id)
      beginNext()
    }
    const isLast = ![...known.values()].some(({ bulkId }) => bulkId === click.bulkId)
    if (isLast) await parts.finished(click)
  }

  const beginNext = () => {
    while (running < atATime && !parts.signal.aborted) {
      const click = waiting.shift()
      if (click === undefined) return
      running += 1
      parts.start('carry-out-bulk', () => carryOut(click))
    }
  }

  return (clicks) => {
    for (const click of clicks) {
      if (known.has(click.id)) continue
      known.set(click.id, click)
      waiting.push(click)
    }
    beginNext()
  }
}
