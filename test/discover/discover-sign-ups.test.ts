// What one poll concludes, and from what.
import { expect, test } from 'vitest'
import { createDiscovery } from '../../src/discover/discover-sign-ups.ts'
import type { SettledRound } from '../../src/domain/round.ts'
import type { PoolUser } from '../../src/domain/sign-up.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const pool = testPool({ id: 'eu-west-1_Customers', approvers: { groups: [], users: ['U0ADA'] } })

const scanBegins = new Date('2026-05-01T12:00:00Z')
const before = new Date(scanBegins.getTime() - 1)

const grace: PoolUser = {
  poolId: pool.id,
  sub: 'sub-grace',
  userName: 'grace',
  signedUpAt: before,
  status: 'UNCONFIRMED',
  isEnabled: true,
  attributes: {},
}

interface Polled {
  readonly done: readonly string[]
  /** What is written down about the reading itself. */
  readonly noted: readonly string[]
  /** How many scans reached the end. */
  readonly scans: number
  /** How many pages were read. */
  readonly read: number
  /** How long the next poll waits, in milliseconds. */
  readonly pause: number
}

/** Whom a poll reads back and whom it looks up, if its pages show Grace, whose round was settled like this. */
async function poll(
  settled: Pick<SettledRound, 'settledAt' | 'isConfirmation'>,
  pages = 1,
): Promise<readonly string[]> {
  return (await pollOnce(settled, { pages })).done
}

async function pollOnce(
  settled: Pick<SettledRound, 'settledAt' | 'isConfirmation'>,
  { pages = 1, unreadable = 0, isForbidden = false, tokenOf = (read: number) => `${read}` },
): Promise<Polled> {
  const known: SettledRound = { roundId: 'round', sub: grace.sub, version: 3, ...settled }
  const done: string[] = []
  const noted: string[] = []
  let scans = 0
  let read = 0
  const turn = createDiscovery(
    {
      beingRead: new Set(),
      ledger: {
        time: async () => scanBegins,
        waiting: async () => [],
        record: async () => ({ added: 0, changed: 0, settledBefore: [known] }),
        noteScanned: async () => void noted.push('scanned'),
        noteRead: async (_, begunAt, problem) => void noted.push(`read ${begunAt.toISOString()} ${problem}`),
        noteUnread: async (_, problem) => void noted.push(`unread ${problem}`),
      },
      userPools: {
        listUnconfirmed: async () => {
          read += 1
          if (read > pages) throw new Error('Cognito is away')
          return {
            users: read === 1 ? [grace] : [],
            unreadable,
            nextToken: pages === 1 ? null : tokenOf(read),
          }
        },
      },
      listProblem: () => (isForbidden ? { kind: 'forbidden', action: 'cognito-idp:ListUsers' } : null),
      verification: {
        verify: async (_, { settledBefore }) => {
          done.push(...settledBefore.map(({ sub }) => `look up ${sub}`))
          return 0
        },
      },
      readBack: (_, listed) => done.push(...listed.map(({ sub }) => `read back ${sub}`)),
      backlogAge: 0,
      log: createReadableLog(),
      cardsChanged: () => {},
      scanning: () => () => {
        scans += 1
      },
    },
    pool,
  )
  const pause = await turn().catch(() => done.push('failed'))
  return { done, noted, scans, read, pause }
}

test('a user whom a card calls confirmed is read back if a scan that began afterwards lists them', async () => {
  expect(await poll({ settledAt: before, isConfirmation: true })).toEqual(['read back sub-grace'])
})

test('a scan that began before the confirmation says nothing about it', async () => {
  expect(await poll({ settledAt: scanBegins, isConfirmation: true })).toEqual([])
})

test('a scan that breaks off says nothing either', async () => {
  expect(await poll({ settledAt: before, isConfirmation: true }, 2)).toEqual(['failed'])
})

test('of a list without an end nothing is concluded, and the next poll pauses as after any other', async () => {
  const endless = { pages: 9, tokenOf: () => 'round-and-round' }
  const { done, noted, read, pause } = await pollOnce({ settledAt: before, isConfirmation: true }, endless)
  expect({ done, noted, read }).toEqual({ done: [], noted: ['unread out-of-reach'], read: 2 })
  expect(pause).toBeCloseTo(2000 / 3)
})

test('a user who was called anything else is looked up', async () => {
  expect(await poll({ settledAt: before, isConfirmation: false })).toEqual(['look up sub-grace'])
})

const settled = { settledAt: before, isConfirmation: false }

test('a list is as old as the scan that read it, from its begin', async () => {
  const { noted } = await pollOnce(settled, {})
  expect(noted).toEqual(['read 2026-05-01T12:00:00.000Z null', 'scanned'])
})

test('a list with entries that can’t be read says so', async () => {
  const { noted } = await pollOnce(settled, { unreadable: 1 })
  expect(noted).toEqual(['read 2026-05-01T12:00:00.000Z unreadable', 'scanned'])
})

test('a list that can’t be read to its end is not as new as its first page, and the reason is known', async () => {
  expect((await pollOnce(settled, { pages: 2 })).noted).toEqual(['unread out-of-reach'])
  expect((await pollOnce(settled, { pages: 2, isForbidden: true })).noted).toEqual(['unread forbidden'])
})
