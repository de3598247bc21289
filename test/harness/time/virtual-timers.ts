// This process's time: real time plus what was skipped. Timers fire by it.
import { createRequire, syncBuiltinESMExports } from 'node:module'

export interface VirtualTimers {
  now(): number
  /** When the next timer is due, in milliseconds of `now`; null if there is none. */
  nextDue(): number | null
  /** Call it after time was skipped. */
  skipped(): void
}

/** The machine's own timers, for what really takes time. */
export const real = {
  now: Date.now,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
}

interface Timer {
  due: number
  readonly every: number | null
  readonly wait: number
  run(): void
}

/** Replaces `Date`, `setTimeout` and all that depends on them, for everything that is imported afterwards. */
export function installTime(ahead: () => number): VirtualTimers {
  const now = () => real.now() + ahead()
  const timers = new Set<Timer>()
  let alarm: NodeJS.Timeout | undefined
  let next: NodeJS.Immediate | undefined
  let alarmAt = Number.POSITIVE_INFINITY

  const nextDue = () => {
    let due: number | null = null
    for (const timer of timers) if (due === null || timer.due < due) due = timer.due
    return due
  }
  const arm = () => {
    const due = nextDue()
    real.clearTimeout(alarm)
    real.clearImmediate(next)
    alarmAt = due ?? Number.POSITIVE_INFINITY
    if (due === null) return
    const wait = due - now()
    // A real timer takes at least a millisecond, which is long when hours are skipped.
    if (wait > 0) alarm = real.setTimeout(fire, Math.min(wait, 1_000_000))
    else next = real.setImmediate(fire)
  }
  const fire = () => {
    const time = now()
    let first: Timer | null = null
    for (const timer of timers)
      if (timer.due <= time && (first === null || timer.due < first.due)) first = timer
    if (first === null) return arm()
    if (first.every === null) timers.delete(first)
    else first.due = time + first.every
    // One per turn of the event loop, as in Node, so that each timer sees what the last one began.
    next = real.setImmediate(fire)
    first.run()
  }
  const start = (timer: Timer) => {
    timers.add(timer)
    if (timer.due < alarmAt) arm()
    return describe(timer)
  }
  const known = new WeakMap<object, Timer>()
  const describe = (timer: Timer) => {
    const shown = {
      ref: () => shown,
      unref: () => shown,
      hasRef: () => true,
      refresh: () => {
        timer.due = now() + timer.wait
        timers.add(timer)
        arm()
        return shown
      },
      close: () => {
        timers.delete(timer)
        return shown
      },
      [Symbol.dispose]: () => void timers.delete(timer),
    }
    known.set(shown, timer)
    return shown
  }
  const clear = (given: unknown) => {
    const timer = typeof given === 'object' && given !== null ? known.get(given) : undefined
    if (timer !== undefined) timers.delete(timer)
  }
  const newTimer = (
    work: (...given: unknown[]) => void,
    wait: unknown,
    given: unknown[],
    repeats: boolean,
  ) => {
    const milliseconds = typeof wait === 'number' && wait > 0 ? wait : 1
    const every = repeats ? milliseconds : null
    return start({ due: now() + milliseconds, every, wait: milliseconds, run: () => work(...given) })
  }
  type Work = (...given: unknown[]) => void
  Object.assign(globalThis, {
    setTimeout: (work: Work, wait?: unknown, ...given: unknown[]) => newTimer(work, wait, given, false),
    setInterval: (work: Work, wait?: unknown, ...given: unknown[]) => newTimer(work, wait, given, true),
    clearTimeout: clear,
    clearInterval: clear,
    Date: hurriedDate(now),
  })
  AbortSignal.timeout = (milliseconds) => {
    const end = new AbortController()
    setTimeout(() => end.abort(new DOMException('The operation timed out', 'TimeoutError')), milliseconds)
    return end.signal
  }
  replaceInModules()
  return { now, nextDue, skipped: arm }
}

function hurriedDate(now: () => number): DateConstructor {
  Date.now = now
  return new Proxy(Date, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: (target) => new target(now()).toString(),
  })
}

/** `node:timers/promises`, which the clock and the world use to sleep. */
function replaceInModules(): void {
  const promises = createRequire(import.meta.url)('node:timers/promises')
  promises.setTimeout = <T>(wait: number, value?: T, options?: { readonly signal?: AbortSignal }) =>
    new Promise<T | undefined>((resolve, reject) => {
      const { signal } = options ?? {}
      const give = () => reject(new DOMException('The operation was aborted', 'AbortError'))
      if (signal?.aborted === true) return give()
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve(value)
      }, wait)
      const stop = () => {
        clearTimeout(timer)
        give()
      }
      signal?.addEventListener('abort', stop, { once: true })
    })
  syncBuiltinESMExports()
}
