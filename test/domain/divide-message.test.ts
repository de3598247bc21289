import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divided } from '../../src/domain/divide-message.ts'

describe('a message that Slack refuses for what it shows', () => {
  it('is halved, in order', () => {
    expect(divided(['a', 'b', 'c'], false)).toEqual({ kind: 'divide', parts: [['a', 'b'], ['c']] })
  })

  it('is drawn in its plainest form once it shows one sign-up only, and is kept if that is refused, too', () => {
    expect(divided(['a'], false)).toEqual({ kind: 'plainest' })
    expect(divided(['a'], true)).toEqual({ kind: 'keep' })
  })

  it('is kept if it shows none, like the notice', () => {
    expect(divided([], false)).toEqual({ kind: 'keep' })
  })

  it('is divided until each bad entry stands alone, without losing or doubling any, in few steps', () => {
    const rounds = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(rounds, fc.nat(), (all, index) => {
        const bad = all[index % all.length]
        const taken: string[] = []
        let refusals = 0
        const post = (roundIds: readonly string[], isPlain: boolean) => {
          if (isPlain || !roundIds.includes(bad ?? '')) return taken.push(...roundIds)
          refusals += 1
          const division = divided(roundIds, isPlain)
          if (division.kind === 'divide') for (const part of division.parts) post(part, false)
          if (division.kind === 'plainest') post(roundIds, true)
          return 0
        }
        post(all, false)
        expect(taken.toSorted()).toEqual(all.toSorted())
        expect(refusals).toBeLessThanOrEqual(6)
      }),
    )
  })
})
