// What loops ask every two seconds is found by an index, so that years of sign-ups don't slow them down.
import { randomUUID } from 'node:crypto'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { firstLook, type HomeLook } from '../../src/domain/home.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { migrate, migrations } from '../../src/store/migrations.ts'
import { type Ledger, openLedger } from '../../src/store/open-ledger.ts'
import type { Schema } from '../../src/store/schema.ts'
import type { Transact } from '../../src/store/transaction.ts'
import { testPool } from '../support/pool.ts'
import { ada, cardPlace, channel, claimedClick, grace, poolId, postedMessage, settlement } from './arrange.ts'

/** A store that reports SQLite's query plans. */
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
    const questions = asked.filter((sql) => /^(?:select|update)/.test(sql))
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

/** The partial indexes that hold only matching rows, and a table with a row for each approver. */
const narrow = [
  'SCAN homes',
  'SCAN messages USING INDEX messages_behind',
  'SCAN steps USING INDEX steps_due',
  'SCAN clicks USING INDEX clicks_with_private_word',
  'SCAN audit_events USING INDEX audit_events_unlinked',
  'SCAN linked',
  'SCAN audit_checkpoints USING INDEX sqlite_autoindex_audit_checkpoints_1',
]
const isNarrow = (detail: string) =>
  narrow.includes(detail) || /^SCAN (?:noted_time|store|audit_chain|CONSTANT ROW)/.test(detail)

const rules = evidenceRules(testPool())

const questions: Readonly<Record<string, (ledger: Ledger) => Promise<unknown>>> = {
  'what is published in App Home, and whether anything has changed since': (ledger) =>
    ledger.publishedHomes(),
  'about whom nobody has counted the warnings': (ledger) => ledger.countWarnings('another pool', rules),
  'which messages are behind their rows': (ledger) => ledger.outdated(),
  'whether anything is to be posted': (ledger) => ledger.hasUnposted(cardPlace),
  'what is to be posted next': (ledger) => ledger.beginPosting(cardPlace),
  'who is to join a digest': (ledger) => ledger.gather(cardPlace),
  'who is to leave a digest': (ledger) => ledger.leaveDigests([]),
  'which postings have no answer': (ledger) => ledger.openPostings(),
  'which messages may have a second copy': (ledger) => ledger.doubtful(),
  'who waits in a pool': (ledger) => ledger.waiting(poolId),
  'which cards are in the wrong channel': (ledger) => ledger.misplaced([]),
  'which cards ought to be in a channel': (ledger) => ledger.openIn(channel, [poolId]),
  'which steps are due': (ledger) => ledger.dueSteps([poolId], 20),
  'how the store is doing': (ledger) => ledger.readVitals([poolId]),
  'which clicks have no end': (ledger) => ledger.unended(),
  'what ends by itself': (ledger) => ledger.endOverdue(),
  'which ends are untold': (ledger) => ledger.untold(),
  'which response_urls are too old': (ledger) => ledger.forgetResponseUrls().then(() => ledger.unended()),
  'whom a channel is to be reminded of': (ledger) =>
    ledger
      .noteTime(Date.now(), true)
      .then(() => ledger.planReminder({ channel, pools: [{ poolId, after: 0 }], isQuiet: () => false })),
  'which reminders a newer one follows': (ledger) => ledger.replacedReminders(channel),
  'what a daily digest tells': (ledger) => digest(ledger),
  'who has waited for too long': (ledger) =>
    ledger
      .noteTime(Date.now(), true)
      .then(() => ledger.noteRead(poolId, new Date(), null))
      .then(() => ledger.lapseSome(poolId, 0, { at: 0, id: '' })),
  'which digests may be forgotten': (ledger) => ledger.forgetDailyDigests(0),
  'who may be forgotten': (ledger) => ledger.oldSignUps(0, { at: 0, id: '' }),
  'which clicks may be forgotten': (ledger) => ledger.forgetClicks(0, { at: 0, id: '' }),
  'what past decisions may be forgotten': (ledger) => ledger.forgetDecisions(poolId, 0),
  'which pools remember decisions': (ledger) => ledger.rememberedPools(),
  'which audit events hold something of an applicant’s': (ledger) =>
    ledger.eraseApplicants(0, { at: 0, id: '' }),
  'which audit events are the oldest': (ledger) => ledger.deleteEvents(0, null),
  'which audit events are to be linked': (ledger) =>
    ledger
      .noteLook({ signUp: grace(), roundId: 'round', by: ada, slackRequestId: null })
      .then(() => ledger.linkSome(null)),
}

/** The second digest follows the first by a day, though hardly any time has passed: it goes by another zone. */
async function digest(ledger: Ledger): Promise<void> {
  await ledger.noteTime(Date.now(), true)
  for (const zone of ['Pacific/Pago_Pago', 'Pacific/Kiritimati'])
    await ledger.planDigest({ channel, pools: [{ poolId, digest: { at: 0, zone } }], isQuiet: () => false })
}

/** However many wait, only a page of them is read. */
const lists: Readonly<Record<string, (ledger: Ledger, roundId: string) => Promise<unknown>>> = {
  'the newest who wait': (ledger) => ledger.waitingBefore(poolId, null, 100),
  'who waits, longest first': (ledger, roundId) => ledger.pageAfter([poolId], roundId),
}

it.each(Object.entries(lists))('nothing is sorted to list %s', async (_, ask) => {
  const { ledger, plansOf } = await openExplained()
  await ledger.record([grace()])
  const [known] = await ledger.waiting(poolId)
  const plans = await plansOf(() => ask(ledger, known?.roundId ?? ''))
  expect(plans.filter((detail) => detail.includes('rounds_open'))).not.toEqual([])
  expect(plans.filter((detail) => /SCAN|TEMP B-TREE/.test(detail))).toEqual([])
})

/** In every order, and from wherever. */
const looks: readonly Partial<HomeLook>[] = (['longest', 'warnings'] as const).flatMap((order) =>
  [null, 'acme.example'].flatMap((host) =>
    (['after', 'before'] as const).map((from) => {
      const place = { id: 'store.1', signedUpAt: 1, warnings: 1 }
      return { order, host, page: { number: 3, from, place } }
    }),
  ),
)

it.each(looks)('only a page of those who wait is read for App Home: %j', async (look) => {
  const { ledger, plansOf } = await openExplained()
  await ledger.record([grace()])
  const plans = await plansOf(() =>
    ledger.readHome('U0ADA', [{ poolId, evidenceRules: rules }], { ...firstLook, ...look }),
  )
  const isScan = (detail: string) =>
    detail.startsWith('SCAN') && !/^SCAN (?:counted|memory_key)$/.test(detail)
  expect(plans.filter(isScan)).toEqual([])
  // Only the domains are ordered by how many wait from each, and the few kinds of decisions counted.
  const sorted = plans.filter((detail) => detail.includes('TEMP B-TREE'))
  expect(new Set(sorted)).toEqual(new Set(['USE TEMP B-TREE FOR ORDER BY', 'USE TEMP B-TREE FOR GROUP BY']))
  expect(sorted.length).toBe(3)
})

it('no table is read whole, and nothing is sorted, to know what speaks for and against a sign-up', async () => {
  const { ledger, plansOf } = await openExplained()
  await ledger.record([grace({ signedUpAt: new Date(), attributes: { email: 'mia@acme.example' } })])
  const [known] = await ledger.waiting(poolId)
  await ledger.settle(
    settlement(
      { clock: { now: () => new Date(0), advance: () => {} } },
      await claimedClick({ ledger }, known?.roundId ?? ''),
    ),
  )
  const { signUps } = await ledger.oldSignUps(Number.MAX_SAFE_INTEGER, null)
  const memory = 1e12
  await ledger.forget(
    signUps.map(({ id }) => id),
    Number.MAX_SAFE_INTEGER,
    new Map([[poolId, 2 * Date.now()]]),
  )
  await ledger.record([grace({ attributes: { email: 'mia@acme.example' } })])
  const [next] = await ledger.waiting(poolId)
  const rules = evidenceRules(testPool({ memory }))
  const plans = await plansOf(() => ledger.evidence(next?.roundId ?? '', rules))
  expect(
    plans.filter((detail) => /decided_by|by_host|past_decisions_by/.test(detail)).length,
  ).toBeGreaterThan(5)
  const isKey = (detail: string) => detail === 'SCAN memory_key' || detail === 'SCAN counted'
  expect(plans.filter((detail) => /SCAN|TEMP B-TREE/.test(detail) && !isKey(detail))).toEqual([])
})

it.each(Object.entries(questions))('no table is read whole to know %s', async (_, ask) => {
  const { ledger, plansOf } = await openExplained()
  await ledger.record([grace()])
  await postedMessage({ ledger })
  const plans = await plansOf(() => ask(ledger))
  expect(plans.filter((detail) => detail.startsWith('SCAN') && !isNarrow(detail))).toEqual([])
})
