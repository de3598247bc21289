import { describe, expect, it } from 'vitest'
import { createInFlight, type InFlight } from '../../src/shared/in-flight.ts'

/** Work that the test ends. */
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

/** Asks for work that begins as soon as it may; resolves once it has begun, or waits for a run to end. */
async function asked(inFlight: InFlight, work: () => Promise<void>) {
  const ended = inFlight.inSlot('a', true, async (begin) => {
    if (begin()) await work()
  })
  ended.catch(() => undefined)
  await settle()
  return { ended }
}

describe('work that runs once more if it was asked for while it ran', () => {
  it('runs once more for all callers, and each call ends with the run that covers it', async () => {
    const inFlight = createInFlight()
    const { work, run, runs } = createSlowWork()
    const ended: string[] = []
    const ask = async (name: string) => {
      const one = await asked(inFlight, work)
      void one.ended.then(() => void ended.push(name))
    }
    await ask('first')
    await ask('second')
    await ask('third')
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

  it('runs once more even after a run that failed', async () => {
    const inFlight = createInFlight()
    const { work, run } = createSlowWork()
    const first = await asked(inFlight, work)
    const second = await asked(inFlight, work)
    run(0).fail()
    await expect(first.ended).rejects.toThrow('broken')
    await settle()
    run(1).end()
    await second.ended
  })

  it('never runs twice at once, even if a caller asks again at the end of the first run', async () => {
    const inFlight = createInFlight()
    const { work, run, runs, mostAtOnce } = createSlowWork()
    const first = await asked(inFlight, work)
    const again = first.ended.then(async () => (await asked(inFlight, work)).ended)
    const second = await asked(inFlight, work)
    run(0).end()
    await settle()
    expect(runs).toHaveLength(2)
    run(1).end()
    await Promise.all([again, second.ended])
    expect(mostAtOnce()).toBe(1)
    expect(runs).toHaveLength(2)
    expect(inFlight.isRunning('a')).toBe(false)
  })
})

/** Work that waits for a turn: `next` gives the turn to the named one; counts how much work runs. */
function createQueue() {
  const inFlight = createInFlight()
  const turns = new Map<string, () => void>()
  const begun: string[] = []
  const { work, run, runs, mostAtOnce } = createSlowWork()
  const ask = (name: string, isUrgent = false) =>
    inFlight.inSlot('key', isUrgent, async (begin) => {
      await new Promise<void>((resolve) => turns.set(name, resolve))
      if (!begin()) return
      begun.push(name)
      await work()
    })
  const next = async (name: string) => {
    await settle()
    turns.get(name)?.()
    await settle()
  }
  /** Ends the run that began last. */
  const end = async () => {
    run(runs.length - 1).end()
    await settle()
  }
  return { inFlight, ask, next, begun, end, mostAtOnce, asked: () => [...turns.keys()] }
}

describe('work that waits for its turn', () => {
  it('covers every call made before it has begun', async () => {
    const { inFlight, ask, next, begun, end, asked } = createQueue()
    const asking = [ask('first'), ask('second')]
    expect(inFlight.isRunning('key')).toBe(false)
    await next('first')
    expect(inFlight.isRunning('key')).toBe(true)
    await end()
    await Promise.all(asking)
    expect(begun).toEqual(['first'])
    expect(asked()).toEqual(['first'])
  })

  it('waits once more for all later calls, and never runs twice at once', async () => {
    const { ask, next, begun, mostAtOnce, end, asked } = createQueue()
    const first = ask('first')
    await next('first')
    const others = [ask('second'), ask('third')]
    await settle()
    expect(asked()).toEqual(['first'])
    await end()
    await first
    await next('second')
    await end()
    await Promise.all(others)
    expect(begun).toEqual(['first', 'second'])
    expect(mostAtOnce()).toBe(1)
  })

  it('is done by the more urgent call, not by the one that waited before', async () => {
    const { ask, next, begun, end } = createQueue()
    const asking = [ask('background'), ask('click', true), ask('late background'), ask('late click', true)]
    await next('background')
    expect(begun).toEqual([])
    await next('click')
    expect(begun).toEqual(['click'])
    await end()
    await Promise.all(asking)
  })

  it('is done by one call only, even if the less urgent turn comes while the other works', async () => {
    const { ask, next, begun, mostAtOnce, end } = createQueue()
    const asking = [ask('background'), ask('click', true)]
    await next('click')
    await next('background')
    await end()
    await Promise.all(asking)
    expect(begun).toEqual(['click'])
    expect(mostAtOnce()).toBe(1)
  })

  it('covers a caller that waited for the first run and asks again at its end', async () => {
    const { ask, next, begun, end, mostAtOnce } = createQueue()
    const again = ask('first').then(() => ask('again'))
    await next('first')
    const second = ask('second')
    await end()
    await next('second')
    await end()
    await Promise.all([again, second])
    expect(begun).toEqual(['first', 'second'])
    expect(mostAtOnce()).toBe(1)
  })

  it('can be asked for again after it failed or ended without having begun', async () => {
    const inFlight = createInFlight()
    await inFlight.inSlot('key', false, async () => {})
    const failing = inFlight.inSlot('key', false, async (begin) => {
      begin()
      throw new Error('No disk')
    })
    await expect(failing).rejects.toThrow('No disk')
    let begun = false
    await inFlight.inSlot('key', false, async (begin) => {
      begun = begin()
    })
    expect(begun).toBe(true)
  })
})
