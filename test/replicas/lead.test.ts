// Of several processes on one store one leads, and another takes over as soon as it no longer does.
import { expect, test } from 'vitest'
import { createLead } from '../../src/replicas/lead.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { openStore } from '../store/open-store.ts'

async function openTwo() {
  const { ledger, clock: still } = await openStore()
  const elections: string[] = []
  const elapsed = () => still.now().getTime()
  const logs = { one: createReadableLog(), other: createReadableLog() }
  const process = (holder: 'one' | 'other') =>
    createLead({ ledger, holder, elapsed, log: logs[holder], elected: () => elections.push(holder) })
  const said = (holder: 'one' | 'other') =>
    logs[holder].lines.map(({ message, facts }) => `${message} (${facts['fence']})`)
  return { clock: still, elections, said, one: process('one'), other: process('other') }
}

test('the process that asks first leads, and keeps leading while it asks', async () => {
  const { clock, elections, one, other } = await openTwo()
  expect(one.isHeld()).toBe(false)
  for (const _ of Array(10)) {
    await one.turn()
    await other.turn()
    expect([one.isHeld(), other.isHeld()]).toEqual([true, false])
    clock.advance(1500)
  }
  expect(elections).toEqual(['one'])
})

test('another process leads within 15 seconds of a leader’s death', async () => {
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

test('a leader that can’t renew its lease stops leading before another can begin', async () => {
  const { clock, one, other } = await openTwo()
  await one.turn()
  clock.advance(5000)
  expect(one.isHeld()).toBe(false)
  await other.turn()
  expect(other.isHeld()).toBe(false)
  clock.advance(1000)
  await other.turn()
  expect(other.isHeld()).toBe(true)
})

test('a process that wakes up finds that it no longer leads, and leads again when the lead is free', async () => {
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

test('a leader that was paused while another took over says once that it no longer leads', async () => {
  const { clock, said, one, other } = await openTwo()
  await one.turn()
  clock.advance(10_000)
  await other.turn()
  await one.turn()
  clock.advance(1500)
  await one.turn()
  expect(said('one')).toEqual(['this process leads (1)', 'another process leads now (1)'])
  expect(said('other')).toEqual(['this process leads (2)'])
})

test('a process that never led does not say that another does', async () => {
  const { said, one, other } = await openTwo()
  await one.turn()
  await other.turn()
  expect(said('other')).toEqual([])
})

test('a leader that could not ask for a while but still leads checks everything and does not announce itself again', async () => {
  const { clock, elections, said, one } = await openTwo()
  await one.turn()
  clock.advance(10_000)
  await one.turn()
  expect(elections).toEqual(['one', 'one'])
  expect(said('one')).toEqual(['this process leads (1)'])
})

test('a process that leads again after another did says so, with a higher fence', async () => {
  const { clock, said, one, other } = await openTwo()
  await one.turn()
  clock.advance(10_000)
  await other.turn()
  // It did not ask while the other one led.
  clock.advance(10_000)
  await one.turn()
  expect(said('one')).toEqual(['this process leads (1)', 'this process leads (3)'])
})
