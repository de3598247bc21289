import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTurns } from '../../src/shared/turns.ts'

function rest<T>(turns: { next(): T | undefined }): readonly T[] {
  const all: T[] = []
  for (let one = turns.next(); one !== undefined; one = turns.next()) all.push(one)
  return all
}

test('persons take turns, each with what they asked for first', () => {
  const turns = createTurns<string>()
  for (const name of ['eve 1', 'eve 2', 'eve 3', 'ada 1', 'bob 1', 'ada 2'])
    turns.add(1, name.slice(0, 3), name)
  expect(turns.count()).toBe(6)
  expect(rest(turns)).toEqual(['eve 1', 'ada 1', 'bob 1', 'eve 2', 'ada 2', 'eve 3'])
  expect(turns.count()).toBe(0)
})

test('a lower rank goes before every turn of a higher one', () => {
  const turns = createTurns<string>()
  turns.add(2, '', 'poll')
  turns.add(1, 'eve', 'eve')
  expect(turns.next()).toBe('eve')
  turns.add(0, 'ada', 'ada')
  expect(rest(turns)).toEqual(['ada', 'poll'])
})

test('whoever asks again waits behind all others', () => {
  const turns = createTurns<string>()
  for (const name of ['eve 1', 'ada 1', 'bob 1']) turns.add(1, name.slice(0, 3), name)
  expect(turns.next()).toBe('eve 1')
  turns.add(1, 'eve', 'eve 2')
  expect(rest(turns)).toEqual(['ada 1', 'bob 1', 'eve 2'])
})

test('nothing is lost, and nobody waits longer than everyone else’s turn', () => {
  const asked = fc.array(fc.record({ person: fc.constantFrom('a', 'b', 'c'), rank: fc.nat(1) }))
  fc.assert(
    fc.property(asked, (requests) => {
      const turns = createTurns<{ person: string; rank: number; number: number }>()
      for (const [number, one] of requests.entries()) turns.add(one.rank, one.person, { ...one, number })
      const order = rest(turns)
      expect(order.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([...requests.keys()])
      for (const [index, { person, rank, number }] of order.entries()) {
        const before = order.slice(0, index).filter((one) => one.rank === rank)
        const own = before.filter((one) => one.person === person).length
        expect(before.filter((one) => one.person === person && one.number > number)).toEqual([])
        for (const other of ['a', 'b', 'c'])
          expect(before.filter((one) => one.person === other).length).toBeLessThanOrEqual(own + 1)
      }
    }),
  )
})
