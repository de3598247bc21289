// What loops ask every two seconds is found by an index: with years of sign-ups, they read no table whole.
import { randomUUID } from 'node:crypto'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { migrate, migrations } from '../../src/store/migrations.ts'
import { type Ledger, openLedger } from '../../src/store/open-ledger.ts'
import type { Schema } from '../../src/store/schema.ts'
import type { Transact } from '../../src/store/transaction.ts'
import { cardPlace, grace, poolId, postedMessage } from './arrange.ts'

/** A store that tells how SQLite finds what it is asked for. */
async function openExplained() {
  const file = new SqliteDatabase(':memory:')
  const asked: string[] = []
  const database = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: file }),
    log: ({ query }) => void asked.push(query.sql),
  })
  await migrate(database, migrations)
  onTestFinished(() => database.destroy())
  const transact: Transact = (work) => database.transaction().execute((tx) => work(tx, Date.now()))
  const ledger = openLedger({ transact, newId: randomUUID })
  const plansOf = async (work: () => Promise<unknown>) => {
    asked.length = 0
    await work()
    const questions = asked.filter((sql) => sql.startsWith('select'))
    expect(questions).not.toEqual([])
    return questions.flatMap((sql) => {
      const filled = sql.replaceAll('?', '0')
      return file
        .prepare<[], { detail: string }>(`explain query plan ${filled}`)
        .all()
        .map(({ detail }) => detail)
    })
  }
  return { ledger, plansOf }
}

/** The index that holds nothing but what is looked for. */
const isNarrow = (detail: string) => detail === 'SCAN messages USING INDEX messages_behind'

const questions: Readonly<Record<string, (ledger: Ledger) => Promise<unknown>>> = {
  'which messages are behind their rows': (ledger) => ledger.outdated(),
  'whether anything is to be posted': (ledger) => ledger.hasUnposted(cardPlace),
  'whether too many want a card': (ledger) => ledger.holdBack([poolId], 1000),
  'which postings have no answer': (ledger) => ledger.openPostings(),
  'which messages may have a second copy': (ledger) => ledger.doubtful(),
}

it.each(Object.entries(questions))('%s', async (_, ask) => {
  const { ledger, plansOf } = await openExplained()
  await ledger.record([grace()])
  await postedMessage({ ledger })
  const plans = await plansOf(() => ask(ledger))
  expect(plans.filter((detail) => detail.startsWith('SCAN') && !isNarrow(detail))).toEqual([])
})
