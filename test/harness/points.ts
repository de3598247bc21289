// Puts a point before and after every method of every part that the flows are given.
import type { Wrap } from '../../src/connect-outside.ts'

/** Called at every point, for example `ledger.claim:before`; the flow gets what it throws. */
export type Pass = (point: string) => Promise<void> | void

/**
 * Makes the `wrap` that `runCountersign` takes. `known` is told of every point that exists. What only reads ahead has
 * none, because nothing waits for it.
 */
export function wrapWithPoints(pass: Pass, known: (point: string) => void): Wrap {
  return (name, part) => {
    if (name === 'warmth') return part
    for (const point of pointsOf(name, part)) known(point)
    return new Proxy(part, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key)
        if (typeof member !== 'function' || typeof key !== 'string') return member
        const point = `${name}.${key}`
        return async (...given: unknown[]) => {
          await pass(`${point}:before`)
          const result: unknown = await Reflect.apply(member, target, given)
          await pass(`${point}:after`)
          return result
        }
      },
    })
  }
}

/**
 * Passed only if several bots share a store, if a commit gets no answer, if more than a thousand rows are to be forgotten
 * in a day, if a pool has a memory, or if evidence is read for something else than a card.
 */
export function isElsewhere(point: string): boolean {
  return /^ledger\.(?:(?:acquire|release)Lease|forgottenInDay|allowForgetting|countSome|forgetDecisions|evidence|end(?:Approval|Denial|Form)?NotTaken):/.test(
    point,
  )
}

function pointsOf(name: string, part: object): readonly string[] {
  return Object.entries(part)
    .filter(([, member]) => typeof member === 'function')
    .flatMap(([key]) => [`${name}.${key}:before`, `${name}.${key}:after`])
}
