import { describe, expect, it } from 'vitest'
import { again, done, type Retrying, retry } from '../../src/shared/retry.ts'
import { createHandClock } from './hand-clock.ts'

/** A call that fails until its `works`-th try. */
function open(options: Partial<Retrying> = {}, works = Number.POSITIVE_INFINITY, after = 0) {
  const clock = createHandClock()
  const tries: number[] = []
  const ended = retry({ clock, pause: { first: 1000, most: 4000 }, ...options }, async (number) => {
    tries.push(number)
    return number < works ? again(after) : done(`worked at try ${number}`)
  })
  return { clock, tries, ended }
}

describe('a call that is tried again', () => {
  it('is made once if it works', async () => {
    const { clock, tries, ended } = open({}, 1)
    expect(await ended).toBe('worked at try 1')
    expect(tries).toEqual([1])
    expect(clock.waits()).toEqual([])
  })

  it('is made again after a pause that grows, up to the longest', async () => {
    const { clock, tries, ended } = open({}, 6)
    const pauses: number[] = []
    while (tries.length < 6) {
      await clock.advance(0)
      const [pause = 0] = clock.waits()
      pauses.push(pause)
      await clock.advance(pause)
    }
    expect(await ended).toBe('worked at try 6')
    for (const [index, most] of [1000, 2000, 4000, 4000, 4000].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(most / 2)
      expect(pauses[index]).toBeLessThanOrEqual(most)
    }
  })

  it('is left alone for at least as long as the other side wants', async () => {
    const { clock, tries, ended } = open({}, 2, 30_000)
    await clock.advance(29_999)
    expect(tries).toEqual([1])
    await clock.advance(1)
    expect(await ended).toBe('worked at try 2')
  })

  it('is given up after so many tries, without a pause after the last', async () => {
    const { clock, tries, ended } = open({ tries: 3 })
    await clock.advance(10_000)
    expect(await ended).toBeNull()
    expect(tries).toEqual([1, 2, 3])
    expect(clock.waits()).toEqual([])
  })

  it('is given up at its deadline, without a pause that would last until then', async () => {
    const { now } = createHandClock()
    const { clock, tries, ended } = open({ until: new Date(now().getTime() + 3000) }, 9, 1000)
    await clock.advance(2999)
    expect(await ended).toBeNull()
    expect(tries.length).toBeGreaterThanOrEqual(2)
    expect(tries.length).toBeLessThanOrEqual(3)
    expect(clock.waits()).toEqual([])
  })

  it('is given up by a signal in the middle of a pause, at once', async () => {
    const stopping = new AbortController()
    const { clock, tries, ended } = open({ signal: stopping.signal })
    await clock.advance(0)
    stopping.abort()
    expect(await ended).toBeNull()
    expect(tries).toEqual([1])
  })

  it('is not made at all if the signal was given before', async () => {
    const { tries, ended } = open({ signal: AbortSignal.abort() }, 1)
    expect(await ended).toBeNull()
    expect(tries).toEqual([])
  })

  it('throws what it throws, and is not made again', async () => {
    const clock = createHandClock()
    const throwing = retry({ clock, pause: { first: 1000, most: 1000 } }, () =>
      Promise.reject(new Error('broken')),
    )
    await expect(throwing).rejects.toThrow('broken')
    expect(clock.waits()).toEqual([])
  })
})
