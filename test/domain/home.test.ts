// What somebody looks at in App Home is read from what Slack sends back, and from nothing that makes no sense.
import { expect, it } from 'vitest'
import {
  all,
  firstLook,
  type HomePlace,
  homeLookFormat,
  readShownLook,
  type ShownLook,
  turnedTo,
} from '../../src/domain/home.ts'

const first: HomePlace = { id: 'store.1', signedUpAt: 1000, warnings: 2 }
const last: HomePlace = { id: 'store.20', signedUpAt: 2000, warnings: 0 }
const shown: ShownLook = { look: { ...firstLook, host: 'acme.example' }, first, last }

function onPage(number: number): ShownLook {
  return { ...shown, look: { ...shown.look, page: { number, from: 'after', place: first } } }
}

it('is read back as it was written', () => {
  expect(readShownLook(JSON.stringify(onPage(3)))).toEqual(onPage(3))
})

it.each([
  ['', 'nothing'],
  ['{', 'no JSON'],
  ['null', 'null'],
  ['[]', 'a list'],
  [JSON.stringify({ ...shown, look: { ...shown.look, order: 'random' } }), 'an order that there is not'],
  [JSON.stringify({ ...shown, last: { ...last, warnings: 1e9 } }), 'more warnings than there can be'],
  [JSON.stringify({ ...shown, last: { ...last, signedUpAt: 0.5 } }), 'half a millisecond'],
  [JSON.stringify({ ...shown, look: { ...shown.look, host: 'a\0b' } }), 'a character that no database keeps'],
  [JSON.stringify({ ...shown, look: { ...shown.look, poolId: 'x'.repeat(256) } }), 'an id that is too long'],
])('is the first page of everything for %s: %s', (metadata) => {
  expect(readShownLook(metadata)).toEqual({ look: firstLook, first: null, last: null })
})

it('goes on after the last one, and back before the first one, of the same list', () => {
  const { look } = shown
  expect(turnedTo(shown, { kind: 'next' })).toEqual({
    ...look,
    page: { number: 2, from: 'after', place: last },
  })
  expect(turnedTo(onPage(3), { kind: 'previous' })).toEqual({
    ...look,
    page: { number: 2, from: 'before', place: first },
  })
  expect(turnedTo(onPage(2), { kind: 'previous' })).toEqual(look)
  expect(turnedTo(onPage(7), { kind: 'first' })).toEqual(look)
})

it('stays where it is if nobody is on the page', () => {
  const empty = { ...onPage(3), first: null, last: null }
  expect(turnedTo(empty, { kind: 'next' })).toEqual(empty.look)
  expect(turnedTo(empty, { kind: 'previous' })).toEqual(shown.look)
})

it('begins anew with another order, pool or host', () => {
  const { look } = shown
  expect(turnedTo(onPage(3), { kind: 'order', order: 'warnings' })).toEqual({ ...look, order: 'warnings' })
  expect(turnedTo(onPage(3), { kind: 'order', order: 'hostile' })).toEqual(look)
  expect(turnedTo(onPage(3), { kind: 'pool', chosen: 'pool-1' })).toEqual({ ...look, poolId: 'pool-1' })
  expect(turnedTo(onPage(3), { kind: 'host', chosen: 'b.example' })).toEqual({ ...look, host: 'b.example' })
  expect(turnedTo(onPage(3), { kind: 'host', chosen: all })).toEqual(firstLook)
  expect(turnedTo(onPage(3), { kind: 'pool', chosen: all })).toEqual(look)
})

it.each(['', 'a\0b', '\ud83d', 'x'.repeat(2000)])(
  'is everything if what is chosen can’t be: %j',
  (chosen) => {
    for (const kind of ['pool', 'host'] as const) {
      const { data } = homeLookFormat.safeParse(turnedTo(onPage(3), { kind, chosen }))
      expect(data).toMatchObject({ page: null })
    }
  },
)
