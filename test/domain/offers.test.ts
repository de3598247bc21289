import { expect, it } from 'vitest'
import type { Looking } from '../../src/domain/looking.ts'
import { offersOf } from '../../src/domain/offers.ts'
import { roundOf } from '../slack/draw/everything.ts'
import { ada, grace } from './people.ts'

const given = [{ by: ada, clickId: 'click-1', at: new Date('2026-05-01T12:00:00Z') }]
const entryOf = (tally?: { given: typeof given; dropped: null }, looking?: Looking) => ({
  signUp: grace(),
  round: roundOf({ kind: 'waiting', failure: null, tally, looking }),
})

it('an approval can be withdrawn where one counts', () => {
  expect(offersOf(entryOf({ given, dropped: null }))).toEqual([
    'approve',
    'deny',
    'withdraw',
    'look-into',
    'details',
  ])
  expect(offersOf(entryOf({ given: [], dropped: null }))).toEqual(['approve', 'deny', 'look-into', 'details'])
  expect(offersOf(entryOf())).toEqual(['approve', 'deny', 'look-into', 'details'])
})

it('whoever looks into a sign-up can say that they stop, and others can take over', () => {
  const at = new Date('2026-05-01T12:00:00Z')
  const looked = entryOf(undefined, { by: ada, since: at, until: at })
  expect(offersOf(looked)).toEqual(['approve', 'deny', 'look-into', 'stop-looking', 'details'])
})
