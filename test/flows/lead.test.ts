// Of several processes on one store one leads, and another as soon as it does not any more.
import { expect, test } from 'vitest'
import { createLead } from '../../src/flows/lead.ts'
import type { Clock } from '../../src/shared/clock.ts'
import { openStore } from '../store/open-store.ts'
import { quiet } from '../store/postgres/replicas.ts'

async function openTwo() {
  const { ledger, clock: still } = await openStore()
  const elections: string[] = []
  const clock: Clock = { now: still.now, sleep: async () => {} }
  const process = (holder: string) =>
    createLead({ ledger, holder, clock, log: quiet, elected: () => elections.push(holder) })
  return { clock: still, elections, one: process('one'), other: process('other') }
}

test('whoever asks first leads, and goes on leading while it asks', async () => {
  const { clock, elections, one, other } = await openTwo()
  expect(one.isHeld()).toBe(false)
  for (const _ of Array(10)) {
    await one.turn()
    await other.turn()
    expect([one.isHeld(), other.isHeld()]).toEqual([true, false])
    clock.advance(2500)
  }
  expect(elections).toEqual(['one'])
})

test('a leader that dies is followed within 15 seconds', async () => {
  const { clock, elections, one, other } = await openTwo()
  await one.turn()
  let waited = 0
  while (!other.isHeld()) {
    clock.advance(2500)
    waited += 2500
    await other.turn()
  }
  expect(waited).toBeLessThanOrEqual(15_000)
  expect(elections).toEqual(['one', 'other'])
})

test('a leader that can’t ask stops leading before another can begin', async () => {
  const { clock, one, other } = await openTwo()
  await one.turn()
  clock.advance(8000)
  expect(one.isHeld()).toBe(false)
  await other.turn()
  expect(other.isHeld()).toBe(false)
  clock.advance(2000)
  await other.turn()
  expect(other.isHeld()).toBe(true)
})

test('one that wakes up finds that it leads no more, and leads again when it is free', async () => {
  const { clock, elections, one, other } = await openTwo()
  await one.turn()
  clock.advance(10_000)
  await other.turn()
  await one.turn()
  expect([one.isHeld(), other.isHeld()]).toEqual([false, true])
  await other.giveUp()
  await one.turn()
  expect([one.isHeld(), other.isHeld()]).toEqual([true, false])
  expect(elections).toEqual(['one', 'other', 'one'])
})
