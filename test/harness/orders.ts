// What a bot was told to do at its points.
import type { Clock } from '../../src/shared/clock.ts'
import type { Pass } from './points.ts'
import type { Order } from './talk.ts'

export interface Orders {
  readonly pass: Pass
  /** Replaces earlier orders; hits count from now on. */
  give(orders: readonly Order[]): void
}

interface ObeyingParts {
  readonly clock: Clock
  /** A point was passed. */
  passed(point: string): void
  /** Does not return in a separate process. */
  kill(): void
  /** Resolves once it may go on. */
  pause(): Promise<void>
}

/** The error of a failing disk. */
export class DiskFailure extends Error {}

/** Obeys each order once. */
export function obeyOrders({ clock, passed, kill, pause }: ObeyingParts): Orders {
  let open: { readonly order: Order; left: number }[] = []
  return {
    give: (orders) => {
      open = orders.map((order) => ({ order, left: order.hit }))
    },
    pass: async (point) => {
      passed(point)
      for (const one of open.filter(({ order }) => order.point === null || order.point === point)) {
        one.left -= 1
        if (one.left !== 0) continue
        const { act } = one.order
        if (act.kind === 'kill') kill()
        if (act.kind === 'pause') await pause()
        if (act.kind === 'fail') throw new DiskFailure(`SQLITE_IOERR at ${point}`)
        if (act.kind === 'delay') await clock.sleep(act.ms)
      }
    },
  }
}
