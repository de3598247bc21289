import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chosenAtLast,
  isChosenAtFirst,
  type KeptTicks,
  pageAfter,
  type Ticks,
  ticksAfter,
} from '../../src/domain/choosing.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { whyNotByHost } from '../../src/domain/host-refusal.ts'
import type { ToldPage } from '../../src/domain/list-source.ts'
import { grace, pool, roundOf } from '../slack/draw/everything.ts'

/** `x` for who is chosen. */
const ticksOf = (marks: string, at = 0): Ticks => [...marks].map((mark) => ({ isChosen: mark === 'x', at }))

/** `x` for a box that is ticked, `.` for an empty one, a space for one that is not told of. */
const told = (marks: string, turn = 0): ToldPage => ({
  turn,
  boxes: [...marks].flatMap((mark, place) => (mark === ' ' ? [] : [{ place, isTicked: mark === 'x' }])),
})

const marksOf = (ticks: Ticks) => ticks.map(({ isChosen }) => (isChosen ? 'x' : '.')).join('')

const kept = (marks: string, turnedAt = 0): KeptTicks => ({ ticks: ticksOf(marks), turnedAt })

const clicked = (before: KeptTicks, marks: string, at: number): KeptTicks => ({
  ...before,
  ticks: ticksAfter(before, told(marks), at),
})

describe('the ticks of a list', () => {
  it('are kept for pages of which nothing is told', () => {
    expect(chosenAtLast(kept('xx..'), told('.x  '))).toEqual([1])
    expect(chosenAtLast(kept('xx..'), told(''))).toEqual([0, 1])
  })

  it('follow Slack’s order, and not the order in which they arrive', () => {
    const later = clicked(kept('x'), '.', 20)
    expect(marksOf(clicked(later, 'x', 10).ticks)).toBe('.')
    expect(marksOf(clicked(later, 'x', 30).ticks)).toBe('x')
  })

  it('of one moment count as they arrive, since not every Slack tells the time', () => {
    expect(marksOf(clicked(clicked(kept('x'), '.', 0), 'x', 0).ticks)).toBe('x')
  })

  it('that got lost are told by the page that is submitted', () => {
    expect(chosenAtLast(kept('xx.'), told('.xx'))).toEqual([1, 2])
  })

  it('come to the same in any order of arrival', () => {
    const acts = fc.uniqueArray(fc.record({ at: fc.nat(50), place: fc.nat(3), isTicked: fc.boolean() }), {
      selector: ({ at }) => at,
      maxLength: 12,
    })
    const ticksOfAll = (all: readonly { at: number; place: number; isTicked: boolean }[]) =>
      all.reduce(
        (ticks, { at, ...box }) => ticksAfter({ ticks, turnedAt: 0 }, { turn: 0, boxes: [box] }, at + 1),
        ticksOf('x.x.'),
      )
    fc.assert(
      fc.property(acts, fc.array(fc.nat(), { maxLength: 12 }), (all, keys) => {
        const shuffled = all
          .map((act, index) => ({ act, key: keys[index] ?? 0 }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ act }) => act)
        const inOrder = all.toSorted((one, other) => one.at - other.at)
        expect(ticksOfAll(shuffled)).toEqual(ticksOfAll(inOrder))
      }),
    )
  })

  it('name nobody who is not listed', () => {
    expect(chosenAtLast(kept('x'), told('xxx'))).toEqual([0])
  })
})

describe('on a page that was turned to, Slack may not report ticks that it was given', () => {
  const page = kept('xxx', 100)

  it('so boxes that it calls empty stay as they were', () => {
    expect(chosenAtLast(page, told('...', 1))).toEqual([0, 1, 2])
  })

  it('but what was clicked there counts', () => {
    const unticked = clicked(page, ' . ', 110)
    expect(chosenAtLast(unticked, told('...', 1))).toEqual([0, 2])
    const ticked = clicked(kept('x..', 100), '  x', 110)
    expect(chosenAtLast(ticked, told('..x', 1))).toEqual([0, 2])
  })

  it('and where it is seen to report them, an empty box is empty', () => {
    expect(chosenAtLast(page, told('x..', 1))).toEqual([0])
  })
})

describe('who is chosen at first', () => {
  const entry = { signUp: grace(), round: roundOf({ kind: 'waiting', failure: null }) }
  const evidence: Evidence = {
    host: 'x.example',
    domain: 'x.example',
    standing: 'throw-away',
    punycode: null,
    lately: 1,
    address: { refused: null, approved: null },
    decided: { approved: 0, refused: 0 },
  }
  const warned = { ...entry, round: { ...entry.round, evidence } }

  it('is nobody to be let in whose address was not looked at, as after it has changed', () => {
    expect(isChosenAtFirst('approve', entry, pool)).toBe(false)
    const nameless = { ...entry, signUp: grace({ attributes: {} }) }
    expect(isChosenAtFirst('approve', nameless, pool)).toBe(true)
  })

  it('is everybody about whom nothing warns', () => {
    const quiet = { ...evidence, standing: 'free-mail' } as const
    expect(isChosenAtFirst('approve', { ...entry, round: { ...entry.round, evidence: quiet } }, pool)).toBe(
      true,
    )
  })

  it('is nobody to be let in with a warning', () => {
    expect(isChosenAtFirst('approve', warned, pool)).toBe(false)
  })

  it.each([
    ['an imitated domain', { email: 'grace@examp1e.com' }],
    ['look-alike letters', { email: 'grаce@example.com' }],
    ['look-alike letters in a name', { email: 'grace@example.com', name: 'Grаce Hopper' }],
    ['look-alike letters in what the pool shows', { 'custom:company': 'Аcme' }],
    ['an imitated domain in another place', { phone_number: 'grace@examp1e.com' }],
  ])('nor with %s', (_, attributes) => {
    const odd = { ...entry, signUp: grace({ attributes }) }
    expect(isChosenAtFirst('approve', odd, { ...pool, expectedDomains: ['example.com'] })).toBe(false)
  })

  it('is everybody to be denied', () => {
    expect(isChosenAtFirst('deny', warned, pool)).toBe(true)
  })
})

it('a page that does not exist is the nearest that does', () => {
  expect([-1, 0, 1, 2].map((page) => pageAfter([0, 30], page))).toEqual([0, 0, 1, 1])
})

it('nobody is denied by a host that anybody can have, or that is expected', () => {
  expect(whyNotByHost({ standing: 'free-mail' })).toBe('free-mail')
  expect(whyNotByHost({ standing: 'expected' })).toBe('expected')
  expect(whyNotByHost({ standing: 'throw-away' })).toBeNull()
  expect(whyNotByHost({ standing: 'unknown' })).toBeNull()
})
