// A wake: how a flow tells a loop that it does not know that there is something to do.

export interface Wake {
  (): void
  readonly subscribe: (listener: () => void) => void
}

/** A call before the first subscription is lost, which is fine: a loop takes its first turn anyway. */
export function createWake(): Wake {
  const listeners: (() => void)[] = []
  const wake = () => {
    for (const listener of listeners) listener()
  }
  return Object.assign(wake, { subscribe: (listener: () => void) => void listeners.push(listener) })
}
