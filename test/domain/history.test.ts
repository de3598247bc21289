import { expect, test } from 'vitest'
import { missingFrom } from '../../src/domain/history.ts'

const card = (ts: string) => ({ messageId: `message ${ts}`, ts, isOpen: true })
const [one, two, three] = [card('1700000001.000100'), card('1700000002.000100'), card('1700000003.000100')]
const known = [one, two, three]
const ends = { first: one.ts, last: three.ts }

test('a card that the whole history does not show is missing', () => {
  expect(missingFrom({ kind: 'seen', messages: [one, three], isWhole: true, ...ends }, known)).toEqual([two])
  const nothing = { kind: 'seen', messages: [], isWhole: true, first: null, last: null } as const
  expect(missingFrom(nothing, known)).toEqual(known)
  expect(missingFrom({ kind: 'seen', messages: known, isWhole: true, ...ends }, known)).toEqual([])
})

test('of a history that was read in part, nothing outside that part is missing', () => {
  const part = { kind: 'seen', messages: [], isWhole: false, first: two.ts, last: three.ts } as const
  expect(missingFrom(part, known)).toEqual([two, three])
  expect(missingFrom({ ...part, last: two.ts }, known)).toEqual([two])
  expect(missingFrom({ ...part, first: null, last: null }, known)).toEqual([])
})
