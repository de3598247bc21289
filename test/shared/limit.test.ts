import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createLimit, createLimits, type Limit, shareOf } from '../../src/shared/limit.ts'

/** Timers may fire a moment early, and the machine may be busy. */
const tolerance = 5

function recorder(limit: Limit) {
  const starts: { readonly name: string; readonly at: number }[] = []
  const started = (name: string) => async () => {
    starts.push({ name, at: performance.now() })
  }
  const schedule = (name: string, urgency: 'click' | 'background' = 'background') =>
    limit.schedule(urgency, started(name))
  const names = () => starts.map(({ name }) => name)
  return { starts, schedule, started, names }
}

describe('a limit', () => {
  it('starts at once as much as it has places for', async () => {
    const { schedule, names } = recorder(createLimit({ calls: 3, per: 10_000 }))
    await Promise.all(['a', 'b', 'c'].map((name) => schedule(name)))
    expect(names()).toEqual(['a', 'b', 'c'])
  })

  it('needs no timer while it has places', () => {
    const { schedule, names } = recorder(createLimit({ calls: 2, per: 10_000 }))
    for (const name of ['a', 'b', 'c']) void schedule(name)
    expect(names()).toEqual(['a', 'b'])
  })

  it('lets nothing overtake what waits, and counts what starts either way', async () => {
    const per = 60
    const { starts, schedule, names } = recorder(createLimit({ calls: 2, per }))
    const all: Promise<void>[] = []
    for (const index of Array(12).keys()) {
      all.push(schedule(String(index)))
      await wait(index % 3 === 0 ? 25 : 1)
    }
    await Promise.all(all)
    expect(names()).toEqual(Array.from({ length: 12 }, (_, index) => String(index)))
    for (const [index, start] of starts.entries()) {
      const thirdAfter = starts[index + 2]
      if (thirdAfter !== undefined) expect(thirdAfter.at - start.at).toBeGreaterThan(per - tolerance)
    }
  })

  it('lets a click go before everything that can wait', async () => {
    const { schedule, names } = recorder(createLimit({ calls: 1, per: 250 }))
    await schedule('poll 1')
    const background = ['poll 2', 'poll 3'].map((name) => schedule(name))
    const clicks = ['click 1', 'click 2'].map((name) => schedule(name, 'click'))
    await Promise.all([...background, ...clicks])
    expect(names()).toEqual(['poll 1', 'click 1', 'click 2', 'poll 2', 'poll 3'])
  })

  it('serves persons in turn, and approvers before all others', async () => {
    const limit = createLimit({ calls: 1, per: 50 })
    const { schedule, started, names } = recorder(limit)
    const ask = (name: string, isApprover: boolean) =>
      limit.schedule('click', started(name), { userId: name.slice(0, 3), isApprover })
    await schedule('poll 1')
    const poll = schedule('poll 2')
    const eve = ['eve 1', 'eve 2', 'eve 3'].map((name) => ask(name, false))
    const others = [ask('mal 1', false), ask('ada 1', true), ask('ada 2', true), ask('bob 1', true)]
    await Promise.all([poll, ...eve, ...others])
    const order = ['ada 1', 'bob 1', 'ada 2', 'eve 1', 'mal 1', 'eve 2', 'eve 3', 'poll 2']
    expect(names()).toEqual(['poll 1', ...order])
  })

  it('never starts more than its number within any window', async () => {
    const per = 100
    const { starts, schedule } = recorder(createLimit({ calls: 3, per }))
    const early = ['1', '2'].map((name) => schedule(name))
    await wait(per * 0.7)
    await Promise.all([...early, ...['3', '4', '5', '6', '7', '8'].map((name) => schedule(name))])
    for (const [index, start] of starts.entries()) {
      const fourthAfter = starts[index + 3]
      if (fourthAfter !== undefined) expect(fourthAfter.at - start.at).toBeGreaterThan(per - tolerance)
    }
    expect(starts).toHaveLength(8)
  })

  it('uses all its places again once they are back', async () => {
    const { starts, schedule } = recorder(createLimit({ calls: 2, per: 50 }))
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(['a', 'b'].map((name) => schedule(name)))
      await wait(80)
    }
    expect(starts).toHaveLength(4)
  })

  it('starts nothing while it is held, not even a click, and carries on afterwards', async () => {
    const limit = createLimit({ calls: 5, per: 20 })
    const { starts, schedule, names } = recorder(limit)
    const heldAt = performance.now()
    limit.hold(120)
    await Promise.all([schedule('poll'), schedule('click', 'click')])
    expect(names()).toEqual(['click', 'poll'])
    expect((starts[0]?.at ?? 0) - heldAt).toBeGreaterThan(120 - tolerance)
  })

  it('stays held as long as the longer of two holds', async () => {
    const limit = createLimit({ calls: 5, per: 20 })
    const { starts, schedule } = recorder(limit)
    const heldAt = performance.now()
    limit.hold(120)
    limit.hold(40)
    await schedule('poll')
    expect((starts[0]?.at ?? 0) - heldAt).toBeGreaterThan(120 - tolerance)
  })

  it('carries on while what it started is still running', async () => {
    const limit = createLimit({ calls: 1, per: 30 })
    const { promise, resolve } = Promise.withResolvers<void>()
    const long = limit.schedule('background', () => promise)
    await limit.schedule('background', async () => {})
    resolve()
    await long
  })

  it('tells how many have not had their turn', async () => {
    const limit = createLimit({ calls: 1, per: 60_000 })
    const { schedule } = recorder(limit)
    expect(limit.queued()).toBe(0)
    const [first] = ['1', '2', '3'].map((name) => schedule(name))
    await first
    expect(limit.queued()).toBe(2)
  })

  it('returns what the job returns and throws what it throws, which also costs a place', async () => {
    const limit = createLimit({ calls: 1, per: 60 })
    const began = performance.now()
    await expect(limit.schedule('click', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await limit.schedule('click', () => Promise.resolve('yes'))).toBe('yes')
    expect(performance.now() - began).toBeGreaterThan(60 - tolerance)
  })
})

describe('limits by key', () => {
  it('are one per key, made once', async () => {
    const limitOf = createLimits({ calls: 1, per: 10_000 })
    expect(limitOf('C1')).toBe(limitOf('C1'))
    const one = recorder(limitOf('C1'))
    const other = recorder(limitOf('C2'))
    await Promise.all([one.schedule('a'), other.schedule('b')])
    expect([...one.names(), ...other.names()]).toEqual(['a', 'b'])
  })
})

describe('a share of a rate', () => {
  it('is a part of the calls, rounded down', () => {
    expect(shareOf({ calls: 45, per: 60_000 }, 1)).toEqual({ calls: 45, per: 60_000 })
    expect(shareOf({ calls: 45, per: 60_000 }, 4)).toEqual({ calls: 11, per: 60_000 })
  })

  it('is one call in a longer time if there are fewer calls than processes', () => {
    expect(shareOf({ calls: 1, per: 1050 }, 3)).toEqual({ calls: 1, per: 3150 })
  })
})
