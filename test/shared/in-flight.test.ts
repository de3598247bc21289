import { describe, expect, it } from 'vitest'
import { createInFlight } from '../../src/shared/in-flight.ts'

/** Work that ends when the test says so. */
function createSlowWork() {
  const runs: { end(): void; fail(): void }[] = []
  let atOnce = 0
  let mostAtOnce = 0
  const work = async () => {
    atOnce += 1
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    try {
      await new Promise<void>((resolve, reject) => {
        runs.push({ end: resolve, fail: () => reject(new Error('broken')) })
      })
    } finally {
      atOnce -= 1
    }
  }
  const run = (index: number) => {
    const found = runs[index]
    if (found === undefined) throw new Error(`Run ${index} has not begun`)
    return found
  }
  return { work, run, runs, mostAtOnce: () => mostAtOnce }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('work that is skipped while it runs', () => {
  it('runs once at a time for a key, and again afterwards', async () => {
    const inFlight = createInFlight()
    const { work, run, runs } = createSlowWork()
    const first = inFlight.unlessRunning('a', work)
    expect(inFlight.isRunning('a')).toBe(true)
    expect(await inFlight.unlessRunning('a', work)).toBe(false)
    run(0).end()
    expect(await first).toBe(true)
    expect(inFlight.isRunning('a')).toBe(false)

    const second = inFlight.unlessRunning('a', work)
    run(1).end()
    expect(await second).toBe(true)
    expect(runs).toHaveLength(2)
  })

  it('runs for another key at the same time', async () => {
    const inFlight = createInFlight()
    const { work, run } = createSlowWork()
    const both = [inFlight.unlessRunning('a', work), inFlight.unlessRunning('b', work)]
    run(0).end()
    run(1).end()
    expect(await Promise.all(both)).toEqual([true, true])
  })

  it('throws what it throws, and may run again', async () => {
    const inFlight = createInFlight()
    const { work, run } = createSlowWork()
    const failing = inFlight.unlessRunning('a', work)
    run(0).fail()
    await expect(failing).rejects.toThrow('broken')
    expect(inFlight.isRunning('a')).toBe(false)
  })
})

describe('work that runs once more if it was asked for while it ran', () => {
  it('runs once more for all who asked, and each is told when the run that covers it has ended', async () => {
    const inFlight = createInFlight()
    const { work, run, runs } = createSlowWork()
    const ended: string[] = []
    const ask = (name: string) => inFlight.onceMore('a', work).then(() => void ended.push(name))
    void ask('first')
    void ask('second')
    void ask('third')
    expect(runs).toHaveLength(1)
    run(0).end()
    await settle()
    expect(ended).toEqual(['first'])
    expect(inFlight.isRunning('a')).toBe(true)
    run(1).end()
    await settle()
    expect(ended).toEqual(['first', 'second', 'third'])
    expect(inFlight.isRunning('a')).toBe(false)
    expect(runs).toHaveLength(2)
  })

  it('runs once more also after a run that failed', async () => {
    const inFlight = createInFlight()
    const { work, run } = createSlowWork()
    const first = inFlight.onceMore('a', work)
    const second = inFlight.onceMore('a', work)
    run(0).fail()
    await expect(first).rejects.toThrow('broken')
    await settle()
    run(1).end()
    await second
  })

  it('never runs twice at once, not even if whoever waited for the first run asks again at its end', async () => {
    const inFlight = createInFlight()
    const { work, run, runs, mostAtOnce } = createSlowWork()
    const again = inFlight.onceMore('a', work).then(() => inFlight.onceMore('a', work))
    const second = inFlight.onceMore('a', work)
    run(0).end()
    await settle()
    expect(runs).toHaveLength(2)
    run(1).end()
    await Promise.all([again, second])
    expect(mostAtOnce()).toBe(1)
    expect(runs).toHaveLength(2)
    expect(inFlight.isRunning('a')).toBe(false)
  })
})
