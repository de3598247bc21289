import { describe, expect, it } from 'vitest'
import { backoff } from '../../src/shared/backoff.ts'
import { createTasks } from '../../src/shared/tasks.ts'
import { createHandClock, createReadableLog } from './hand-clock.ts'

function createTestTasks() {
  const clock = createHandClock()
  const log = createReadableLog()
  const tasks = createTasks(clock, log)
  /** Starts work that ends when the returned function is called. */
  const begin = (name: string) => {
    let end = () => {}
    const work = new Promise<void>((resolve) => {
      end = resolve
    })
    tasks.start(name, () => work)
    return () => end()
  }
  return { clock, log, tasks, begin }
}

describe('work that goes on', () => {
  it('is counted until it ends', async () => {
    const { clock, tasks, begin } = createTestTasks()
    const ends = [begin('one'), begin('other')]
    expect(tasks.running()).toBe(2)
    ends[0]?.()
    await clock.advance(0)
    expect(tasks.running()).toBe(1)
    ends[1]?.()
    await clock.advance(0)
    expect(tasks.running()).toBe(0)
  })

  it('that fails is logged by name, without the error’s message', async () => {
    const { clock, log, tasks } = createTestTasks()
    tasks.start('carry-out', () => Promise.reject(new RangeError('grace@example.com')))
    await clock.advance(0)
    expect(log.lines).toMatchObject([{ level: 'error', facts: { task: 'carry-out', error: 'RangeError' } }])
    expect(JSON.stringify(log.lines)).not.toContain('grace')
    expect(tasks.running()).toBe(0)
  })
})

describe('draining', () => {
  it('is over at once if nothing is running', async () => {
    const { tasks } = createTestTasks()
    expect(await tasks.drain(25_000)).toBe(true)
  })

  it('waits for running work, and for what that work starts', async () => {
    const { clock, tasks, begin } = createTestTasks()
    let endSecond = () => {}
    const endFirst = begin('first')
    tasks.start('starter', async () => {
      await clock.sleep(1000)
      endSecond = begin('second')
    })
    let isDrained = false
    const drained = tasks.drain(25_000).then((all) => {
      isDrained = true
      return all
    })
    await clock.advance(1000)
    endFirst()
    await clock.advance(0)
    expect(isDrained).toBe(false)
    endSecond()
    expect(await drained).toBe(true)
  })

  it('gives up after its time and says so', async () => {
    const { clock, tasks, begin } = createTestTasks()
    const end = begin('hanging')
    const drained = tasks.drain(25_000)
    await clock.advance(25_000)
    expect(await drained).toBe(false)
    end()
  })
})

describe('the wait before the next try', () => {
  const rates = { first: 500, most: 8000 }

  it.each([
    [1, 250, 500],
    [2, 500, 1000],
    [3, 1000, 2000],
    [5, 4000, 8000],
    [50, 4000, 8000],
    [0, 250, 500],
  ])('after %d tries is between %d and %d ms', (tries, least, most) => {
    for (let repeat = 0; repeat < 50; repeat += 1) {
      const wait = backoff(tries, rates)
      expect(wait).toBeGreaterThanOrEqual(least)
      expect(wait).toBeLessThanOrEqual(most)
    }
  })

  it('is not the same every time', () => {
    expect(new Set(Array.from({ length: 20 }, () => backoff(3, rates))).size).toBeGreaterThan(1)
  })
})
