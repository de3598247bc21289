// Forgetting: deletes what was settled long ago, a sign-up with everything about it.
import { type SqlBool, sql } from 'kysely'
import type { Signer } from '../../domain/countersignature.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { rowsChanged } from './chunks.ts'
import { readPlaces } from './closing.ts'
import { cutChain, oldestEvents } from './cut-chain.ts'
import { eraseApplicants } from './erase-applicants.ts'
import { addForgotten, type Limited, readForgotten } from './forgotten-rows.ts'
import { type Memories, rememberDecisions, rememberedPools } from './past-decisions.ts'

/** How far a walk from the oldest rows to the newest has come: the last row that was looked at. */
export interface Walked {
  readonly at: number
  readonly id: string
}

/** How many rounds one transaction looks at: about so many sign-ups are forgotten together, with all their rows. */
const roundsWalked = 30

const start: Walked = { at: Number.MIN_SAFE_INTEGER, id: '' }

/**
 * The part of the store that forgets what is older than `before`, in milliseconds of its own time. `isCut` if the day's limit
 * kept some of it.
 */
export function retentionLedger({ transact, newId }: StoreParts) {
  return {
    oldSignUps: (before: number, after: Walked | null) =>
      transact(async (tx) => {
        const rounds = await walkRounds(tx, before, after ?? start)
        const ids = [...new Set(rounds.map(({ signUpId }) => signUpId))]
        const signUps = ids.length === 0 ? [] : await selectOld(tx, before, ids).execute()
        return { signUps, next: nextOf(rounds, roundsWalked) }
      }),

    /** `memories` says which pools remember what was decided. */
    forget: (signUpIds: readonly string[], before: number, memories: Memories) =>
      transact(async (tx, now) => {
        if (signUpIds.length === 0) return { forgotten: 0, isCut: false }
        const old = (await selectOld(tx, before, signUpIds).execute()).map(({ id }) => id)
        return withinLimit(tx, 'sign_ups', now, old, async (ids) => {
          await rememberDecisions(tx, now, ids, { memories, newId })
          await forgetSignUps(tx, ids)
        })
      }),

    /** The pools of which past decisions are remembered. */
    rememberedPools: () => transact(rememberedPools),

    /** Forgets some decisions about sign-ups of this pool that were made before then. */
    forgetDecisions: (poolId: string, before: number) =>
      transact(async (tx, now) => {
        const rows = await walkDecisions(tx, poolId, before)
        const ids = rows.map(({ id }) => id)
        const done = await withinLimit(tx, 'past_decisions', now, ids, (some) =>
          deleteRows(tx, 'past_decisions', some),
        )
        return { ...done, next: nextOf(rows, rowsChanged) }
      }),

    /** Forgets daily digests that were planned before then. Those that are still to be posted, or in doubt, stay. */
    forgetDailyDigests: (before: number) =>
      transact(async (tx) => {
        const places = await readPlaces(tx)
        for (const { poolId, channel } of places.filter((one) => one.poolId === ''))
          await tx
            .deleteFrom('messages')
            .where('pool_id', '=', poolId)
            .where('shows', '=', 'daily')
            .where('channel', '=', channel)
            .where('kind', '=', 'gone')
            .where('planned_at', '<', before)
            .where('doubtful_until', 'is', null)
            .execute()
      }),

    /** Forgets some older clicks that are about no known round. */
    forgetClicks: (before: number, after: Walked | null) =>
      transact(async (tx, now) => {
        const rows = await walkClicks(tx, before, after ?? start)
        const remnants = rows.filter(({ roundId }) => roundId === null).map(({ id }) => id)
        const done = await withinLimit(tx, 'clicks', now, remnants, (ids) => deleteClicks(tx, ids))
        return { ...done, next: nextOf(rows, rowsChanged) }
      }),

    /** Erases what some older audit events that are about no known round hold of their applicants. */
    eraseApplicants: (before: number, after: Walked | null) =>
      transact(async (tx, now) => {
        const rows = await walkApplicants(tx, before, after ?? start)
        const remnants = rows.filter(({ roundId }) => roundId === null).map(({ id }) => id)
        const done = await withinLimit(tx, 'audit_events', now, remnants, (ids) =>
          eraseApplicants(tx, { id: newId(), at: now }, ids, 'retention'),
        )
        return { ...done, next: nextOf(rows, rowsChanged) }
      }),

    /** Deletes some of the oldest audit events, all of which are older, and says so in the chain. `next` is only whether there may be more. */
    deleteEvents: (before: number, signer: Signer | null) =>
      transact(async (tx, now) => {
        const rows = await oldestEvents(tx, before)
        const ids = rows.map(({ id }) => id)
        const done = await withinLimit(tx, 'audit_events', now, ids, (some) =>
          cutChain(tx, { id: newId(), at: now }, rows.slice(0, some.length), signer),
        )
        return { ...done, next: nextOf(rows, rowsChanged) }
      }),
  }
}

/** Forgets as many of these as may still be forgotten today, and counts them. */
async function withinLimit(
  tx: Tx,
  table: Limited,
  now: number,
  ids: readonly string[],
  forgetAll: (ids: readonly string[]) => Promise<void>,
): Promise<{ readonly forgotten: number; readonly isCut: boolean }> {
  if (ids.length === 0) return { forgotten: 0, isCut: false }
  const count = await readForgotten(tx, table, now)
  const leaving = ids.slice(0, Math.max(0, count.most - count.rows))
  if (leaving.length > 0) await forgetAll(leaving)
  await addForgotten(tx, table, count, leaving.length)
  return { forgotten: leaving.length, isCut: leaving.length < ids.length }
}

async function deleteRows(tx: Tx, table: Limited, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom(table)
    .where('id', 'in', [...ids])
    .execute()
}

/** With the forms that they opened. */
export async function deleteClicks(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await deleteRows(tx, 'clicks', ids)
  await forgetForms(tx, ids)
}

/** The list forms that these clicks opened, and the bulk decisions of which nothing else is left. */
async function forgetForms(tx: Tx, clickIds: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('list_forms')
    .where('form_id', 'in', [...clickIds])
    .execute()
  await tx
    .deleteFrom('bulk_approvals')
    .where('message_id', '=', '')
    .where('form_id', 'in', [...clickIds])
    .execute()
}

/** Null at the end of the walk. */
function nextOf(rows: readonly Walked[], limit: number): Walked | null {
  const last = rows.at(-1)
  return last === undefined || rows.length < limit ? null : { at: last.at, id: last.id }
}

function walkRounds(tx: Tx, before: number, after: Walked) {
  return tx
    .selectFrom('rounds')
    .select(['id', 'changed_at as at', 'sign_up_id as signUpId'])
    .where('kind', '=', 'settled')
    .where('changed_at', '<', before)
    .where((row) => row(row.refTuple('changed_at', 'id'), '>', row.tuple(after.at, after.id)))
    .orderBy('changed_at')
    .orderBy('id')
    .limit(roundsWalked)
    .execute()
}

/** Ended clicks, with the id of the round that they are about if it is still known. */
async function walkClicks(tx: Tx, before: number, after: Walked) {
  const rows = await tx
    .selectFrom('clicks')
    .leftJoin('rounds', 'rounds.id', 'clicks.round_id')
    .select(['clicks.id', 'clicks.ended_at as at', 'rounds.id as roundId'])
    .where('clicks.ended_at', '<', before)
    .where((row) => row(row.refTuple('clicks.ended_at', 'clicks.id'), '>', row.tuple(after.at, after.id)))
    .orderBy('clicks.ended_at')
    .orderBy('clicks.id')
    .limit(rowsChanged)
    .execute()
  return rows.map((row) => ({ ...row, at: row.at ?? after.at }))
}

/** Audit events that hold something of an applicant's, in the words of the index that holds just these. */
function walkApplicants(tx: Tx, before: number, after: Walked) {
  return tx
    .selectFrom('audit_events')
    .leftJoin('rounds', 'rounds.id', 'audit_events.round_id')
    .select(['audit_events.id', 'audit_events.at', 'rounds.id as roundId'])
    .where(sql<SqlBool>`audit_events.applicant_salt is not null`)
    .where('audit_events.seq', 'is not', null)
    .where('audit_events.at', '<', before)
    .where((row) =>
      row(row.refTuple('audit_events.at', 'audit_events.id'), '>', row.tuple(after.at, after.id)),
    )
    .orderBy('audit_events.at')
    .orderBy('audit_events.id')
    .limit(rowsChanged)
    .execute()
}

function walkDecisions(tx: Tx, poolId: string, before: number) {
  return tx
    .selectFrom('past_decisions')
    .select(['id', 'day as at'])
    .where('pool_id', '=', poolId)
    .where('day', '<', before)
    .orderBy('day')
    .orderBy('id')
    .limit(rowsChanged)
    .execute()
}

/**
 * Those of these sign-ups without a round that waits, is claimed, or was settled since, and without a click that has yet to
 * end. Those that another sign-up imitates are kept, because decisions about the imitation depend on them.
 */
function selectOld(tx: Tx, before: number, signUpIds: readonly string[]) {
  return tx
    .selectFrom('sign_ups')
    .select(['sign_ups.id', 'sign_ups.pool_id as poolId', 'sign_ups.sub'])
    .where('sign_ups.id', 'in', [...signUpIds])
    .where('sign_ups.is_imitation', '=', 0)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('rounds')
            .select(sql.lit(1).as('one'))
            .whereRef('rounds.sign_up_id', '=', 'sign_ups.id')
            .where((round) =>
              round.or([round('rounds.kind', '<>', 'settled'), round('rounds.changed_at', '>=', before)]),
            ),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('clicks')
            .innerJoin('rounds', 'rounds.id', 'clicks.round_id')
            .select(sql.lit(1).as('one'))
            .whereRef('rounds.sign_up_id', '=', 'sign_ups.id')
            .where('clicks.ended_at', 'is', null),
        ),
      ),
    )
}

/** Their clicks and audit events become remnants, which are forgotten at their own age. */
export async function forgetSignUps(tx: Tx, ids: readonly string[]): Promise<void> {
  const rounds = tx
    .selectFrom('rounds')
    .select('id')
    .where('sign_up_id', 'in', [...ids])
  const shown = await tx
    .deleteFrom('message_rounds')
    .where('round_id', 'in', rounds)
    .returning('message_id')
    .execute()
  const counted = await tx
    .selectFrom('rounds')
    .select('digest_id as message_id')
    .distinct()
    .where('sign_up_id', 'in', [...ids])
    .where('digest_id', 'is not', null)
    .execute()
  for (const table of ['attempts', 'steps', 'rounds'] as const)
    await tx
      .deleteFrom(table)
      .where('sign_up_id', 'in', [...ids])
      .execute()
  await forgetEmpty(tx, [...new Set([...shown, ...counted].flatMap((row) => row.message_id ?? []))])
  await tx
    .deleteFrom('sign_ups')
    .where('id', 'in', [...ids])
    .execute()
}

/** Those of these messages that show nobody any more, and what was asked for on them. */
async function forgetEmpty(tx: Tx, messages: readonly string[]): Promise<void> {
  if (messages.length === 0) return
  await tx
    .deleteFrom('messages')
    .where('id', 'in', [...messages])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('message_rounds')
            .select('message_rounds.round_id')
            .whereRef('message_rounds.message_id', '=', 'messages.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('rounds').select('rounds.id').whereRef('rounds.digest_id', '=', 'messages.id'))),
    )
    .execute()
  await tx
    .deleteFrom('bulk_approvals')
    .where('message_id', 'in', [...messages])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('messages')
            .select('messages.id')
            .whereRef('messages.id', '=', 'bulk_approvals.message_id'),
        ),
      ),
    )
    .execute()
}
