import { expect, test } from 'vitest'
import { idInStore, isOfAnotherStore, isOfStore, storeOf } from '../../src/domain/store-id.ts'

const [ours, theirs] = ['a1b2c3d4e5f60718', '0f1e2d3c4b5a6978']

test('an id says which store made it', () => {
  const id = idInStore(ours, '5005a893-21d7-4d47-8806-5aa66450dece')
  expect(id).toBe('a1b2c3d4e5f60718.5005a893-21d7-4d47-8806-5aa66450dece')
  expect(storeOf(id)).toBe(ours)
  expect([isOfStore(ours, id), isOfAnotherStore(ours, id)]).toEqual([true, false])
  expect([isOfStore(theirs, id), isOfAnotherStore(theirs, id)]).toEqual([false, true])
})

test.each([
  ['nothing', ''],
  ['an id of a version without store ids', '5005a893-21d7-4d47-8806-5aa66450dece'],
  ['a store without an id', `${ours}.`],
  ['an id without a store', '.5005a893'],
  ['a store id that is too long', `${ours}0.5005a893`],
  ['a store id in capitals', `${ours.toUpperCase()}.5005a893`],
  ['a store id with something before it', ` ${ours}.5005a893`],
])('%s is nobody’s: neither this store’s nor another one’s', (_, id) => {
  expect(storeOf(id)).toBeNull()
  expect([isOfStore(ours, id), isOfAnotherStore(ours, id)]).toEqual([false, false])
})
