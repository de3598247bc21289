// What happened in a pool within some time, counted from the audit log and the rounds, and who waits.
import { z } from 'zod'
import type { Deciders, PoolDay } from '../../domain/daily-digest.ts'
import { entitlementFormat } from '../../domain/entitlement.ts'
import { endingFormat } from '../../domain/round.ts'
import type { Tx } from '../transaction.ts'

interface Span {
  /** In milliseconds. This moment does not belong to it, but `until` does. */
  readonly since: number
  readonly until: number
}

export async function readPoolDay(tx: Tx, poolId: string, span: Span): Promise<PoolDay> {
  const events = await readEvents(tx, poolId, span)
  const seen = await readSeen(tx, poolId, span)
  const timesOf = (...kinds: readonly string[]) =>
    events.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { times }) => sum + times, 0)
  const decidersOf = (kind: string, ending: string) =>
    addedUp([
      ...events.filter((event) => event.kind === kind),
      ...seen.filter((one) => one.kind === ending).map(({ by }) => ({ ...by, times: 1 })),
    ])
  return {
    poolId,
    since: new Date(span.since),
    came: await countCame(tx, poolId, span),
    approved: decidersOf('click-confirmed', 'confirmed'),
    denied: decidersOf('click-denied', 'denied'),
    undone: decidersOf('click-undone', 'undone'),
    failed: timesOf('click-failed'),
    lapsed: timesOf('lapsed'),
    outside: timesOf('seen-confirmed-elsewhere', 'seen-disabled', 'seen-gone'),
    ...(await readWaiting(tx, poolId)),
  }
}

const counted = [
  'click-confirmed',
  'click-denied',
  'click-undone',
  'click-failed',
  'lapsed',
  'seen-confirmed-elsewhere',
  'seen-disabled',
  'seen-gone',
] as const

interface Times {
  readonly userId: string
  readonly name: string | null
  readonly times: number
}

/** How often each person did each. Of all pools: only the time is asked of an index. */
async function readEvents(tx: Tx, poolId: string, { since, until }: Span) {
  const rows = await tx
    .selectFrom('audit_events')
    .select(({ fn }) => [
      'pool_id as poolId',
      'kind',
      'user_id as userId',
      fn.countAll().as('times'),
      // Any one of them tells what the person is called.
      fn.max('entitlement').as('entitlement'),
    ])
    .where('at', '>', since)
    .where('at', '<=', until)
    .where('kind', 'in', counted)
    .groupBy(['pool_id', 'kind', 'user_id'])
    .execute()
  return rows
    .filter((row) => row.poolId === poolId)
    .map((row) => ({
      kind: row.kind,
      userId: row.userId ?? '',
      name: nameIn(row.entitlement),
      times: Number(row.times),
    }))
}

function nameIn(entitlement: string | null): string | null {
  return entitlement === null ? null : entitlementFormat.parse(JSON.parse(entitlement)).personal.name
}

const overtakenFormat = z.object({ ending: endingFormat })

/** Decisions that were found to have worked only later, or by somebody else's click. */
async function readSeen(tx: Tx, poolId: string, { since, until }: Span) {
  const rows = await tx
    .selectFrom('audit_events')
    .select(['pool_id as poolId', 'kind', 'outcome'])
    .where('at', '>', since)
    .where('at', '<=', until)
    .where('kind', 'in', ['seen-confirmed', 'seen-denied', 'click-overtaken'])
    .execute()
  return rows
    .filter((row) => row.poolId === poolId)
    .flatMap(({ kind, outcome }) => {
      const said: unknown = JSON.parse(outcome)
      const ending =
        kind === 'click-overtaken' ? overtakenFormat.parse(said).ending : endingFormat.parse(said)
      return 'by' in ending ? [{ kind: ending.kind, by: { userId: ending.by.userId, name: null } }] : []
    })
}

/** One entry for each person, whoever did it most first. */
function addedUp(all: readonly Times[]): Deciders {
  const people = new Map<string, Times>()
  for (const { userId, name, times } of all) {
    const before = people.get(userId)
    people.set(userId, { userId, name: before?.name ?? name, times: times + (before?.times ?? 0) })
  }
  return [...people.values()].toSorted((one, other) => other.times - one.times)
}

const anyKind = ['waiting', 'claimed', 'settled']

async function countCame(tx: Tx, poolId: string, { since, until }: Span): Promise<number> {
  const { count } = await tx
    .selectFrom('rounds')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('pool_id', '=', poolId)
    .where('kind', 'in', anyKind)
    .where('opened_at', '>', since)
    .where('opened_at', '<=', until)
    .where('number', '=', 1)
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function readWaiting(tx: Tx, poolId: string): Promise<Pick<PoolDay, 'waiting' | 'waitingSince'>> {
  const { count, since } = await tx
    .selectFrom('rounds')
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('opened_at').as('since')])
    .where('pool_id', '=', poolId)
    .where('kind', 'in', ['waiting', 'claimed'])
    .executeTakeFirstOrThrow()
  const waiting = Number(count)
  return { waiting, waitingSince: waiting === 0 ? null : new Date(Number(since)) }
}
