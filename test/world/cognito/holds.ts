// Stops a call in the middle until the test lets it go, so that no test needs a timer.

export type HoldPoint = 'beforeWork' | 'afterWork'

export interface Hold {
  /** Resolves when a call has been stopped here. */
  readonly arrived: Promise<void>
  /** Lets the stopped call go on, or the next one pass. */
  release(): void
}

export function createHolds<Name extends string>() {
  const waiting: { name: Name; point: HoldPoint; stop: () => Promise<void> }[] = []

  return {
    /** Stops only the next call of this operation. */
    hold(name: Name, point: HoldPoint = 'beforeWork'): Hold {
      const arrival = Promise.withResolvers<void>()
      const departure = Promise.withResolvers<void>()
      const stop = () => {
        arrival.resolve()
        return departure.promise
      }
      waiting.push({ name, point, stop })
      return { arrived: arrival.promise, release: () => departure.resolve() }
    },
    /** Returns at once unless a hold waits for this operation at this point. */
    async pass(name: Name, point: HoldPoint): Promise<void> {
      const index = waiting.findIndex((entry) => entry.name === name && entry.point === point)
      const [held] = index === -1 ? [] : waiting.splice(index, 1)
      await held?.stop()
    },
  }
}
