// Bulk approvals, carried out a few at a time so that single clicks go ahead of them.
import type { Click } from '../domain/click.ts'

/** More than one, so that a call without an answer does not hold up the rest; few, so that claims are not made too early. */
const atATime = 4

export interface BulkParts {
  readonly signal: AbortSignal
  carryOut(click: Click): Promise<void>
  /** Redraws the messages that show this round. */
  redraw(roundId: string): Promise<void>
  start(name: string, work: () => Promise<void>): void
}

/** Carries out each click once, however often it is given. Clicks not begun when `signal` aborts are left alone. */
export interface BulkQueue {
  /** Takes the approvals of a form; its message says so at once. */
  take(clicks: readonly Click[]): void
  /** Takes one that a dead process left behind. */
  takeUp(click: Click): void
}

export function createBulkQueue(parts: BulkParts): BulkQueue {
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
    if (isLast) await redrawFor(click)
  }

  const redrawFor = async ({ roundId }: Click) => {
    if (roundId !== null) await parts.redraw(roundId)
  }

  const beginNext = () => {
    while (running < atATime && !parts.signal.aborted) {
      const click = waiting.shift()
      if (click === undefined) return
      running += 1
      parts.start('carry-out-bulk', () => carryOut(click))
    }
  }

  const takeUp = (click: Click) => {
    if (known.has(click.id)) return
    known.set(click.id, click)
    waiting.push(click)
    beginNext()
  }

  return {
    take: (clicks) => {
      const [first] = clicks
      if (first !== undefined) parts.start('show-progress', () => redrawFor(first))
      for (const click of clicks) takeUp(click)
    },
    takeUp,
  }
}
