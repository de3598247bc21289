// Who is told what privately, and when: nothing is lost by whoever dies, and no more is said twice than that.
import { expect, test } from 'vitest'
import { createTeller, type TellingParts } from '../../src/cards/tell-people.ts'
import type { Telling, Told } from '../../src/domain/told.ts'
import { ada, grace } from '../domain/people.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

type Untold = Awaited<ReturnType<TellingParts['ledger']['untold']>>[number]

const failed = { kind: 'failed', decision: 'approve', reason: { kind: 'throttled' } } as const
const signUp = grace()
const entry = {
  signUp,
  round: { id: 'round', number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } },
} as const

/** A store with one failure: its card is drawn by `draw`. */
function openStoreWithFailure() {
  const clock = createHandClock()
  const log = createReadableLog()
  const row = {
    endedAt: clock.now().getTime(),
    isToldByCard: false,
    isWordDue: true,
    isTold: false,
  }
  const untold = async (): Promise<readonly Untold[]> => {
    const isLeft = row.isToldByCard ? row.isWordDue : !row.isTold
    if (!isLeft) return []
    const click = { id: 'click', at: new Date(row.endedAt), by: ada, channel: 'C0CARDS', responseUrl: null }
    const endedMsAgo = clock.now().getTime() - row.endedAt
    const word = row.isToldByCard ? { place: { channel: 'C0CARDS', ts: '1.1' }, bulk: null } : null
    return [{ click, end: failed, teller: 'card', endedMsAgo, entry, listed: [], total: 0, reads: [], word }]
  }
  const said: Told[] = []
  /** What Slack answers, the next first; afterwards it takes everything. */
  const answers: Telling[] = []
  const ledger = {
    untold,
    noteTold: async () => void Object.assign(row, { isTold: true, isWordDue: false }),
    noteWordTold: async () => void Object.assign(row, { isWordDue: false }),
  }
  const open = (changes: Partial<TellingParts['ledger']> = {}) =>
    createTeller({
      ledger: { ...ledger, ...changes },
      leftToOthers: 0,
      answers: {
        tell: async (told) => {
          said.push(told)
          return answers.shift() ?? 'told'
        },
      },
      clock,
      log,
      poolOf: () => testPool(),
    })
  const draw = () => {
    row.isToldByCard = true
  }
  return { clock, said, answers, open, draw }
}

test('a failure that the card shows is also told to whoever clicked, once, with where the card is', async () => {
  const { said, open, draw } = openStoreWithFailure()
  const teller = open()
  await teller.tellAll()
  expect(said).toEqual([])
  draw()
  await teller.tellAll()
  await teller.tellAll()
  expect(said).toMatchObject([{ end: failed, signUp, word: { place: { ts: '1.1' } } }])
})

test('whoever may not decide reads no more of who it is than the channel does', async () => {
  const said: Told[] = []
  const teller = createTeller({
    ledger: { untold: async () => [], noteTold: async () => {}, noteWordTold: async () => {} },
    leftToOthers: 0,
    answers: {
      tell: async (told) => {
        said.push(told)
        return 'told'
      },
    },
    clock: createHandClock(),
    log: createReadableLog(),
    poolOf: () => testPool({ visibility: 'masked' }),
  })
  const click = { id: 'click', at: new Date(0), by: ada, channel: 'C0CARDS', responseUrl: null }
  const about = { click, entry, listed: [], total: 0, reads: [] }
  await teller.answer({ ...about, end: { kind: 'refused', because: 'not-an-approver' } })
  await teller.answer({ ...about, end: failed })
  expect(said.map((told) => told.signUp?.attributes['email'])).toEqual([
    'g•••@example.com',
    'grace@example.com',
  ])
})

test('who was told privately, because their card was late, is not told again once it is drawn', async () => {
  const { clock, said, open, draw } = openStoreWithFailure()
  const teller = open()
  await clock.advance(10_000)
  await teller.tellAll()
  expect(said).toMatchObject([{ word: null }])
  draw()
  await teller.tellAll()
  expect(said).toHaveLength(1)
})

test('a private word that Slack did not take is tried again, after a pause', async () => {
  const { clock, said, answers, open, draw } = openStoreWithFailure()
  const teller = open()
  draw()
  answers.push('try-later')
  await teller.tellAll()
  await teller.tellAll()
  expect(said).toHaveLength(1)
  await clock.advance(1000)
  await teller.tellAll()
  await teller.tellAll()
  expect(said).toHaveLength(2)
})

test('a process that dies between telling and writing that down leaves it to the next, which tells it again', async () => {
  const { said, open, draw } = openStoreWithFailure()
  draw()
  const dying = open({ noteWordTold: () => Promise.reject(new Error('killed')) })
  await expect(dying.tellAll()).rejects.toThrow('killed')
  await open().tellAll()
  await open().tellAll()
  expect(said).toHaveLength(2)
})
