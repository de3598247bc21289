// Skips time while neither the world nor the bot does anything.
import { countEvents, untilIdle } from './idle.ts'
import type { TimeFile } from './time-file.ts'
import { real, type VirtualTimers } from './virtual-timers.ts'

/** Another process that uses the same time. */
export interface Peer {
  /** Resolves, once it is idle, to when its next timer is due, or to `gone` if it ends first. */
  idle(): Promise<{ readonly nextDue: number | null } | 'gone'>
  skipped(): void
}

export interface Hurry {
  /** No time is skipped during this work, which waits for something real. */
  hold<T>(work: () => Promise<T>): Promise<T>
  /** Skips at once, even if a process is paused or dead. */
  leap(milliseconds: number): void
  stop(): void
}

export interface HurryParts {
  readonly timers: VirtualTimers
  readonly timeFile: TimeFile
  peers(): readonly Peer[]
  /** The smallest skip, in milliseconds: timers due soon after the first fire with it. */
  readonly grain?: number
}

export function startHurry({ timers, timeFile, peers, grain = 0 }: HurryParts): Hurry {
  let holds = 0
  let isOver = false

  const leap = (milliseconds: number) => {
    timeFile.skip(milliseconds)
    timers.skipped()
    for (const peer of peers()) peer.skipped()
  }
  const skipOnce = async () => {
    await untilIdle()
    const asked = peers()
    const before = countEvents()
    const answers = await Promise.all(asked.map((peer) => peer.idle()))
    if (asked.length > 0) await untilIdle()
    // Anything that arrived may have made one of them busy again.
    const isQuiet = countEvents() - before <= asked.length && !answers.includes('gone')
    if (!isQuiet || holds > 0 || isOver) return
    const dues = [timers.nextDue(), ...answers.map((answer) => (answer === 'gone' ? null : answer.nextDue))]
    const due = Math.min(...dues.map((one) => one ?? Number.POSITIVE_INFINITY))
    // Whole milliseconds, as `Date.now` counts.
    const wait = Math.ceil(due - timers.now())
    if (wait > 0 && Number.isFinite(wait)) leap(Math.max(wait, grain))
  }
  const run = async () => {
    while (!isOver) {
      if (holds > 0) await new Promise((resolve) => real.setTimeout(resolve, 2))
      else await skipOnce()
    }
  }
  void run()

  return {
    hold: async (work) => {
      holds += 1
      try {
        return await work()
      } finally {
        holds -= 1
      }
    },
    leap,
    stop: () => {
      isOver = true
    },
  }
}
