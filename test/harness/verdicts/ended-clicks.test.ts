import { expect, test } from 'vitest'
import { judgeClicks } from './ended-clicks.ts'
import { perfectWorld, withCard, withRows } from './perfect-world.ts'

test('clicks whose ends were told are right', () => {
  expect(judgeClicks(perfectWorld())).toEqual([])
})

test('a click that was acknowledged but not written down is caught, unless its store is lost', () => {
  const world = withRows(({ clicks }) => ({ clicks: clicks.filter(({ id }) => id !== 'click 1') }))
  expect(judgeClicks(world)).toContainEqual(expect.stringContaining('acknowledged but not written down'))
  expect(judgeClicks({ ...world, storeSince: 305 })).toEqual([])
})

test('a click that was written down for the wrong person is caught', () => {
  const world = withRows(({ clicks }) => ({ clicks: clicks.map((row) => ({ ...row, user_id: 'UEVE' })) }))
  expect(judgeClicks(world)).toContainEqual(expect.stringContaining('written down as UEVE’s'))
})

test('a click without an end, or whose end was not told, is caught', () => {
  const open = withRows(({ clicks }) => ({
    clicks: clicks.map((row) => ({ ...row, ended_at: null, told_at: null })),
  }))
  expect(judgeClicks(open)).toContainEqual('Click click 1 of UADA has no end.')
  const untold = withRows(({ clicks }) => ({ clicks: clicks.map((row) => ({ ...row, told_at: null })) }))
  expect(judgeClicks(untold)).toContainEqual(
    'Click click 2 of UEVE has ended as refused, but this was not told.',
  )
})

test('an end that the store calls told but that was not shown is caught', () => {
  const silent = { ...perfectWorld(), privateAnswers: [] }
  expect(judgeClicks(silent)).toEqual(['UEVE has 1 clicks that ended as refused, but was told 0 times.'])
  const undrawn = withCard('message mia', ({ versions }) => ({ versions: versions.slice(0, 1) }))
  expect(judgeClicks(undrawn)).toEqual(['No card and no answer told UADA the end of click click 1.'])
})

test('answers given twice are caught, unless one was lost on its way', () => {
  const world = perfectWorld()
  const [answer] = world.privateAnswers
  const twice = { ...world, privateAnswers: answer === undefined ? [] : [answer, answer, answer] }
  expect(judgeClicks(twice)).toEqual([expect.stringContaining('3 private answers were given to 2 clicks')])
  expect(judgeClicks({ ...twice, excuses: 1 })).toEqual([])
})
