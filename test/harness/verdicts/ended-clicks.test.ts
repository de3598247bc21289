import { expect, test } from 'vitest'
import { judgeClicks } from './ended-clicks.ts'
import { perfectWorld, withCard, withRows } from './perfect-world.ts'

test('clicks that have ended and whose ends were told are as they must be', () => {
  expect(judgeClicks(perfectWorld())).toEqual([])
})

test('a click that was acknowledged and that no row knows is noticed, unless its store is lost', () => {
  const world = withRows(({ clicks }) => ({ clicks: clicks.filter(({ id }) => id !== 'click 1') }))
  expect(judgeClicks(world)).toContainEqual(expect.stringContaining('and no row knows it'))
  expect(judgeClicks({ ...world, storeSince: 305 })).toEqual([])
})

test('a click that was written down as somebody else’s is noticed', () => {
  const world = withRows(({ clicks }) => ({ clicks: clicks.map((row) => ({ ...row, user_id: 'UEVE' })) }))
  expect(judgeClicks(world)).toContainEqual(expect.stringContaining('written down as UEVE’s'))
})

test('a click without an end, or with one that is untold, is noticed', () => {
  const open = withRows(({ clicks }) => ({
    clicks: clicks.map((row) => ({ ...row, ended_at: null, told_at: null })),
  }))
  expect(judgeClicks(open)).toContainEqual('Click click 1 of UADA has no end.')
  const untold = withRows(({ clicks }) => ({ clicks: clicks.map((row) => ({ ...row, told_at: null })) }))
  expect(judgeClicks(untold)).toContainEqual('Click click 2 of UEVE has ended as refused, untold.')
})

test('an end that the store calls told, and that nobody has read, is noticed', () => {
  const silent = { ...perfectWorld(), privateAnswers: [] }
  expect(judgeClicks(silent)).toEqual(['UEVE has 1 clicks that ended as refused, and was told 0 times.'])
  const undrawn = withCard('message mia', ({ versions }) => ({ versions: versions.slice(0, 1) }))
  expect(judgeClicks(undrawn)).toEqual(['No card and no answer told UADA the end of click click 1.'])
})

test('answers given twice are noticed, unless one was lost on its way', () => {
  const world = perfectWorld()
  const [answer] = world.privateAnswers
  const twice = { ...world, privateAnswers: answer === undefined ? [] : [answer, answer, answer] }
  expect(judgeClicks(twice)).toEqual([expect.stringContaining('3 private answers were given to 2 clicks')])
  expect(judgeClicks({ ...twice, excuses: 1 })).toEqual([])
})
