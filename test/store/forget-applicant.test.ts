// An applicant who is forgotten leaves nothing of themselves in the store, and the audit chain still verifies.
import { describe, expect, it } from 'vitest'
import { findApplicants, forgetApplicant, forgetRemembered } from '../../src/store/audit/forget-applicant.ts'
import { noteRestore } from '../../src/store/audit/note-restore.ts'
import { tableKeys } from '../../src/store/table-keys.ts'
import {
  ada,
  claimedClick,
  entryOf,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'
import { linkAll, verify } from './verify-store.ts'

const mia = {
  sub: 'sub-mia',
  userName: 'mia-ortiz',
  attributes: { email: 'Mia.Ortiz@example.com', name: 'Mia Ortiz' },
}

const grounds = {
  through: { kind: 'users' },
  asked: 'button',
  personal: { name: 'Ada', userName: mia.userName, shown: mia.attributes },
} as const

/** Ada has approved her; her card is posted at this time. */
async function approvedMia(store: Store): Promise<void> {
  const { ledger } = store
  const { roundId } = await waitingRound(store, grace(mia))
  await postedMessage(store, '7.7')
  const { id } = await writtenClick(store, roundId)
  const claim = await ledger.claim(id, roundId, 'process 1', grounds)
  if (claim.kind !== 'claimed') throw new Error(claim.kind)
  const { fence, attempt } = claim
  await ledger.settle(settlement(store, { roundId, clickId: id, fence, attemptId: attempt?.id ?? '' }))
  const command = await writtenClick(store, '', {
    request: { kind: 'command', text: mia.attributes.email },
    toldBy: 'privately',
  })
  await ledger.end(
    command.id,
    { kind: 'answered', answer: { kind: 'too-many', user: mia.attributes.email } },
    null,
  )
}

async function everything({ database }: Store): Promise<string> {
  const rows = []
  for (const table of Object.keys(tableKeys).filter(
    (name): name is keyof typeof tableKeys => name in tableKeys,
  ))
    rows.push(await database.selectFrom(table).selectAll().execute())
  return JSON.stringify(rows)
}

async function forget(store: Store, who: Parameters<typeof findApplicants>[1]) {
  await linkAll(store)
  const found = await store.transact((tx) => findApplicants(tx, who))
  const results = []
  for (const one of found)
    results.push(await store.transact((tx, now) => forgetApplicant(tx, now, one, () => crypto.randomUUID())))
  await linkAll(store)
  return results
}

describe('an applicant who is forgotten', () => {
  it.each([{ sub: mia.sub }, { email: 'mia.ortiz@EXAMPLE.com' }])(
    'by %j leaves nothing of themselves',
    async (who) => {
      const store = await openStore()
      await approvedMia(store)
      expect(await everything(store)).toMatch(/mia/i)
      expect(await forget(store, who)).toEqual([
        { kind: 'forgotten', events: 2, clicks: 2, places: [{ channel: 'C0SIGNUPS', ts: '7.7' }], shared: 0 },
      ])
      expect((await everything(store)).replaceAll(mia.sub, '')).not.toMatch(/mia|ortiz/i)
      const report = await verify(store)
      expect(report).toMatchObject({ damages: 0, erased: 2 })
      const approval = await store.database
        .selectFrom('audit_events')
        .selectAll()
        .where('kind', '=', 'click-confirmed')
        .executeTakeFirst()
      expect(approval).toMatchObject({ user_id: ada.userId, sub: mia.sub, applicant_salt: null })
      expect(approval?.entitlement).toContain('Ada')
    },
  )

  it('takes nobody else along', async () => {
    const store = await openStore()
    await approvedMia(store)
    const { roundId } = await waitingRound(store, grace())
    await claimedClick(store, roundId)
    await forget(store, { sub: mia.sub })
    expect(await everything(store)).toContain('grace@example.com')
    expect(await forget(store, { email: 'somebody@example.com' })).toEqual([])
  })

  it.each([
    ['joanna@example.com', false],
    ['ann@example.com', false],
    ['ann.ortiz', false],
    ['history ANN', true],
    ['"ann".', true],
    ['<mailto:a@b.example|a@b.example>', true],
    ['<mailto:A+news@b.example|A+news@b.example> pool', true],
    [`${'x'.repeat(300)} ann`, true],
    ['xa@b.example', false],
  ])('is named in the command %j: %s', async (text, isTheirs) => {
    const store = await openStore()
    await waitingRound(
      store,
      grace({ sub: 'sub-ann', userName: 'ann', attributes: { email: 'a@b.example' } }),
    )
    await store.database.updateTable('rounds').set({ kind: 'settled' }).execute()
    const { id } = await writtenClick(store, '', { request: { kind: 'command', text }, toldBy: 'privately' })
    await store.ledger.end(id, { kind: 'answered', answer: { kind: 'too-many', user: text } }, null)
    await forget(store, { sub: 'sub-ann' })
    expect((await everything(store)).includes(JSON.stringify(text).slice(1, -1))).toBe(!isTheirs)
  })

  it('is not remembered either, when their rows are gone since long', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store, grace(mia))
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    const signUps = await store.database.selectFrom('sign_ups').select('id').execute()
    await store.ledger.forget(
      signUps.map(({ id }) => id),
      Number.MAX_SAFE_INTEGER,
      new Map([[poolId, Number.MAX_SAFE_INTEGER]]),
    )
    const forgetting = (email: string) => store.transact((tx) => forgetRemembered(tx, email))
    expect(await forgetting('somebody@example.com')).toBe(0)
    expect(await forgetting('mia.ortiz@EXAMPLE.com')).toBe(1)
    expect(await store.database.selectFrom('past_decisions').selectAll().execute()).toEqual([])
  })

  it('is imitated all the same by who is called like their id', async () => {
    const store = await openStore()
    const imitation = grace({ sub: 'sub-mallory', userName: mia.sub.toUpperCase() })
    await approvedMia(store)
    const mallory = await waitingRound(store, imitation)
    await store.ledger.observe(mallory, { kind: 'gone', at: store.clock.now() }, null)
    expect(await forget(store, { sub: mia.sub })).toMatchObject([{ kind: 'forgotten' }])
    const [again] = (await store.ledger.record([imitation])).settledBefore
    if (again !== undefined) await store.ledger.reopen(again)
    await waitingRound(store, { ...imitation, sub: 'sub-malvolio', userName: mia.sub })
    const waiting = await store.ledger.waiting(imitation.poolId)
    expect(waiting).toHaveLength(2)
    for (const { roundId } of waiting) expect((await entryOf(store, roundId)).signUp.isImitation).toBe(true)
  })

  it('is kept while they wait', async () => {
    const store = await openStore()
    await waitingRound(store, grace(mia))
    expect(await forget(store, { sub: mia.sub })).toEqual([{ kind: 'waiting' }])
    expect(await everything(store)).toContain('Mia Ortiz')
  })
})

it('a store that was restored says so in its chain', async () => {
  const store = await openStore()
  await linkAll(store)
  expect(await store.transact((tx, now) => noteRestore(tx, now, 'event', 'The disk was lost'))).toBe(1)
  await linkAll(store)
  expect(await verify(store)).toMatchObject({
    damages: 0,
    restored: [{ seq: 2, note: 'The disk was lost', lost: null }],
  })
})
