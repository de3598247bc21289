// However many rows there are, one transaction takes few of them, so that a click gets its turn in between.
import { randomUUID } from 'node:crypto'
import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../src/store/open-ledger.ts'
import type { Transact } from '../../src/store/transaction.ts'
import { cardPlace, channel, grace, newClick, poolId } from './arrange.ts'
import { fill, many } from './fill-store.ts'
import { openStore, type Store } from './open-store.ts'

/** The same store, with the most rows that one transaction read and changed. */
function counting({ transact }: Store) {
  const most = { rows: 0, transactions: 0 }
  const counted: Transact = (work, urgency) =>
    transact((tx, now) => {
      most.transactions += 1
      let rows = 0
      const plugin: KyselyPlugin = {
        transformQuery: ({ node }) => node,
        transformResult: ({ result }) => {
          rows += Math.max(result.rows.length, Number(result.numAffectedRows ?? 0n))
          most.rows = Math.max(most.rows, rows)
          return Promise.resolve(result)
        },
      }
      return work(tx.withPlugin(plugin), now)
    }, urgency)
  return { most, ledger: openLedger({ transact: counted, newId: randomUUID }) }
}

type Ledger = ReturnType<typeof counting>['ledger']

/** As the loop does it if Cognito lists nobody. Resolves to how many it forgot. */
async function forgetAll(ledger: Ledger): Promise<number> {
  let forgotten = 0
  let after = null
  const before = Number.MAX_SAFE_INTEGER
  for (const table of ['sign_ups', 'clicks', 'audit_events'] as const)
    await ledger.allowForgetting(table, 10 * many)
  do {
    const { signUps, next }: Awaited<ReturnType<Ledger['oldSignUps']>> = await ledger.oldSignUps(
      before,
      after,
    )
    const done = await ledger.forget(
      signUps.map(({ id }) => id),
      before,
      new Map(),
    )
    forgotten += done.forgotten
    after = next
  } while (after !== null)
  while ((await ledger.linkSome(null)).goesOn);
  const deleteEvents = () => ledger.deleteEvents(before, null)
  for (const step of [ledger.forgetClicks, ledger.eraseApplicants, deleteEvents]) {
    do {
      const walked: Awaited<ReturnType<Ledger['forgetClicks']>> = await step(before, after)
      forgotten += walked.forgotten
      after = walked.next
    } while (after !== null)
  }
  return forgotten
}

/** More than any transaction of these reads and changes, and fewer than there are. */
const bound = 1050

const seen = Array.from({ length: many }, (_, index) =>
  grace({ sub: `new-${index}`, userName: `new-${index}` }),
)

const work: readonly {
  readonly what: string
  readonly rounds?: 'settled'
  readonly clicks?: 'unended'
  readonly run: (ledger: Ledger) => Promise<unknown>
  readonly done: unknown
}[] = [
  { what: 'writes down all of a list', run: (ledger) => ledger.record(seen), done: { added: many } },
  { what: 'reads who waits', run: async (ledger) => (await ledger.waiting(poolId)).length, done: many },
  {
    what: 'gathers a rush in a digest',
    run: (ledger) => ledger.gather({ ...cardPlace, rushAt: 60 }),
    done: many,
  },
  { what: 'finds the cards to draw', run: async (ledger) => (await ledger.outdated()).length, done: many },
  { what: 'finds misplaced cards', run: async (ledger) => (await ledger.misplaced([])).length, done: many },
  {
    what: 'reads which cards ought to be in a channel',
    run: async (ledger) => (await ledger.openIn(channel, [poolId])).length,
    done: many,
  },
  { what: 'reads a hundred ends to tell', run: async (ledger) => (await ledger.untold()).length, done: 100 },
  {
    what: 'finds the clicks without an end',
    clicks: 'unended',
    run: async (ledger) => (await ledger.unended()).length,
    done: many,
  },
  { what: 'forgets what is old', rounds: 'settled', run: forgetAll, done: 3 * many + 1 },
]

async function filled({ rounds, clicks }: Pick<(typeof work)[number], 'rounds' | 'clicks'>) {
  const store = await openStore()
  await fill(store, rounds ?? 'waiting', clicks === undefined)
  store.clock.advance(60 * 60_000)
  return store
}

describe('of very many rows, one transaction takes few when it', () => {
  it.each(work)('$what', async ({ run, done, ...rows }) => {
    const { most, ledger } = counting(await filled(rows))
    const result = await run(ledger)
    if (typeof done === 'object') expect(result).toMatchObject({ added: many })
    else expect(result).toBe(done)
    expect(most.transactions).toBeGreaterThan(2)
    expect(most.rows).toBeLessThan(bound)
  })

  it('forgets response_urls', async () => {
    const store = await filled({})
    const { most, ledger } = counting(store)
    await ledger.forgetResponseUrls()
    const left = await store.database
      .selectFrom('clicks')
      .select('id')
      .where('response_url', 'is not', null)
      .execute()
    expect([left, most.rows]).toEqual([[], 500])
  })
})

it.each(work)('a click is written down before the store $what to the end', async ({ run, ...rows }) => {
  const store = await filled(rows)
  const order: string[] = []
  let isWritten = () => {}
  const written = new Promise<void>((resolve) => {
    isWritten = resolve
  })
  let begun = 0
  const transact: Transact = async (transaction, urgency) => {
    if (urgency === 'background') begun += 1
    if (urgency === 'background' && begun > 1) await written
    return store.transact(transaction, urgency)
  }
  const ledger = openLedger({ transact, newId: randomUUID })
  const running = run(ledger).then(() => order.push('the rest'))
  await ledger.writeDown(newClick('a round'))
  order.push('the click')
  isWritten()
  await running
  expect(order).toEqual(['the click', 'the rest'])
})
