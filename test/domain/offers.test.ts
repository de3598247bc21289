import { expect, it } from 'vitest'
import { offersOf } from '../../src/domain/offers.ts'
import { roundOf } from '../slack/draw/everything.ts'
import { ada, grace } from './people.ts'

const given = [{ by: ada, clickId: 'click-1', at: new Date('2026-05-01T12:00:00Z') }]
const entryOf = (tally?: { given: typeof given; dropped: null }) => ({
  signUp: grace(),
  round: roundOf({ kind: 'waiting', failure: null, tally }),
})

it('an approval can be withdrawn where one counts', () => {
  expect(offersOf(entryOf({ given, dropped: null }))).toEqual(['approve', 'deny', 'withdraw', 'details'])
  expect(offersOf(entryOf({ given: [], dropped: null }))).toEqual(['approve', 'deny', 'details'])
  expect(offersOf(entryOf())).toEqual(['approve', 'deny', 'details'])
})
