import { describe, expect, it } from 'vitest'
import { createMemory } from '../../src/shared/remember.ts'
import { createHandClock } from './hand-clock.ts'

/** A memory of answers that come when the test gives them. */
function createSlowMemory() {
  const clock = createHandClock()
  const asked: string[] = []
  const questions: { answer(value: string): void; fail(): void }[] = []
  const memory = createMemory<string>(clock, 60_000, (key) => {
    asked.push(key)
    return new Promise((resolve, reject) => {
      questions.push({ answer: resolve, fail: () => reject(new Error('Slack does not answer')) })
    })
  })
  const question = (index: number) => {
    const found = questions[index]
    if (found === undefined) throw new Error(`Question ${index} was not asked`)
    return found
  }
  return { clock, asked, memory, question }
}

describe('an answer that is remembered', () => {
  it('is asked for once, however many callers want it', async () => {
    const { asked, memory, question } = createSlowMemory()
    const both = Promise.all([memory.get('S1'), memory.get('S1')])
    question(0).answer('ada')
    expect(await both).toEqual(['ada', 'ada'])
    expect(asked).toEqual(['S1'])
  })

  it('is asked for once per key', async () => {
    const { asked, memory, question } = createSlowMemory()
    const both = Promise.all([memory.get('S1'), memory.get('S2')])
    question(0).answer('ada')
    question(1).answer('bob')
    expect(await both).toEqual(['ada', 'bob'])
    expect(asked).toEqual(['S1', 'S2'])
  })

  it('does not last longer because the clock steps back', async () => {
    const { clock, asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    question(0).answer('ada')
    await first
    await clock.advance(-3_600_000)
    void memory.get('S1')
    expect(asked).toEqual(['S1', 'S1'])
  })

  it('lasts for its life, counted from the question', async () => {
    const { clock, asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    await clock.advance(5000)
    question(0).answer('ada')
    await first
    await clock.advance(54_999)
    expect(await memory.get('S1')).toBe('ada')
    await clock.advance(1)
    void memory.get('S1')
    expect(asked).toHaveLength(2)
  })

  it('is not kept if the question failed', async () => {
    const { asked, memory, question } = createSlowMemory()
    const failed = memory.get('S1')
    question(0).fail()
    await expect(failed).rejects.toThrow('does not answer')
    const again = memory.get('S1')
    question(1).answer('ada')
    expect(await again).toBe('ada')
    expect(asked).toHaveLength(2)
  })

  it('is a failure for as long as failures are remembered, counted from the failure', async () => {
    const clock = createHandClock()
    let asked = 0
    const ask = async () => {
      asked += 1
      await clock.sleep(1000)
      throw new Error('Slack does not answer')
    }
    const memory = createMemory<string>(clock, 60_000, ask, 2000)
    const fails = () => expect(memory.get('S1')).rejects.toThrow('does not answer')
    await Promise.all([fails(), fails(), clock.advance(1000)])
    await clock.advance(1999)
    await fails()
    expect([asked, memory.lapsesWithin('S1', 0)]).toEqual([1, true])
    await clock.advance(1)
    await Promise.all([fails(), clock.advance(1000)])
    expect(asked).toBe(2)
  })

  it('is not forgotten if an older question fails late', async () => {
    const { clock, asked, memory, question } = createSlowMemory()
    const old = memory.get('S1')
    await clock.advance(60_000)
    const fresh = memory.get('S1')
    question(1).answer('ada')
    await fresh
    question(0).fail()
    await expect(old).rejects.toThrow()
    expect(await memory.get('S1')).toBe('ada')
    expect(asked).toHaveLength(2)
  })
})

describe('news about what is known', () => {
  it('changes it', async () => {
    const { memory, question } = createSlowMemory()
    const asked = memory.get('S1')
    question(0).answer('ada')
    await asked
    memory.change('S1', (value) => `${value} without bob`)
    expect(await memory.get('S1')).toBe('ada without bob')
  })

  it('changes an answer that is on its way, for every later caller', async () => {
    const { asked, memory, question } = createSlowMemory()
    const before = memory.get('S1')
    memory.change('S1', (value) => `${value} without bob`)
    const after = memory.get('S1')
    question(0).answer('ada')
    expect(await before).toBe('ada')
    expect(await after).toBe('ada without bob')
    expect(asked).toHaveLength(1)
  })

  it('neither extends its life nor keeps a failure', async () => {
    const { clock, asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    question(0).answer('ada')
    await first
    await clock.advance(59_999)
    memory.change('S1', (value) => value)
    await clock.advance(1)
    const second = memory.get('S1')
    memory.change('S1', (value) => value)
    question(1).fail()
    await expect(second).rejects.toThrow()
    await clock.advance(0)
    void memory.get('S1')
    expect(asked).toHaveLength(3)
  })

  it('has no effect if nothing is known', () => {
    const { asked, memory } = createSlowMemory()
    memory.change('S1', () => 'made up')
    memory.shorten('S1', 10_000)
    void memory.get('S1')
    expect(asked).toHaveLength(1)
  })

  it('can shorten its life, counted from the question, but never extend it', async () => {
    const { clock, asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    question(0).answer('ada')
    await first
    memory.shorten('S1', 10_000)
    memory.shorten('S1', 50_000)
    await clock.advance(9999)
    await memory.get('S1')
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    void memory.get('S1')
    expect(asked).toHaveLength(2)
  })

  it('makes an answer older than the shortened life be asked for again at once', async () => {
    const { clock, asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    question(0).answer('ada')
    await first
    await clock.advance(20_000)
    memory.shorten('S1', 10_000)
    void memory.get('S1')
    expect(asked).toHaveLength(2)
  })
})

describe('an answer that is refreshed before it is too old', () => {
  it('stays valid until the new answer arrives, which then has a life of its own', async () => {
    const { clock, asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    question(0).answer('ada')
    await first
    await clock.advance(50_000)
    const refreshed = memory.refresh('S1')
    expect(await memory.get('S1')).toBe('ada')
    question(1).answer('bob')
    await refreshed
    expect(await memory.get('S1')).toBe('bob')
    await clock.advance(59_999)
    expect(await memory.get('S1')).toBe('bob')
    expect(asked).toEqual(['S1', 'S1'])
  })

  it('keeps no caller waiting meanwhile', async () => {
    const { asked, memory, question } = createSlowMemory()
    const refreshed = memory.refresh('S1')
    const wanted = memory.get('S1')
    question(1).answer('ada')
    expect(await wanted).toBe('ada')
    question(0).answer('eve')
    await refreshed
    expect(asked).toHaveLength(2)
  })

  it('does not outweigh an answer to a later question', async () => {
    const { clock, memory, question } = createSlowMemory()
    const refreshed = memory.refresh('S1')
    await clock.advance(1)
    const wanted = memory.get('S1')
    question(1).answer('new')
    await wanted
    question(0).answer('old')
    await refreshed
    expect(await memory.get('S1')).toBe('new')
  })

  it('is asked for once at a time, and stays if the question fails', async () => {
    const { asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    question(0).answer('ada')
    await first
    const failing = memory.refresh('S1')
    await memory.refresh('S1')
    expect(asked).toHaveLength(2)
    question(1).fail()
    await expect(failing).rejects.toThrow('does not answer')
    expect(await memory.get('S1')).toBe('ada')
  })

  it('is changed, and its life shortened, by news that arrives meanwhile', async () => {
    const { clock, memory, question } = createSlowMemory()
    const refreshed = memory.refresh('S1')
    memory.change('S1', (value) => `${value} without bob`)
    memory.shorten('S1', 10_000)
    question(0).answer('ada')
    await refreshed
    expect(await memory.get('S1')).toBe('ada without bob')
    await clock.advance(9999)
    expect(memory.lapsesWithin('S1', 0)).toBe(false)
    await clock.advance(1)
    expect(memory.lapsesWithin('S1', 0)).toBe(true)
  })

  it('is due a while before it lapses, and no earlier because of news', async () => {
    const { clock, memory, question } = createSlowMemory()
    expect(memory.lapsesWithin('S1', 10_000)).toBe(true)
    const asked = memory.get('S1')
    question(0).answer('ada')
    await asked
    await clock.advance(9999)
    memory.shorten('S1', 10_000)
    expect(memory.lapsesWithin('S1', 10_000)).toBe(false)
    await clock.advance(1)
    expect(memory.lapsesWithin('S1', 10_000)).toBe(true)
    const again = memory.get('S1')
    question(1).answer('ada')
    await again
    await clock.advance(49_999)
    expect(memory.lapsesWithin('S1', 10_000)).toBe(false)
    await clock.advance(1)
    expect(memory.lapsesWithin('S1', 10_000)).toBe(true)
  })
})

describe('an answer that turns out to be of no use', () => {
  it('is forgotten, and asked for once more by whoever found out, and by all others who did', async () => {
    const { asked, memory, question } = createSlowMemory()
    const first = memory.get('S1')
    question(0).answer('ada')
    await first
    await memory.drop('S1', 'ada')
    const again = memory.get('S1')
    const late = memory.drop('S1', 'ada')
    question(1).answer('bob')
    await late
    expect(await Promise.all([again, memory.get('S1')])).toEqual(['bob', 'bob'])
    expect(asked).toHaveLength(2)
  })

  it('is nothing to forget if nothing is known, or the question fails', async () => {
    const { memory, question } = createSlowMemory()
    await memory.drop('S1', 'ada')
    const failing = memory.get('S1')
    const dropped = memory.drop('S1', 'ada')
    question(0).fail()
    await expect(failing).rejects.toThrow('does not answer')
    await dropped
  })
})

it('no more answers are kept than there may be: those that were asked for longest ago go first', async () => {
  const clock = createHandClock()
  const asked: string[] = []
  const ask = async (key: string) => {
    asked.push(key)
    return key
  }
  const memory = createMemory(clock, 60_000, ask, 0, 2)
  await memory.get('S1')
  await memory.get('S2')
  await memory.refresh('S1')
  await memory.get('S3')
  expect(['S1', 'S2', 'S3'].map((key) => memory.lapsesWithin(key, 0))).toEqual([false, true, false])
})
