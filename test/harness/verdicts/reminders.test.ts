import { expect, it } from 'vitest'
import type { Evidence } from '../world/evidence.ts'
import { perfectWorld, withCard } from './perfect-world.ts'
import { judgeReminders } from './reminders.ts'

const hour = 60 * 60_000

function reminded(...all: readonly (readonly [at: number, messageId: string])[]): Evidence {
  const world = perfectWorld()
  const reminders = all.map(([at, messageId]) => ({
    channel: 'C0SIGNUPS',
    ts: `9.${at}`,
    messageId,
    isDeleted: false,
    versions: [{ at, words: 'Still waiting ⏰ Waiting for a decision, the longest first:', buttons: [] }],
  }))
  return { ...world, cards: [...world.cards, ...reminders] }
}

it('a reminder every four hours is fine, and so is a second copy of one', () => {
  expect(judgeReminders(perfectWorld())).toEqual([])
  expect(judgeReminders(reminded([0, 'a'], [4 * hour, 'b']))).toEqual([])
  expect(judgeReminders(reminded([0, 'a'], [hour, 'a']))).toEqual([])
})

it('two within four hours are wrong', () => {
  expect(judgeReminders(reminded([0, 'a'], [4 * hour - 1, 'b']))).toHaveLength(1)
})

function told(...all: readonly (readonly [at: number, messageId: string])[]): Evidence {
  const world = perfectWorld()
  const pools = world.pools.map((pool) => ({ ...pool, name: 'Customers', digestHour: 9 }))
  const words = 'Daily digest 📊 Since 9:00 in pool Customers: 2 sign-ups came.'
  const cards = all.map(([at, messageId]) => ({
    channel: 'C0SIGNUPS',
    ts: `9.${at}`,
    messageId,
    isDeleted: false,
    versions: [{ at, words, buttons: [] }],
  }))
  return { ...world, pools, cards: [...world.cards, ...cards] }
}

it('a daily digest once a day is fine, however late in it, and so is a second copy of one', () => {
  expect(judgeReminders(told([20 * hour, 'a'], [33 * hour, 'b']))).toEqual([])
  expect(judgeReminders(told([9 * hour, 'a'], [10 * hour, 'a']))).toEqual([])
})

it('a second daily digest of a day is wrong', () => {
  expect(judgeReminders(told([20 * hour, 'a'], [33 * hour - 1, 'b']))).toHaveLength(1)
})

it('a lapse that is worded as a refusal is wrong', () => {
  const saying = (words: string) =>
    withCard('message ben', () => ({ versions: [{ at: 1, words, buttons: [] }] }))
  expect(judgeReminders(saying('Sign-up lapsed ben ⌛ Lapsed: nobody had decided.'))).toEqual([])
  expect(judgeReminders(saying('Sign-up lapsed ben: it was refused.'))).toHaveLength(1)
})
