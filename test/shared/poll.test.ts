import { describe, expect, it, onTestFinished } from 'vitest'
import { type LoopParts, startLoop } from '../../src/shared/poll.ts'
import { createHandClock, createReadableLog, type HandClock } from './hand-clock.ts'

function start(turn: LoopParts['turn'], interval = 1000) {
  const clock = createHandClock()
  const log = createReadableLog()
  const loop = startLoop({ name: 'poll', interval, turn, clock, log })
  onTestFinished(() => loop.stop())
  return { clock, log, loop }
}

/** Turns that the test ends. */
function turnsByHand() {
  let ends: (() => void)[] = []
  let count = 0
  const turn = () =>
    new Promise<undefined>((resolve) => {
      count += 1
      ends.push(() => resolve(undefined))
    })
  const endAll = () => {
    for (const end of ends) end()
    ends = []
  }
  return { turn, endAll, running: () => ends.length, count: () => count }
}

/** Moves the clock on until the loop has taken that turn. */
async function untilTurn(clock: HandClock, isTaken: () => boolean): Promise<void> {
  await clock.advance(0)
  for (let rests = 0; !isTaken() && rests < 100; rests += 1) await clock.advance(clock.waits()[0] ?? 0)
  expect(isTaken()).toBe(true)
}

describe('a loop', () => {
  it('takes its first turn at once, and the next after its interval', async () => {
    let turns = 0
    const { clock } = start(async () => {
      turns += 1
      return undefined
    })
    await clock.advance(0)
    expect(turns).toBe(1)
    await clock.advance(999)
    expect(turns).toBe(1)
    await clock.advance(1)
    expect(turns).toBe(2)
  })

  it('never takes two turns at once, however long one lasts and however often it is nudged', async () => {
    const { turn, endAll, running, count } = turnsByHand()
    const { clock, loop } = start(turn)
    onTestFinished(endAll)
    await clock.advance(10_000)
    loop.nudge()
    loop.nudge()
    await clock.advance(10_000)
    expect(running()).toBe(1)
    expect(count()).toBe(1)
    endAll()
    await clock.advance(0)
    expect(running()).toBe(1)
    expect(count()).toBe(2)
    endAll()
    await clock.advance(999)
    expect(count()).toBe(2)
  })

  it('takes a turn at once when it is nudged between turns', async () => {
    let turns = 0
    const { clock, loop } = start(async () => {
      turns += 1
      return undefined
    })
    await clock.advance(10)
    loop.nudge()
    await clock.advance(0)
    expect(turns).toBe(2)
  })

  it('waits longer if its turn says so, but never shorter', async () => {
    const { clock } = start(async () => 5000)
    await clock.advance(0)
    expect(clock.waits()).toEqual([5000])
    const hurried = start(async () => 1)
    await hurried.clock.advance(0)
    expect(hurried.clock.waits()).toEqual([1000])
  })
})

describe('turns that fail', () => {
  const failing = () =>
    start(async () => {
      throw new TypeError('grace@example.com is no page')
    }, 100)

  it('are logged without the error’s message, and repeated', async () => {
    const { clock, log } = failing()
    await clock.advance(1000)
    expect(log.lines[0]).toMatchObject({
      level: 'error',
      facts: { loop: 'poll', failures: 1, error: 'TypeError' },
    })
    expect(JSON.stringify(log.lines)).not.toContain('grace@example.com')
  })

  it('are logged less and less often, with their number', async () => {
    const { clock, log } = failing()
    await clock.advance(60 * 60_000)
    const told = log.lines.map(({ facts }) => facts['failures'])
    expect(told.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32])
    expect(told.length).toBeLessThan(9)
  })

  it('are logged at once if the error is a different one', async () => {
    let turns = 0
    const { clock, log } = start(async () => {
      turns += 1
      throw Object.assign(new Error('no'), { code: turns < 7 ? 'ECONNREFUSED' : 'ETIMEDOUT' })
    }, 100)
    await untilTurn(clock, () => turns === 9)
    expect(log.lines.map(({ facts }) => [facts['failures'], facts['code']])).toEqual([
      [1, 'ECONNREFUSED'],
      [2, 'ECONNREFUSED'],
      [4, 'ECONNREFUSED'],
      [7, 'ETIMEDOUT'],
      [8, 'ETIMEDOUT'],
    ])
  })

  it('are not logged each time if two errors alternate', async () => {
    let turns = 0
    const { clock, log } = start(async () => {
      turns += 1
      throw turns % 2 === 0 ? new TypeError('no') : new RangeError('no')
    }, 100)
    await untilTurn(clock, () => turns === 9)
    expect(log.lines.map(({ facts }) => facts['failures'])).toEqual([1, 2, 4, 8])
  })

  it('are the same error whatever the request, so an outage of AWS does not fill the log', async () => {
    let turns = 0
    const { clock, log } = start(async () => {
      turns += 1
      throw Object.assign(new Error('busy'), { $metadata: { requestId: `aws-${turns}` } })
    })
    await untilTurn(clock, () => turns >= 8)
    expect(log.lines.map(({ facts }) => facts['awsRequestId'])).toEqual(['aws-1', 'aws-2', 'aws-4', 'aws-8'])
  })

  it('are followed by longer and longer pauses, up to a minute', async () => {
    const { clock } = failing()
    const rests: number[] = []
    for (let turn = 0; turn < 12; turn += 1) {
      await clock.advance(0)
      const [rest = 0] = clock.waits()
      rests.push(rest)
      await clock.advance(rest)
    }
    expect(rests[0]).toBeLessThanOrEqual(1000)
    expect(rests[0]).toBeGreaterThanOrEqual(500)
    expect(rests.at(-1)).toBeGreaterThanOrEqual(30_000)
    expect(Math.max(...rests)).toBeLessThanOrEqual(60_000)
  })

  it('are not repeated sooner because of a nudge', async () => {
    const { clock, log, loop } = failing()
    await clock.advance(0)
    loop.nudge()
    await clock.advance(0)
    expect(log.lines).toHaveLength(1)
  })

  it('are forgotten after a turn that works', async () => {
    let turns = 0
    const { clock, log } = start(async () => {
      turns += 1
      if (turns < 4 || turns === 30) throw new Error('no')
      return undefined
    })
    await clock.advance(20_000)
    const before = turns
    await clock.advance(1000)
    expect(turns).toBe(before + 1)
    await untilTurn(clock, () => turns === 30)
    expect(log.lines.map(({ level, facts }) => [level, facts['failures']])).toEqual([
      ['error', 1],
      ['error', 2],
      ['info', 3],
      ['error', 1],
    ])
  })
})

describe('stopping a loop', () => {
  it('waits for the running turn and takes no other', async () => {
    const { turn, endAll, count } = turnsByHand()
    const { clock, loop } = start(turn)
    let hasStopped = false
    const stopped = loop.stop().then(() => {
      hasStopped = true
    })
    await clock.advance(60_000)
    expect(hasStopped).toBe(false)
    endAll()
    await stopped
    loop.nudge()
    await clock.advance(60_000)
    expect(count()).toBe(1)
  })

  it('ends a wait between turns at once, and signals a turn that is waiting', async () => {
    const { clock, loop } = start(async () => undefined, 60_000)
    await clock.advance(0)
    await loop.stop()

    const waiting = start(
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined))),
    )
    await waiting.clock.advance(0)
    await waiting.loop.stop()
  })
})
