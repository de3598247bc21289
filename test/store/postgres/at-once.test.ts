// What several replicas do at the same moment is done once.
import { describe, expect, it } from 'vitest'
import type { Click } from '../../../src/domain/click.ts'
import { tallyOf } from '../../../src/domain/round.ts'
import type { SeenSignUp } from '../../../src/domain/sign-up.ts'
import type { Schema } from '../../../src/store/schema.ts'
import { freshDatabase } from '../../support/postgres/databases.ts'
import {
  ada,
  begunPosting,
  bob,
  cardPlace,
  channel,
  confirmedBy,
  grace,
  newClick,
  postedMessage,
  waitingRound,
} from '../arrange.ts'
import { openedList, submissionOf } from '../arrange-lists.ts'
import { openReplica, type Replica } from './replicas.ts'

async function openReplicas(count: number): Promise<readonly [Replica, ...Replica[]]> {
  const address = await freshDatabase()
  const others = Array.from({ length: count - 1 }, () => openReplica(address))
  return [await openReplica(address), ...(await Promise.all(others))]
}

/** The same work in every replica, several times each, all at once. */
function atOnce<T>(
  replicas: readonly Replica[],
  act: (replica: Replica, turn: number) => Promise<T>,
): Promise<T[]> {
  const turns = [0, 1, 2, 3].flatMap((turn) => replicas.map((replica) => act(replica, turn)))
  return Promise.all(turns)
}

async function count(replica: Replica, table: keyof Schema): Promise<number> {
  return (await replica.database.selectFrom(table).selectAll().execute()).length
}

async function written({ ledger }: Replica, roundId: string, by = ada) {
  const written = await ledger.writeDown(newClick(roundId, { by }))
  if (written === null) throw new Error('The click was written down before')
  return written.click
}

async function claimed(replica: Replica, roundId: string) {
  const { id: clickId } = await written(replica, roundId)
  const claim = await replica.ledger.claim(clickId, roundId, 'a replica')
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  return { roundId, clickId, fence: claim.fence }
}

/** What comes of a click where two approvals are required: it relies on those that it finds, until they are still the same. */
async function approveAsOneOfTwo({ ledger }: Replica, roundId: string, click: Click): Promise<string> {
  const own = { by: click.by, clickId: click.id, at: click.at }
  for (let tries = 0; tries < 20; tries += 1) {
    const entry = await ledger.tallied(roundId)
    if (entry === null) throw new Error('The round is unknown')
    const on = (tallyOf(entry.round.state)?.given ?? []).map(({ clickId }) => clickId)
    const end = { kind: 'counted', have: 1, needed: 2, already: null, dropped: [] } as const
    const adding = {
      clickId: click.id,
      roundId,
      relied: { on, own },
      seen: entry.signUp,
      end,
      entitlement: null,
    }
    const { kind } =
      on.length === 0
        ? await ledger.addApproval(adding)
        : await ledger.claim(click.id, roundId, 'a replica', null, adding.relied)
    if (kind !== 'recount') return kind
  }
  throw new Error('Others were always first')
}

describe('of several replicas at once', () => {
  it('each records the same new users, who get one sign-up and one round each', async () => {
    const replicas = await openReplicas(3)
    const people: SeenSignUp[] = ['a', 'b', 'c'].map((name) => grace({ sub: `sub-${name}`, userName: name }))
    const recorded = await atOnce(replicas, ({ ledger }) => ledger.record(people))
    expect(recorded.reduce((sum, { added }) => sum + added, 0)).toBe(3)
    expect(await count(replicas[0], 'sign_ups')).toBe(3)
    expect(await count(replicas[0], 'rounds')).toBe(3)
  })

  it('one claims a round, and the others are told who was first', async () => {
    const replicas = await openReplicas(3)
    const { roundId } = await waitingRound(replicas[0])
    const people = [ada, bob, { userId: 'U0CY', teamId: 'T0HOME' }, { userId: 'U0DEE', teamId: 'T0HOME' }]
    const clicks = await Promise.all(people.map((by) => written(replicas[0], roundId, by)))
    const claims = await atOnce(replicas, async ({ ledger }, turn) => {
      const click = clicks[turn]
      return { click, claim: await ledger.claim(click?.id ?? '', roundId, 'a replica') }
    })
    const winners = claims.filter(({ claim }) => claim.kind === 'claimed')
    expect(winners).toHaveLength(1)
    const first = winners[0]?.click?.by
    const late = claims.filter(({ claim }) => claim.kind !== 'claimed').map(({ claim }) => claim)
    expect(new Set(late.map((claim) => JSON.stringify(claim)))).toEqual(
      new Set([JSON.stringify({ kind: 'late', first, ending: null })]),
    )
  })

  it('each counts an approval, one after the other, and one of the last two claims with all before it', async () => {
    const replicas = await openReplicas(3)
    const { roundId } = await waitingRound(replicas[0])
    const people = [ada, bob, { userId: 'U0CY', teamId: 'T0HOME' }]
    const clicks = await Promise.all(people.map((by) => written(replicas[0], roundId, by)))
    const claims = await Promise.all(
      clicks.map((click, index) => approveAsOneOfTwo(replicas[index] ?? replicas[0], roundId, click)),
    )
    expect(claims.toSorted()).toEqual(['claimed', 'counted', 'late'])
    const entry = await replicas[0].ledger.entry(roundId)
    expect(tallyOf(entry?.round.state ?? { kind: 'waiting', failure: null })?.given).toHaveLength(2)
  })

  it('one settles a round, with one audit event', async () => {
    const replicas = await openReplicas(3)
    const claim = await claimed(replicas[0], (await waitingRound(replicas[0])).roundId)
    const ending = confirmedBy(ada, new Date())
    const settled = await atOnce(replicas, ({ ledger }) =>
      ledger.settle({
        ...claim,
        ending,
        end: { kind: 'confirmed', ending },
        answered: null,
        awsRequestId: null,
      }),
    )
    expect(settled.filter(Boolean)).toHaveLength(1)
    expect(await count(replicas[0], 'audit_events')).toBe(1)
  })

  it('one takes over a dead replica’s claim', async () => {
    const replicas = await openReplicas(3)
    const { roundId } = await claimed(replicas[0], (await waitingRound(replicas[0])).roundId)
    const { until } = await replicas[0].database
      .updateTable('rounds')
      .set((row) => ({ state: row.fn('replace', ['state', row.val('"until":"2'), row.val('"until":"1')]) }))
      .returning('lease_until as until')
      .executeTakeFirstOrThrow()
    expect(until).not.toBeNull()
    const taken = await atOnce(replicas, ({ ledger }, turn) =>
      ledger.takeOver(roundId, `holder ${turn}`, false),
    )
    expect(taken.filter((fence) => fence !== null)).toEqual([2])
  })

  it('one starts the next round of a sign-up that waits again', async () => {
    const replicas = await openReplicas(3)
    const known = await waitingRound(replicas[0])
    await replicas[0].ledger.observe(known, { kind: 'gone', at: new Date() }, null)
    const [again] = (await replicas[0].ledger.record([grace()])).settledBefore
    if (again === undefined) throw new Error('No sign-up waits again')
    const reopened = await atOnce(replicas, ({ ledger }) => ledger.reopen(again))
    expect(reopened.filter(Boolean)).toHaveLength(1)
    expect(await count(replicas[0], 'rounds')).toBe(2)
  })

  it('one posts the message of a round', async () => {
    const replicas = await openReplicas(3)
    await replicas[0].ledger.record(
      ['a', 'b', 'c'].map((name) => grace({ sub: `sub-${name}`, userName: name })),
    )
    const begun = await atOnce(replicas, ({ ledger }) => ledger.beginPosting(cardPlace))
    expect(begun.filter((one) => one !== null)).toHaveLength(3)
    expect(await count(replicas[0], 'messages')).toBe(3)
    expect(await count(replicas[0], 'message_rounds')).toBe(3)
  })

  it('one posts the message that many rounds share', async () => {
    const replicas = await openReplicas(3)
    const names = Array.from({ length: 30 }, (_, index) => `guest-${index}`)
    await replicas[0].ledger.record(names.map((name) => grace({ sub: `sub-${name}`, userName: name })))
    await atOnce(replicas, ({ ledger }) => ledger.beginPosting(cardPlace))
    expect(await count(replicas[0], 'messages')).toBe(2)
    expect(await count(replicas[0], 'message_rounds')).toBe(30)
  })

  it('one submits a form', async () => {
    const replicas = await openReplicas(3)
    const { roundId } = await waitingRound(replicas[0])
    const { messageId } = await postedMessage(replicas[0])
    const list = { kind: 'approve-all', roundIds: [roundId] } as const
    const formId = await openedList(replicas[0], { kind: 'message', messageId }, list)
    const submission = submissionOf(formId)
    const written = await atOnce(replicas, ({ ledger }) => ledger.writeDownAll(submission))
    expect(written.flat()).toHaveLength(1)
    expect(await count(replicas[0], 'bulk_approvals')).toBe(1)
  })

  it('one draws a message', async () => {
    const replicas = await openReplicas(3)
    await waitingRound(replicas[0])
    const { messageId, attemptId } = await begunPosting(replicas[0])
    expect(await replicas[0].ledger.notePosted(messageId, attemptId, { channel, ts: '1.1' }, null)).toBe(true)

    const drawn = await atOnce(replicas, ({ ledger }, turn) =>
      ledger.startDrawing(messageId, `drawer ${turn}`),
    )
    expect(drawn.filter((drawing) => drawing !== null)).toHaveLength(1)
  })

  it('one gets a lease, the first time and when it is over', async () => {
    const replicas = await openReplicas(3)
    const ask = async (when: string) => {
      const given = await atOnce(replicas, async ({ ledger }, turn) => {
        const holder = `${when} ${replicas.findIndex((one) => one.ledger === ledger)} ${turn}`
        return ledger.acquireLease('work', holder, 60_000)
      })
      return given.filter((lease) => lease !== null)
    }
    expect(await ask('first')).toEqual([{ fence: 1 }])
    await replicas[0].database.updateTable('leases').set({ until: 1 }).execute()
    expect(await ask('later')).toEqual([{ fence: 2 }])
  })

  it('one writes down a click that Slack delivers to all of them', async () => {
    const replicas = await openReplicas(3)
    const { roundId } = await waitingRound(replicas[0])
    const click = newClick(roundId)
    const taken = await atOnce(replicas, ({ ledger }) => ledger.writeDown(click))
    expect(taken.filter((one) => one !== null)).toHaveLength(1)
    expect(await count(replicas[0], 'clicks')).toBe(1)
  })

  it('each takes its share of many people’s clicks on one card', async () => {
    const replicas = await openReplicas(3)
    const { roundId } = await waitingRound(replicas[0])
    const clicks = Array.from({ length: 60 }, (_, index) =>
      newClick(roundId, { by: { userId: `U${index}`, teamId: 'T' } }),
    )
    const taken = await Promise.all(
      clicks.map((click, index) => replicas[index % replicas.length]?.ledger.writeDown(click)),
    )
    expect(taken.filter((click) => click !== null && click !== undefined)).toHaveLength(60)
    expect(await replicas[0].ledger.unended()).toHaveLength(60)
  })

  it('one click is left of a person whose clicks reach several', async () => {
    const replicas = await openReplicas(3)
    const { roundId } = await waitingRound(replicas[0])
    await atOnce(replicas, ({ ledger }) => ledger.writeDown(newClick(roundId)))
    expect(await replicas[0].ledger.unended()).toHaveLength(1)
  })

  it('each sees who imitates whom, even if each discovers only one of the two', async () => {
    const replicas = await openReplicas(2)
    const [one, other] = [grace({ sub: 'sub-a', userName: 'sub-b' }), grace({ sub: 'sub-b', userName: 'b' })]
    await Promise.all([replicas[0].ledger.record([one]), replicas[1]?.ledger.record([other])])
    const marks = await replicas[0].database.selectFrom('sign_ups').select('is_imitation').execute()
    expect(marks).toEqual([{ is_imitation: 1 }, { is_imitation: 1 }])
  })
})
