import { expect, it } from 'vitest'
import { drawnOf } from '../../src/domain/card-view.ts'
import { roundOf } from '../slack/draw/everything.ts'
import { grace } from './people.ts'

const waiting = roundOf({ kind: 'waiting', failure: null })

it('a drawing is remembered by the version of the message and of each round that it shows', () => {
  const entries = [
    { signUp: grace(), round: { ...waiting, id: 'grace', version: 2 } },
    { signUp: grace({ sub: 'sub-mia' }), round: { ...waiting, id: 'mia', version: 5 } },
  ]
  expect(drawnOf({ version: 7, shown: { kind: 'cards', entries, bulks: [], isPlain: false } })).toEqual({
    version: 7,
    rounds: { grace: 2, mia: 5 },
  })
})

it('a drawing that only says how many wait shows no round', () => {
  const digest = { pools: [], pace: null, results: [] }
  const shown = { kind: 'digest', digest, bulks: [], isPlain: false } as const
  expect(drawnOf({ version: 3, shown })).toEqual({ version: 3, rounds: {} })
})
