// Every await of a process, held back until the history lets it through: so that anything can happen in between.

/** Cognito gave no usable answer, as it may. */
export class Outage extends Error {}

/** Something that a process waits for. */
interface Gate {
  readonly process: number
  /** `mood` says how the outside takes it: 0 is well. */
  open(mood: number): Promise<void>
  /** The work is done, but its process is not there any more to hear of it. */
  doUnheard(): Promise<void>
}

export interface Gates {
  /** Resolves with what the work gives once it was let through; never, where the process has died. */
  pass<T>(process: number, work: (mood: number) => Promise<T>): Promise<T>
  /** Resolves once the time has come, as far as the history lets it. */
  sleep(process: number, until: Date, signal?: AbortSignal): Promise<void>
  /** Lets one of these processes' awaits through. False where none of them waits. */
  openOne(processes: readonly number[], pick: number, mood: number): Promise<boolean>
  /** The process is gone; what it was waiting for is done all the same, or not. */
  kill(process: number, isDone: boolean): Promise<void>
  /** From now on everything goes through at once, and well. */
  openAll(): Promise<void>
}

export interface Time {
  now(): Date
  /** Never goes back. */
  moveTo(at: Date): void
}

export function createGates(time: Time): Gates {
  const dead = new Set<number>()
  let waiting: Gate[] = []
  let areOpen = false

  const hold = <T>(process: number, work: (mood: number) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (dead.has(process)) return
      const open = (mood: number) => work(mood).then(resolve, reject)
      const doUnheard = async () => {
        await work(0).catch(() => undefined)
      }
      if (areOpen) void open(0)
      else waiting.push({ process, open, doUnheard })
    })

  const sleep = (process: number, until: Date, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      signal?.addEventListener('abort', () => resolve(), { once: true })
      const wake = async () => {
        if (signal?.aborted !== true) time.moveTo(until)
      }
      void hold(process, wake).then(resolve)
    })

  return {
    pass: hold,
    sleep,
    openOne: async (processes, pick, mood) => {
      const theirs = waiting.filter((gate) => processes.includes(gate.process))
      const gate = theirs[pick % Math.max(1, theirs.length)]
      if (gate === undefined) return false
      waiting = waiting.filter((one) => one !== gate)
      await gate.open(mood)
      return true
    },
    kill: async (process, isDone) => {
      dead.add(process)
      const lost = waiting.filter((gate) => gate.process === process)
      waiting = waiting.filter((gate) => gate.process !== process)
      if (isDone) for (const gate of lost) await gate.doUnheard()
    },
    openAll: async () => {
      areOpen = true
      const held = waiting
      waiting = []
      await Promise.all(held.map((gate) => gate.open(0)))
    },
  }
}
