// A daily digest comes once a day, by the clocks of its zone, whatever these do.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUneventful, judgeDigest, type PoolDay } from '../../src/domain/daily-digest.ts'
import { daysLater, wallTime } from '../../src/domain/wall-time.ts'

const berlin = { at: 9 * 60, zone: 'Europe/Berlin' }
const judge = (now: string, last: string | null, rule = berlin) => judgeDigest(new Date(now), rule, last)

describe('the digest of 09:00 in Berlin', () => {
  it('is due at nine, and then not again that day', () => {
    expect(judge('2026-11-29T07:59:59Z', '2026-11-28')).toEqual({ kind: 'none' })
    expect(judge('2026-11-29T08:00:00Z', '2026-11-28')).toEqual({ kind: 'send', day: '2026-11-29' })
    expect(judge('2026-11-29T08:00:10Z', '2026-11-29')).toEqual({ kind: 'none' })
    expect(judge('2026-11-30T07:59:59Z', '2026-11-29')).toEqual({ kind: 'none' })
  })

  it('may come up to twelve hours late, and then waits for the next', () => {
    expect(judge('2026-11-29T20:00:00Z', '2026-11-28')).toEqual({ kind: 'send', day: '2026-11-29' })
    expect(judge('2026-11-29T20:01:00Z', '2026-11-28')).toEqual({ kind: 'skip', day: '2026-11-29' })
    expect(judge('2026-11-30T07:00:00Z', '2026-11-20')).toEqual({ kind: 'skip', day: '2026-11-29' })
  })

  it('does not come where there was none before: there is nothing that it could follow', () => {
    expect(judge('2026-11-29T08:00:00Z', null)).toEqual({ kind: 'skip', day: '2026-11-29' })
    expect(judge('2026-11-29T07:00:00Z', null)).toEqual({ kind: 'skip', day: '2026-11-28' })
  })

  it('comes again although a clock that was wrong wrote down a later day', () => {
    expect(judge('2026-11-29T08:00:00Z', '2030-01-01')).toEqual({ kind: 'skip', day: '2026-11-29' })
    // A clock set back by less says nothing.
    expect(judge('2026-11-29T08:00:00Z', '2026-12-01')).toEqual({ kind: 'none' })
  })
})

it.each([
  ['does not exist on the day on which summer time begins', '2026-03-29', '2026-03-29T01:00:00Z'],
  ['comes twice on the day on which it ends', '2026-10-25', '2026-10-25T00:30:00Z'],
])('a time that %s makes one digest', (_, date, first) => {
  const rule = { at: 2 * 60 + 30, zone: 'Europe/Berlin' }
  let last = daysLater(date, -1)
  const sent: string[] = []
  for (
    let now = Date.parse(`${date}T00:00:00Z`) - 60_000;
    now < Date.parse(`${date}T12:00:00Z`);
    now += 60_000
  ) {
    const step = judgeDigest(new Date(now), rule, last)
    if (step.kind === 'none') continue
    last = step.day
    sent.push(`${step.kind} ${new Date(now).toISOString().slice(0, 19)}Z`)
  }
  expect(sent).toEqual([`send ${first}`])
})

it('each day has one, in any zone, on days of 23 and 25 hours, and with any pauses', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Asia/Kolkata',
    'UTC',
  ]
  const pauses = fc.array(fc.integer({ min: 1000, max: 11 * 60 * 60_000 }), { minLength: 40, maxLength: 200 })
  const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) })
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 1439 }),
      start,
      pauses,
      (zone, at, from, all) => {
        let now = from
        let last: string | null = null
        const days: string[] = []
        for (const pause of all) {
          now += pause
          const step = judgeDigest(new Date(now), { at, zone }, last)
          if (step.kind === 'none') continue
          if (last !== null) {
            expect(step).toEqual({ kind: 'send', day: daysLater(last, 1) })
            expect(days).not.toContain(step.day)
          }
          days.push(step.day)
          last = step.day
        }
        const { date } = wallTime(new Date(now), zone)
        expect([date, daysLater(date, -1)]).toContain(last)
      },
    ),
  )
})

it('a day on which nothing happened and nobody waits is not worth a message', () => {
  const since = new Date(0)
  const nothing = { poolId: 'pool', since, came: 0, approved: [], denied: [], undone: [] }
  const quiet: PoolDay = { ...nothing, failed: 0, lapsed: 0, outside: 0, waiting: 0, waitingSince: null }
  expect(isUneventful(quiet)).toBe(true)
  const ada = [{ userId: 'U0ADA', name: null, times: 1 }]
  const changes: readonly Partial<PoolDay>[] = [
    ...[{ came: 1 }, { failed: 1 }, { lapsed: 1 }, { outside: 1 }, { waiting: 1, waitingSince: since }],
    ...[{ approved: ada }, { denied: ada }, { undone: ada }],
  ]
  for (const change of changes) expect(isUneventful({ ...quiet, ...change })).toBe(false)
})
