// After a jump of the clock nothing is forgotten for an hour, also if the clock jumped while the bot was off.
import { expect, test } from 'vitest'
import { createSteadyForgetting } from '../../src/discover/forget-when-steady.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { openStore, type Store } from '../store/open-store.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const retention = 400 * day

/** A process on the store. Its other clock can only go on. */
function startProcess(store: Store, goesOn: (before: number) => number | null = () => null) {
  const log = createReadableLog()
  const cuts: number[] = []
  let elapsed = 0
  const turn = createSteadyForgetting({
    ledger: store.ledger,
    retention,
    elapsed: () => elapsed,
    log,
    forget: async (before) => {
      cuts.push(before)
      return goesOn(before)
    },
  })
  return {
    log,
    cuts,
    turn: () => turn(new AbortController().signal),
    /** Time passes as it does. */
    pass: (milliseconds: number) => {
      elapsed += milliseconds
      store.clock.advance(milliseconds)
    },
    /** The clock is set to another time, or Countersign is off. */
    jump: (milliseconds: number) => store.clock.advance(milliseconds),
    told: () => log.lines.map(({ message }) => message.slice(0, message.indexOf(':'))),
  }
}

const nothing = 'so nothing old is deleted'

test('what is older than the retention is forgotten at the start, and once a day', async () => {
  const store = await openStore()
  const bot = startProcess(store)
  const begun = store.clock.now().getTime()
  for (let minutes = 0; minutes <= 2 * 24 * 60; minutes += 10) {
    await bot.turn()
    bot.pass(10 * minute)
  }
  expect(bot.cuts).toEqual([0, 1, 2].map((days) => begun + days * day - retention))
  expect(bot.log.lines).toEqual([])
})

test('a clock that jumps to 2035 forgets nothing until it was steady for an hour', async () => {
  const store = await openStore()
  const bot = startProcess(store)
  await bot.turn()
  bot.pass(10 * minute)
  const expected = store.clock.now().toISOString()
  bot.jump(9 * 365 * day)
  for (let turns = 0; turns < 6; turns += 1) {
    await bot.turn()
    bot.pass(10 * minute)
  }
  expect(bot.cuts).toHaveLength(1)
  expect(bot.log.lines).toEqual([
    {
      level: 'error',
      facts: { flow: 'forget', clock: expect.stringMatching(/^2035-/), expected },
      message: expect.stringContaining(nothing),
    },
  ])
  await bot.turn()
  expect(bot.told()).toEqual([
    `the clock has jumped by more than a day, ${nothing} until it was steady for an hour`,
    'the clock was steady for an hour',
  ])
})

test('a clock that is set right again has jumped too, and the hour begins anew', async () => {
  const bot = startProcess(await openStore())
  await bot.turn()
  for (const years of [9, -9]) {
    bot.jump(years * 365 * day)
    await bot.turn()
    bot.pass(50 * minute)
  }
  await bot.turn()
  expect(bot.told()).toHaveLength(2)
  bot.pass(10 * minute)
  await bot.turn()
  expect(bot.told()).toHaveLength(3)
  bot.pass(day)
  await bot.turn()
  expect(bot.cuts).toHaveLength(2)
})

test.each([
  ['2035', 9 * 365 * day],
  ['a week later', 7 * day],
  ['a month before', -30 * day],
])('a bot that starts in %s waits for an hour, and then forgets', async (_, away) => {
  const store = await openStore()
  await startProcess(store).turn()
  const lastNoted = store.clock.now().toISOString()
  const bot = startProcess(store)
  bot.jump(away)
  await bot.turn()
  expect(bot.cuts).toEqual([])
  expect(bot.log.lines).toEqual([
    {
      level: 'warn',
      facts: { flow: 'forget', clock: store.clock.now().toISOString(), lastNoted },
      message: expect.stringContaining(nothing),
    },
  ])
  bot.pass(hour)
  await bot.turn()
  expect(bot.cuts).toEqual([store.clock.now().getTime() - retention])
})

test('a restart within the hour, or another process that takes the lead, begins the hour anew', async () => {
  const store = await openStore()
  await startProcess(store).turn()
  const first = startProcess(store)
  first.jump(7 * day)
  await first.turn()
  first.pass(50 * minute)
  await first.turn()
  const second = startProcess(store)
  await second.turn()
  second.pass(50 * minute)
  await second.turn()
  expect(second.told()).toEqual([`the clock was not steady before this start, ${nothing} for an hour`])
  second.pass(10 * minute)
  await second.turn()
  expect([first.cuts, second.cuts.length]).toEqual([[], 1])
  // From now on, every start believes the clock.
  const third = startProcess(store)
  await third.turn()
  expect([third.cuts.length, third.told()]).toEqual([1, []])
})

test('if the day’s limit was reached, forgetting goes on when the next day begins', async () => {
  const store = await openStore()
  const bot = startProcess(store, (before) => before + retention + 3 * hour)
  await bot.turn()
  bot.pass(3 * hour - 1)
  await bot.turn()
  expect(bot.cuts).toHaveLength(1)
  bot.pass(1)
  await bot.turn()
  expect(bot.cuts).toHaveLength(2)
})

test('what could not be forgotten is tried again with the next turn', async () => {
  let fails = true
  const bot = startProcess(await openStore(), () => {
    if (fails) throw new Error('out of reach')
    return null
  })
  await expect(bot.turn()).rejects.toThrow('out of reach')
  fails = false
  bot.pass(10 * minute)
  await bot.turn()
  expect(bot.cuts).toHaveLength(2)
})
