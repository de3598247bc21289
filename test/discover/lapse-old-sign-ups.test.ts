import { expect, it } from 'vitest'
import { createLapsing, type LapsingParts } from '../../src/discover/lapse-old-sign-ups.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const day = 24 * 60 * 60_000
const customers = testPool({ id: 'eu-west-1_A', lapseAfter: 14 * day })
const partners = testPool({ id: 'eu-west-1_B', lapseAfter: null })

async function turn(change: Partial<LapsingParts> = {}) {
  const done: string[] = []
  const log = createReadableLog()
  const parts: LapsingParts = {
    ledger: {
      lapseSome: async (poolId, after, last) => {
        done.push(`${poolId.at(-1)} after ${after / day} days${last === null ? '' : `, from ${last.id} on`}`)
        return { lapsed: 2, next: last === null ? { at: 1, id: 'round 1' } : null }
      },
    },
    pools: [customers, partners],
    mayLapse: () => true,
    log,
    cardsChanged: () => void done.push('draw'),
    ...change,
  }
  await createLapsing(parts)(new AbortController().signal)
  return { done, told: log.lines.map(({ facts }) => facts) }
}

it('in pools that say so, all who have waited for too long lapse, some at a time', async () => {
  const { done, told } = await turn()
  expect(done).toEqual(['A after 14 days', 'A after 14 days, from round 1 on', 'draw'])
  expect(told).toEqual([{ flow: 'lapse', pool: customers.id, lapsed: 4 }])
})

it('nobody lapses about whom nobody could decide, and nothing is said where nobody does', async () => {
  expect((await turn({ mayLapse: () => false })).done).toEqual([])
  const none = await turn({ ledger: { lapseSome: async () => ({ lapsed: 0, next: null }) } })
  expect(none).toEqual({ done: [], told: [] })
})
