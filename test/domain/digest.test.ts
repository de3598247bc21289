// When too many sign-ups for a card each stand in a digest, and until when.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ChannelDigest,
  digestResult,
  digestResultFormat,
  digestStep,
  fewestInRush,
  type Gathering,
  mostRushAt,
  paceOf,
  usualRushAt,
} from '../../src/domain/digest.ts'
import { ada, confirmed, endings } from '../slack/draw/everything.ts'

const rush: ChannelDigest = { isPosted: true, isAnyWaiting: true, joinedLately: 10 }
const calm: ChannelDigest = { ...rush, joinedLately: 9 }
const over: ChannelDigest = { ...rush, isAnyWaiting: false }
const unposted: ChannelDigest = { isPosted: false, isAnyWaiting: false, joinedLately: 0 }

function step(gathering: Partial<Gathering>) {
  return digestStep({ rushAt: 60, wanting: 0, isAnyStranded: false, digest: null, ...gathering })
}

const all = { who: 'all', isNew: false }
const stranded = { who: 'stranded', isNew: false }

describe('sign-ups that want a card', () => {
  it.each([
    ['get it, if they are no more than rush_at', { wanting: 60 }, null],
    ['begin a digest, if they are more', { wanting: 61 }, { ...all, isNew: true }],
    ['join a digest while its rush lasts, however few they are', { wanting: 1, digest: rush }, all],
    ['get a card again once fewer have joined than a rush needs', { wanting: 1, digest: calm }, null],
    ['get a card again once nobody waits in it any more', { wanting: 1, digest: over }, null],
    ['begin the next digest in a rush after that', { wanting: 61, digest: calm }, { ...all, isNew: true }],
    ['begin the next digest if the last one is over', { wanting: 61, digest: over }, { ...all, isNew: true }],
    ['join a digest that Slack has not got yet', { wanting: 61, digest: unposted }, all],
  ] as const)('%s', (_, gathering, expected) => {
    expect(step(gathering)).toEqual(expected)
  })
})

describe('those who stand in no digest that shows them', () => {
  it.each([
    ['begin one', {}, { ...stranded, isNew: true }],
    ['begin the next if nobody waits in the last one', { digest: over }, { ...stranded, isNew: true }],
    ['join one in which somebody waits', { digest: calm }, stranded],
    ['join one that is still to be posted', { digest: unposted }, stranded],
    ['leave others their cards', { wanting: 60 }, { ...stranded, isNew: true }],
    ['go with the others in a rush', { wanting: 61 }, { ...all, isNew: true }],
  ] as const)('%s', (_, gathering, expected) => {
    expect(step({ isAnyStranded: true, ...gathering })).toEqual(expected)
  })
})

it('nothing is to be done if nobody waits for a message', () => {
  for (const digest of [null, rush, calm, over, unposted]) expect(step({ digest })).toBeNull()
})

it('many fewer than begin a rush end it, so that cards and digests don’t take turns', () => {
  expect([1, 6, 12, 30, usualRushAt, mostRushAt].map(fewestInRush)).toEqual([1, 1, 2, 5, 10, 10])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: mostRushAt }), (rushAt) => {
      expect(fewestInRush(rushAt)).toBeGreaterThanOrEqual(1)
      expect(fewestInRush(rushAt)).toBeLessThanOrEqual(rushAt)
    }),
  )
})

it('whoever begins a digest begins a rush that lasts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: mostRushAt }),
      fc.integer({ min: 1, max: 2000 }),
      (rushAt, more) => {
        const digest = { isPosted: true, isAnyWaiting: true, joinedLately: Math.min(rushAt + more, 100) }
        expect(step({ rushAt, wanting: 1, digest })).toEqual(all)
      },
    ),
  )
})

describe('the result of a round', () => {
  it('says how it ended and who decided it', () => {
    expect(digestResult({ kind: 'settled', ending: confirmed })).toEqual({ kind: 'confirmed', by: ada })
    for (const ending of endings) {
      const result = digestResult({ kind: 'settled', ending })
      expect(result).toEqual({ kind: ending.kind, by: 'by' in ending ? ending.by : null })
      expect(digestResultFormat.parse(JSON.parse(JSON.stringify(result)))).toEqual(result)
    }
  })

  it('is none as long as it is not settled', () => {
    expect(digestResult({ kind: 'waiting', failure: null })).toBeNull()
  })
})

const second = (at: number) => new Date(at * 1000)

describe('the pace', () => {
  it('is how many came within how long, up to the latest', () => {
    const latest = [second(104), second(103), second(102), second(101), second(100)]
    expect(paceOf(latest)).toEqual({ count: 5, within: 4000, latest: second(104) })
  })

  it('is not told of a few', () => {
    expect(paceOf([])).toBeNull()
    expect(paceOf([4, 3, 2, 1].map(second))).toBeNull()
  })

  it('is not told of those who came over more than six hours', () => {
    const hours = 6 * 3600
    expect(paceOf([hours, 3, 2, 1, 0].map(second))).toMatchObject({ within: hours * 1000 })
    expect(paceOf([hours + 1, 3, 2, 1, 0].map(second))).toBeNull()
  })
})
