// Word from one part to a loop that it does not know: there is something to do.

export interface Wake {
  (): void
  readonly subscribe: (listener: () => void) => void
}

/** Before anybody subscribes, nobody hears it: a loop's first turn looks for itself. */
export function createWake(): Wake {
  const listeners: (() => void)[] = []
  const wake = () => {
    for (const listener of listeners) listener()
  }
  return Object.assign(wake, { subscribe: (listener: () => void) => void listeners.push(listener) })
}
