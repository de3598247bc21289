// What one poll concludes, and from what.
import { expect, test } from 'vitest'
import { createDiscovery } from '../../src/discover/discover-sign-ups.ts'
import type { SettledRound } from '../../src/domain/round.ts'
import type { PoolUser } from '../../src/domain/sign-up.ts'
import { createReadableLog } from '../shared/hand-clock.ts'

const pool = {
  id: 'eu-west-1_Customers',
  region: 'eu-west-1',
  name: 'Customers',
  channel: 'C0CARDS',
  approvers: { groups: [], users: ['U0ADA'] },
  attributes: [],
  clientMetadata: {},
}

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

/** Whom a poll reads back and whom it looks up, if its pages show Grace, whose round was settled like this. */
async function poll(
  settled: Pick<SettledRound, 'settledAt' | 'isConfirmation'>,
  pages = 1,
  tokenOf = (read: number) => `${read}`,
) {
  const known: SettledRound = { roundId: 'round', sub: grace.sub, version: 3, ...settled }
  const done: string[] = []
  let read = 0
  const turn = createDiscovery(
    {
      ledger: {
        time: async () => scanBegins,
        waiting: async () => [],
        record: async () => ({ added: 0, changed: 0, settledBefore: [known] }),
        noteScanned: async () => void done.push('scanned'),
      },
      userPools: {
        listUnconfirmed: async () => {
          read += 1
          if (read > pages) throw new Error('Cognito is away')
          return {
            users: read === 1 ? [grace] : [],
            unreadable: 0,
            nextToken: pages === 1 ? null : tokenOf(read),
          }
        },
      },
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
    },
    pool,
  )
  const pause = await turn().catch(() => done.push('failed'))
  if (tokenOf(1) === tokenOf(2)) done.push(`${read} pages, then ${Math.round(pause)} ms`)
  return done
}

test('a user whom a card calls confirmed is read back if a scan that began afterwards lists them', async () => {
  expect(await poll({ settledAt: before, isConfirmation: true })).toEqual(['scanned', 'read back sub-grace'])
})

test('a scan that began before the confirmation says nothing about it', async () => {
  expect(await poll({ settledAt: scanBegins, isConfirmation: true })).toEqual(['scanned'])
})

test('a scan that breaks off says nothing either', async () => {
  expect(await poll({ settledAt: before, isConfirmation: true }, 2)).toEqual(['failed'])
})

test('of a list without an end nothing is concluded, and the next poll pauses as after any other', async () => {
  const settled = { settledAt: before, isConfirmation: true }
  expect(await poll(settled, 9, () => 'round-and-round')).toEqual(['2 pages, then 667 ms'])
})

test('a user who was called anything else is looked up', async () => {
  expect(await poll({ settledAt: before, isConfirmation: false })).toEqual(['scanned', 'look up sub-grace'])
})
