// A card calls a user confirmed whom Cognito still lists as waiting: Cognito is asked what is true.
import { expect, test } from 'vitest'
import { createReadBack } from '../../src/discover/read-back.ts'
import type { LookUp } from '../../src/domain/attempt.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'

const pool = {
  id: 'eu-west-1_Customers',
  region: 'eu-west-1',
  name: 'Customers',
  channel: 'C0CARDS',
  approvers: { groups: [], users: ['U0ADA'] },
  attributes: [],
  clientMetadata: {},
  allowsNoEmail: false,
}

const shown = (status: string, change: { isEnabled?: boolean; isSurelyTheirs?: boolean } = {}): LookUp => ({
  kind: 'found',
  status,
  isEnabled: true,
  isSurelyTheirs: true,
  requestId: 'aws 1',
  ...change,
})
const waiting = shown('UNCONFIRMED')
const confirmed = shown('CONFIRMED')
const failed: LookUp = { kind: 'failed', reason: { kind: 'throttled' }, requestId: null }

interface World {
  /** What the list shows, in turn; then what the last of them was. */
  readonly lists: readonly LookUp[]
  readonly lookUp?: LookUp
  readonly isChanged?: boolean
}

function open({ lists, lookUp = waiting, isChanged = false }: World) {
  const clock = createHandClock()
  const start = clock.now().getTime()
  const stopping = new AbortController()
  const left = [...lists]
  const done: string[] = []
  const note = (what: string) => done.push(`${(clock.now().getTime() - start) / 1000} s: ${what}`)
  const running: Promise<void>[] = []
  const readBack = createReadBack({
    ledger: {
      disprove: async ({ roundId }, isEnabled, awsRequestId) => {
        note(`disproved ${roundId}${isEnabled ? '' : ', disabled'}, ${awsRequestId}`)
        return !isChanged
      },
    },
    userPools: {
      lookInList: async ({ sub }) => {
        note(`list ${sub}`)
        return (left.length > 1 ? left.shift() : left[0]) ?? failed
      },
      lookUp: async ({ sub }) => {
        note(`look up ${sub}`)
        return lookUp
      },
    },
    clock,
    log: createReadableLog(),
    signal: stopping.signal,
    start: (_, work) => void running.push(work()),
    cardsChanged: () => note('cards changed'),
  })
  const see = (...subs: readonly string[]) => {
    const settledAt = new Date(start)
    const rounds = subs.map((sub) => ({ roundId: `round of ${sub}`, sub, version: 3, settledAt }))
    readBack(
      pool,
      rounds.map((round) => ({ ...round, isConfirmation: true })),
    )
  }
  return { see, done, clock, stop: () => stopping.abort(), drain: () => Promise.all(running) }
}

test('a user whom three looks within a minute show waiting was not confirmed', async () => {
  const { see, done, clock } = open({ lists: [waiting] })
  see('grace')
  await clock.advance(60_000)
  expect(done).toEqual([
    '5 s: list grace',
    '25 s: list grace',
    '55 s: list grace',
    '55 s: look up grace',
    '55 s: disproved round of grace, aws 1',
    '55 s: cards changed',
  ])
})

test.each<readonly [string, LookUp]>([
  ['confirmed', confirmed],
  ['deleted', { kind: 'gone', requestId: null }],
  ['in another status', shown('RESET_REQUIRED')],
])(
  'one look that shows the user %s is enough, and the next is made only after ten minutes',
  async (_, seen) => {
    const { see, done, clock } = open({ lists: [waiting, seen] })
    see('grace')
    await clock.advance(60_000)
    see('grace')
    await clock.advance(60_000)
    expect(done).toEqual(['5 s: list grace', '25 s: list grace'])
    await clock.advance(9 * 60_000)
    see('grace')
    await clock.advance(5000)
    expect(done).toHaveLength(3)
  },
)

test('while Cognito does not answer nothing is concluded, and the next poll begins anew', async () => {
  const { see, done, clock } = open({ lists: [waiting, waiting, failed, waiting] })
  see('grace')
  await clock.advance(60_000)
  expect(done).toEqual(['5 s: list grace', '25 s: list grace', '55 s: list grace'])
  see('grace')
  await clock.advance(60_000)
  expect(done.at(-2)).toBe('115 s: disproved round of grace, aws 1')
})

test('a list that lags for longer than a minute takes nothing back that is true', async () => {
  const { see, done, clock } = open({ lists: [waiting], lookUp: confirmed })
  see('grace')
  await clock.advance(60_000)
  expect(done.at(-1)).toBe('55 s: look up grace')
})

test('a confirmation that may be another user’s is no proof', async () => {
  const other = shown('CONFIRMED', { isSurelyTheirs: false })
  const { see, done, clock } = open({ lists: [waiting], lookUp: other })
  see('grace')
  await clock.advance(60_000)
  expect(done.at(-1)).toBe('55 s: cards changed')
})

test('a user who was disabled meanwhile was not confirmed either', async () => {
  const { see, done, clock } = open({ lists: [waiting, shown('UNCONFIRMED', { isEnabled: false })] })
  see('grace')
  await clock.advance(60_000)
  expect(done).toContain('55 s: disproved round of grace, disabled, aws 1')
})

test('if the round has changed meanwhile, nothing is told', async () => {
  const { see, done, clock } = open({ lists: [waiting], isChanged: true })
  see('grace')
  await clock.advance(60_000)
  expect(done).not.toContain('55 s: cards changed')
})

test('polls that come meanwhile do not ask twice', async () => {
  const { see, done, clock } = open({ lists: [waiting] })
  for (let poll = 0; poll < 4; poll += 1) {
    see('grace')
    await clock.advance(14_000)
  }
  expect(done.filter((what) => what.endsWith('list grace'))).toHaveLength(3)
})

test('ten users are read back at once, the others later', async () => {
  const subs = Array.from({ length: 12 }, (_, index) => `user ${index}`)
  const { see, done, clock } = open({ lists: [confirmed] })
  see(...subs)
  await clock.advance(5000)
  expect(done).toHaveLength(10)
  see(...subs)
  await clock.advance(5000)
  expect(done.slice(10)).toEqual(['10 s: list user 10', '10 s: list user 11'])
})

test('a process that stops waits for nothing and concludes nothing', async () => {
  const { see, done, clock, stop, drain } = open({ lists: [waiting] })
  see('grace')
  await clock.advance(30_000)
  stop()
  await drain()
  await clock.advance(60_000)
  expect(done).toEqual(['5 s: list grace', '25 s: list grace'])
})
