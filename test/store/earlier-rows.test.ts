// A store as the version before digests, lists and steps left it, with rows of every kind: they are brought up to date, and
// what was begun goes on.
import { randomUUID } from 'node:crypto'
import SqliteDatabase from 'better-sqlite3'
import { expect, inject, it } from 'vitest'
import type { PostingPlace } from '../../src/domain/card-view.ts'
import { offersOf } from '../../src/domain/offers.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { migrations } from '../../src/store/migrations.ts'
import { openStore as openOwnStore, type StoreAddress } from '../../src/store/open-store.ts'
import { testPool } from '../support/pool.ts'
import { asAdministrator, freshDatabase } from '../support/postgres/databases.ts'
import { ada, bob, cardPlace, channel, confirmedBy, entryOf, poolId } from './arrange.ts'
import { submissionOf } from './arrange-lists.ts'
import { openStore, type Store, storePath } from './open-store.ts'

/** 1 May 2026, as the store's clock has it. */
const noon = Date.UTC(2026, 4, 1, 12)
const [hour, day] = [3_600_000, 86_400_000]
const iso = (at: number) => new Date(at).toISOString()
const [otherPool, plannedPool, newPool] = ['eu-west-1_Other', 'eu-west-1_Planned', 'eu-west-1_New']

type Row = Readonly<Record<string, string | number | null>>

const rows: [string, Row][] = []
const add = (table: string, row: Row) => rows.push([table, row])

interface Old {
  readonly pool?: string
  readonly host?: string
  readonly card?: string
  readonly state?: { readonly kind: string; readonly [key: string]: unknown }
  readonly round?: Row
}

function addSignUp(name: string, { pool = poolId, host = 'acme.example', card, state, round }: Old): void {
  const email = `${name}@${host}`
  const now = state ?? { kind: 'waiting', failure: null }
  add('sign_ups', {
    id: `sign-up ${name}`,
    pool_id: pool,
    sub: name,
    user_name: name,
    folded_sub: name,
    folded_name: name,
    attributes: JSON.stringify({ email }),
    signed_up_at: noon - day,
    is_imitation: 0,
    seen_at: noon - day,
    folded_address: email,
    folded_host: host,
  })
  add('rounds', {
    id: name,
    sign_up_id: `sign-up ${name}`,
    pool_id: pool,
    signed_up_at: noon - day,
    number: 1,
    version: 2,
    fence: now.kind === 'waiting' ? 0 : 1,
    kind: now.kind,
    state: JSON.stringify(now),
    opened_at: noon - day,
    changed_at: noon - day,
    card: card ?? 'held-back',
    ...round,
  })
}

function addMessage(id: string, shows: string, change: Row & { readonly pool_id?: string } = {}): void {
  const live = {
    kind: 'live',
    ts: id,
    drawn: { version: 1, rounds: {} },
    fence: 1,
    drawing: null,
    doubt: null,
  }
  const isLive = change['kind'] === undefined
  add('messages', {
    id,
    pool_id: poolId,
    channel,
    shows,
    planned_at: noon - day,
    version: 1,
    is_plain: 0,
    state: JSON.stringify(isLive ? live : { kind: 'planned', doubt: null }),
    kind: 'live',
    ts: isLive ? id : null,
    drawn_version: isLive ? 1 : null,
    ...change,
  })
}

for (const pool of [poolId, otherPool, plannedPool]) add('first_scans', { pool_id: pool, at: noon - day })
addSignUp('shown', { card: 'shown' })
addMessage('1.1', 'cards')
add('message_rounds', { message_id: '1.1', round_id: 'shown', position: 0 })
const confirmed = {
  kind: 'settled',
  ending: JSON.parse(JSON.stringify(confirmedBy(bob, new Date(noon - hour)))),
}
addSignUp('confirmed', { card: 'shown', state: confirmed, round: { undo_until: noon + hour } })
const given = [{ by: ada, clickId: 'approval', at: iso(noon - 6 * day) }]
const counting = { kind: 'waiting', failure: null, tally: { given, dropped: null } }
addSignUp('counted', { card: 'shown', state: counting, round: { changed_at: noon - 6 * day } })
for (const [id, name] of [
  ['2.1', 'confirmed'],
  ['2.2', 'counted'],
] as const) {
  addMessage(id, 'cards')
  add('message_rounds', { message_id: id, round_id: name, position: 0 })
}
addSignUp('held', {})
addSignUp('warned', { host: 'mailinator.com' })
const claim = {
  clickId: 'claiming',
  decision: 'approve',
  by: bob,
  holder: 'a dead process',
  fence: 1,
  since: iso(noon - hour),
  until: iso(noon - hour),
}
addSignUp('claimed', { state: { kind: 'claimed', claim }, round: { lease_until: noon - hour } })
addMessage('3.1', 'held-back')
addSignUp('other', { pool: otherPool })
addMessage('3.2', 'held-back', { pool_id: otherPool, planned_at: noon - hour })
addSignUp('planned', { pool: plannedPool })
addMessage('3.3', 'held-back', { pool_id: plannedPool, channel: 'C0PLANNED', kind: 'planned' })
addSignUp('unscanned', { pool: newPool })

const click = { told_by: 'card', user_id: bob.userId, team_id: bob.teamId, channel, clicked_at: noon - hour }
const approve = JSON.stringify({ kind: 'approve', roundId: 'claimed' })
add('clicks', { id: 'claiming', round_id: 'claimed', request: approve, delivery_key: 'k1', ...click })
add('clicks', {
  id: 'form',
  delivery_key: 'k2',
  ...click,
  user_id: ada.userId,
  request: JSON.stringify({ kind: 'open-form', messageId: '1.1' }),
  outcome: JSON.stringify({ kind: 'answered', answer: { kind: 'approve-all', roundIds: ['shown'] } }),
  ended_at: noon - hour,
  teller: 'form',
  told_at: noon - hour,
})

const literal = (value: string | number | null) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
const statements = rows.map(([table, row]) => {
  const values = Object.values(row).map(literal)
  return `insert into ${table} (${Object.keys(row).join()}) values (${values.join()});`
})

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** With the tables of then, and those rows. */
async function storeOfThen(): Promise<StoreAddress> {
  const isPostgres = inject('database') === 'postgres'
  const address: StoreAddress = isPostgres
    ? await freshDatabase({ isEmpty: true })
    : { kind: 'sqlite', path: storePath() }
  const list = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0007'))
  const opened = await openOwnStore({ address, origin: randomUUID(), clock: systemClock, log: quiet, list })
  if (opened.kind !== 'open') throw new Error(`The store is ${opened.kind}`)
  await opened.close()
  const text = statements.join('\n')
  if (address.kind === 'postgres') await asAdministrator(address.port, text, address.database)
  else {
    const file = new SqliteDatabase(address.path)
    file.exec(text)
    file.close()
  }
  return address
}

const placeOf = (where: string, ...pools: readonly string[]): PostingPlace => ({
  ...cardPlace,
  channel: where,
  rushAt: 60,
  pools: pools.map((id) => ({
    poolId: id,
    isRead: false,
    howManyShare: ({ length }) => length,
    evidenceRules: evidenceRules(testPool({ id })),
  })),
})

async function draw({ ledger }: Store, messageId: string) {
  const drawing = await ledger.startDrawing(messageId, 'process 1')
  if (drawing !== null) await ledger.finishDrawing(drawing)
  return drawing?.shown
}

async function standing({ database }: Store) {
  const read = await database.selectFrom('rounds').select(['id', 'card', 'digest_id as digestId']).execute()
  return Object.fromEntries(read.map(({ id, card, digestId }) => [id, digestId ?? card]))
}

it('who was held back stands in the channel’s newest notice, which is a digest now', async () => {
  const store = await openStore(await storeOfThen())
  const { ledger } = store
  const before = {
    shown: 'shown',
    confirmed: 'shown',
    counted: 'shown',
    held: '3.2',
    warned: '3.2',
    claimed: '3.2',
    other: '3.2',
    planned: '3.3',
    unscanned: 'digest',
  }
  expect(await standing(store)).toEqual(before)
  await ledger.leaveDigests([poolId, otherPool, plannedPool, newPool])
  const place = placeOf(channel, poolId, otherPool)
  expect(await ledger.gather(place)).toBe(0)
  expect(await ledger.hasUnposted(place)).toBe(false)
  expect(await standing(store)).toEqual(before)
  expect(await draw(store, '3.1')).toMatchObject({ kind: 'digest', digest: { pools: [], results: [] } })
  expect(await draw(store, '3.2')).toMatchObject({
    digest: {
      pools: [
        { poolId, waiting: 3, warned: 1 },
        { poolId: otherPool, waiting: 1, warned: 0, hosts: [{ host: 'acme.example', count: 1 }] },
      ],
    },
  })
  const inPlanned = placeOf('C0PLANNED', plannedPool)
  expect(await ledger.gather(inPlanned)).toBe(0)
  expect(await ledger.beginPosting(inPlanned)).toMatchObject({ messageId: '3.3', shown: { kind: 'digest' } })
  // Nobody joins one before the whole list was read.
  const inNew = placeOf('C0NEW', newPool)
  expect(await ledger.gather(inNew)).toBe(0)
  await ledger.noteScanned(newPool)
  expect(await ledger.gather(inNew)).toBe(1)
  expect(await ledger.beginPosting(inNew)).toMatchObject({
    shown: { digest: { pools: [{ poolId: newPool, waiting: 1 }] } },
  })
})

it('whoever is in a list has their evidence, and what was claimed ends as a result of the digest', async () => {
  const store = await openStore(await storeOfThen())
  const { ledger } = store
  await ledger.gather(placeOf(channel, poolId, otherPool))
  const waiting = await ledger.waitingInDigest('3.2', poolId)
  expect(waiting?.entries.map(({ round }) => [round.id, round.evidence?.standing])).toEqual([
    ['held', 'unknown'],
    ['warned', 'throw-away'],
  ])
  const fence = await ledger.takeOver('claimed', 'process 2', true)
  const ending = confirmedBy(bob, store.clock.now())
  const held = { roundId: 'claimed', clickId: 'claiming', fence: fence ?? 0 }
  const end = { kind: 'confirmed', ending } as const
  const deeds = [{ kind: 'tell-member' }] as const
  await ledger.settle({ ...held, ending, end, answered: null, awsRequestId: null, deeds })
  expect(await draw(store, '3.2')).toMatchObject({
    digest: { results: [{ kind: 'confirmed', by: bob, count: 1 }] },
  })
  expect(await ledger.dueSteps([poolId], 20)).toEqual([{ poolId, sub: 'claimed' }])
})

it('cards, approvals, forms and what can be undone are as they were', async () => {
  const store = await openStore(await storeOfThen())
  const { ledger, clock } = store
  expect(offersOf(await entryOf(store, 'confirmed'))).toEqual(['undo', 'details'])
  expect((await entryOf(store, 'confirmed')).round.steps).toBeUndefined()
  const tallyNow = async () => (await entryOf(store, 'counted')).round.state
  await ledger.endOverdue()
  expect(await tallyNow()).toMatchObject({ tally: { given: [{ by: ada }] } })
  expect(await ledger.writeDownAll(submissionOf('form'))).toMatchObject([
    { request: { kind: 'approve', roundId: 'shown' }, by: ada },
  ])
  expect(await ledger.listForm('form', ada.userId)).toBeNull()
  const home = await ledger.readHome(ada.userId, [{ poolId, evidenceRules: evidenceRules(testPool()) }], {
    order: 'longest',
    poolId: null,
    host: 'mailinator.com',
    page: null,
  })
  expect(home.facts).toMatchObject({ total: 1, waiting: [{ poolId, count: 5 }] })
  clock.advance(day)
  await ledger.endOverdue()
  expect(await tallyNow()).toMatchObject({ tally: { given: [], dropped: { all: [{ because: 'lapsed' }] } } })
  expect(offersOf(await entryOf(store, 'confirmed'))).toEqual(['details'])
  await ledger.noteTime(clock.now().getTime(), true)
  const pools = [{ poolId, after: hour }]
  expect(await ledger.planReminder({ channel, pools, isQuiet: () => false })).toBe(true)
})
