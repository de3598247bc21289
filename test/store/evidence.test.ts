// Evidence is read from rows: who else came from the host lately, and what was decided about the address and the host.
import { describe, expect, it } from 'vitest'
import type { ClickEnd } from '../../src/domain/click.ts'
import type { Evidence, EvidenceRules } from '../../src/domain/evidence.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { testPool } from '../support/pool.ts'
import {
  ada,
  claimedClick,
  entriesIn,
  entryOf,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const day = 24 * 60 * 60_000
const rules = evidenceRules(testPool())

let people = 0

/** Somebody who signs up now with this address. */
async function signedUp(store: Store, email: string, inPool = poolId) {
  people += 1
  const sub = `sub-${people}`
  const signUp = { sub, userName: sub, signedUpAt: store.clock.now(), attributes: { email }, poolId: inPool }
  return (await waitingRound(store, grace(signUp))).roundId
}

async function approved(store: Store, email: string, inPool = poolId) {
  const roundId = await signedUp(store, email, inPool)
  await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
}

async function denied(store: Store, email: string, reason = 'Spam or a bot') {
  const roundId = await signedUp(store, email)
  const request = { kind: 'deny', roundId, reason, note: 'A secret', onDeny: 'keep' } as const
  const { id: clickId } = await writtenClick(store, roundId, { request })
  const claim = await store.ledger.claim(clickId, roundId, 'process 1')
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  const account = { kind: 'kept' } as const
  const ending = {
    kind: 'denied',
    by: ada,
    reason,
    note: 'A secret',
    at: store.clock.now(),
    account,
  } as const
  const end: ClickEnd = { kind: 'denied', ending }
  await store.ledger.settle({
    roundId,
    clickId,
    fence: claim.fence,
    ending,
    end,
    answered: null,
    awsRequestId: null,
  })
  return roundId
}

async function evidenceOf(store: Store, email: string, by: EvidenceRules = rules): Promise<Evidence> {
  const evidence = await store.ledger.evidence(await signedUp(store, email), by)
  if (evidence === null) throw new Error(`Nothing is known of ${email}`)
  return evidence
}

describe('what was decided before', () => {
  it('is told of whoever claims the same mailbox, however it is written', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example', 'Duplicate')
    store.clock.advance(day)
    const refusedAt = store.clock.now()
    await denied(store, 'MIA+tag@Acme.example.')
    await approved(store, 'mia@acme.example')
    const { address } = await evidenceOf(store, 'Mia@ACME.example')
    expect(address.refused).toEqual({ times: 2, last: { at: refusedAt, reason: 'Spam or a bot' } })
    expect(address.approved).toEqual({ times: 1, last: { at: refusedAt, reason: null } })
    expect((await evidenceOf(store, 'max@acme.example')).address).toEqual({ refused: null, approved: null })
  })

  it('is counted for its host, but not for free mail, and not for other pools', async () => {
    const store = await openStore()
    for (const one of ['a', 'b', 'c']) await approved(store, `${one}@acme.example`)
    await approved(store, 'd@acme.example', 'eu-west-1_Other')
    await approved(store, 'e@mail.acme.example')
    await denied(store, 'f@acme.example')
    await denied(store, 'g@gmail.com')
    expect((await evidenceOf(store, 'h@acme.example')).decided).toEqual({ approved: 3, refused: 1 })
    expect((await evidenceOf(store, 'h@gmail.com')).decided).toEqual({ approved: 0, refused: 0 })
    expect((await evidenceOf(store, 'g@gmail.com')).address.refused?.times).toBe(1)
  })

  it('is not what was decided about the sign-up itself, which its own rounds tell', async () => {
    const store = await openStore()
    const roundId = await denied(store, 'mia@acme.example')
    const evidence = await store.ledger.evidence(roundId, rules)
    expect(evidence?.address.refused).toBeNull()
    expect(evidence?.decided).toEqual({ approved: 0, refused: 0 })
  })

  it('is not what happened outside, nor an approval that was disproved', async () => {
    const store = await openStore()
    await approved(store, 'mia@acme.example')
    const [known] = (
      await store.ledger.record(
        (
          await store.ledger.oldSignUps(store.clock.now().getTime() + 1, null)
        ).signUps.map(({ sub }) => grace({ sub, userName: sub, attributes: { email: 'mia@acme.example' } })),
      )
    ).settledBefore
    if (known === undefined) throw new Error('Nobody was approved')
    await store.ledger.disprove(known, true, null)
    const outside = (await store.ledger.waiting(poolId)).at(0)
    if (outside === undefined) throw new Error('Nobody waits again')
    await store.ledger.observe(outside, { kind: 'gone', at: store.clock.now() }, null)
    const { address, decided } = await evidenceOf(store, 'mia@acme.example')
    expect(address).toEqual({ refused: null, approved: null })
    expect(decided).toEqual({ approved: 0, refused: 0 })
  })
})

describe('who came from a host', () => {
  it('is counted within 24 hours, in this pool, up to more than a hundred', async () => {
    const store = await openStore()
    await signedUp(store, 'a@acme.example')
    store.clock.advance(day)
    await signedUp(store, 'b@acme.example')
    await signedUp(store, 'c@mail.acme.example')
    await signedUp(store, 'd@acme.example', 'eu-west-1_Other')
    expect((await evidenceOf(store, 'e@ACME.example')).lately).toBe(2)
    await store.ledger.record(
      Array.from({ length: 120 }, (_, index) =>
        grace({
          sub: `crowd-${index}`,
          userName: `crowd-${index}`,
          signedUpAt: store.clock.now(),
          attributes: { email: `${index}@acme.example` },
        }),
      ),
    )
    expect((await evidenceOf(store, 'f@acme.example')).lately).toBe(101)
  })
})

it.each(['', 'mia', 'mia@', `mia@${'x'.repeat(300)}.test`])('nothing is known of %j', async (email) => {
  const store = await openStore()
  expect(await store.ledger.evidence(await signedUp(store, email), rules)).toBeNull()
  expect(await store.ledger.evidence('unknown', rules)).toBeNull()
  await postedMessage(store)
})

it.each(['ada@[192.168.0.1]', 'a@b@acme.example', 'ada@bücher.de', `${'é'.repeat(60)}@ex.test`])(
  'an odd address such as %s is written down and found again',
  async (email) => {
    const store = await openStore()
    await denied(store, email)
    expect((await evidenceOf(store, email)).address.refused?.times).toBe(1)
  },
)

describe('a card', () => {
  it('keeps showing what was known when it was planned', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example')
    await postedMessage(store, '1.1')
    const roundId = await signedUp(store, 'mia@acme.example')
    expect((await entryOf(store, roundId)).round.evidence).toBeUndefined()
    const [shown] = entriesIn(await postedMessage(store, '1.2'))
    expect(shown?.round.evidence).toMatchObject({
      address: { refused: { times: 1, last: { reason: 'Spam or a bot' } } },
      decided: { refused: 1 },
    })
    await denied(store, 'mia@acme.example')
    expect((await entryOf(store, roundId)).round).toEqual(shown?.round)
    expect((await store.ledger.evidence(roundId, rules))?.address.refused?.times).toBe(2)
  })

  it('shows nothing of another address than its own, once that has changed', async () => {
    const store = await openStore()
    const roundId = await signedUp(store, 'mia@mailinator.com')
    const [shown] = entriesIn(await postedMessage(store))
    expect(shown?.round.evidence?.standing).toBe('throw-away')
    const { sub, userName } = (await entryOf(store, roundId)).signUp
    const changed = (email: string) =>
      store.ledger.record([grace({ sub, userName, attributes: { email, name: 'Mia' } })])
    await changed('MIA@mailinator.com')
    expect((await entryOf(store, roundId)).round.evidence?.standing).toBe('throw-away')
    await changed('mia@acme.example')
    expect((await entryOf(store, roundId)).round.evidence).toBeUndefined()
    expect((await store.ledger.evidence(roundId, rules))?.host).toBe('acme.example')
  })

  it('that has been decided before it is posted shows none', async () => {
    const store = await openStore()
    await denied(store, 'mia@mailinator.com')
    expect(entriesIn(await postedMessage(store))[0]?.round.evidence).toBeUndefined()
  })
})

describe('what is remembered past the retention', () => {
  const remembering = evidenceRules(testPool({ memory: 800 * day }))
  const memories = new Map([[poolId, 800 * day]])

  /** Forgets all that was settled, as the loop does after 400 days. */
  async function forgetRows(store: Store, remembered: ReadonlyMap<string, number> = memories) {
    store.clock.advance(400 * day)
    const before = store.clock.now().getTime()
    const { signUps } = await store.ledger.oldSignUps(before, null)
    const ids = signUps.map(({ id }) => id)
    return (await store.ledger.forget(ids, before, remembered)).forgotten
  }
  const remembered = (store: Store) => store.database.selectFrom('past_decisions').selectAll().execute()

  it('is the outcome, the day and the reason, with hashes of the address and the host, and no name', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example')
    await approved(store, 'max@acme.example')
    await approved(store, 'max@acme.example', 'eu-west-1_Other')
    await signedUp(store, '')
    expect(await forgetRows(store)).toBe(3)
    const rows = await remembered(store)
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toMatch(/mia|max|acme|U0ADA|secret/i)
    const { address, decided } = await evidenceOf(store, 'Mia@acme.example', remembering)
    const at = new Date(Date.UTC(2026, 4, 1))
    expect(address).toEqual({ refused: { times: 1, last: { at, reason: 'Spam or a bot' } }, approved: null })
    expect(decided).toEqual({ approved: 1, refused: 1 })
  })

  it('adds to what rows tell, and nothing is counted twice', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example', 'Older')
    await forgetRows(store)
    await denied(store, 'mia@acme.example', 'Newer')
    const at = store.clock.now()
    const { address, decided } = await evidenceOf(store, 'mia@acme.example', remembering)
    expect(address.refused).toEqual({ times: 2, last: { at, reason: 'Newer' } })
    expect(decided).toEqual({ approved: 0, refused: 2 })
  })

  it('is nothing where the pool has no memory, or has none any more', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example')
    await forgetRows(store, new Map())
    expect(await remembered(store)).toEqual([])
    await denied(store, 'mia@acme.example')
    await forgetRows(store)
    expect(await remembered(store)).toHaveLength(1)
    expect((await evidenceOf(store, 'mia@acme.example')).address.refused).toBeNull()
  })

  it('is gone after its time, pool by pool, as much of it as may leave in a day', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example')
    await forgetRows(store)
    const decidedOn = Date.UTC(2026, 4, 1)
    expect(await store.ledger.rememberedPools()).toEqual([poolId])
    expect(await store.ledger.forgetDecisions('eu-west-1_Other', decidedOn + 1)).toMatchObject({
      forgotten: 0,
    })
    expect(await store.ledger.forgetDecisions(poolId, decidedOn)).toMatchObject({ forgotten: 0 })
    const left = { forgotten: 1, isCut: false, next: null }
    expect(await store.ledger.forgetDecisions(poolId, decidedOn + 1)).toEqual(left)
    expect(await store.ledger.rememberedPools()).toEqual([])
    expect((await store.ledger.forgottenInDay('past_decisions')).rows).toBe(1)
  })

  it('is not told any more after its time, even before it is deleted', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example')
    await forgetRows(store)
    store.clock.advance(400 * day)
    expect((await evidenceOf(store, 'mia@acme.example', remembering)).address.refused).toBeNull()
  })

  it('does not begin where it is over already', async () => {
    const store = await openStore()
    await denied(store, 'mia@acme.example')
    await forgetRows(store, new Map([[poolId, 399 * day]]))
    expect(await remembered(store)).toEqual([])
  })
})
