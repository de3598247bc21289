// What polls write down: who is new, what changed, and what was seen to end outside.
import { fold } from '../../domain/fold.ts'
import {
  confirmationIn,
  type Ending,
  isLeftWaiting,
  type KnownRound,
  roundStateFormat,
  type SettledRound,
} from '../../domain/round.ts'
import type { SeenSignUp } from '../../domain/sign-up.ts'
import type { Deed } from '../../domain/step.ts'
import { type Origin, originFormat } from '../../domain/way-back.ts'
import { count } from '../counting.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { addressColumns } from './address-columns.ts'
import { voidApprovals } from './approvals.ts'
import { auditObservation } from './audit.ts'
import { followEnding } from './change-steps.ts'
import { chunksOf, readAll, rowsChanged } from './chunks.ts'
import { forgetEvidence } from './evidence.ts'
import { markImitations, markNewImitation } from './imitations.ts'
import { changeRound, openRound, readRound, touchRounds } from './rounds.ts'

/** The part of the store that discovery works with. */
export function discoveryLedger({ transact, newId }: StoreParts) {
  const recordSome = (seen: readonly SeenSignUp[], backlogAge?: number) =>
    transact(async (tx, now) => {
      const known = await knownSignUps(tx, seen)
      const started = await startedPools(tx)
      const isHeldBack = ({ poolId, signedUpAt }: SeenSignUp) =>
        backlogAge !== undefined && !started.has(poolId) && signedUpAt.getTime() < now - backlogAge
      let added = 0
      let changed = 0
      const settledBefore: SettledRound[] = []
      for (const one of seen) {
        const before = known.get(keyOf(one.poolId, one.sub))
        if (before === undefined) {
          await add(tx, now, one, { newId, isHeldBack: isHeldBack(one) })
          added += 1
          continue
        }
        if (await refresh(tx, now, newId, one, before)) changed += 1
        const settled = settledRound(before)
        if (settled !== null) settledBefore.push(settled)
      }
      return { added, changed, settledBefore }
    })

  return {
    waiting: (poolId: string): Promise<readonly KnownRound[]> =>
      readAll<KnownRound>((last, limit) => transact((tx) => readWaiting(tx, poolId, last, limit))),

    record: async (seen: readonly SeenSignUp[], backlogAge?: number) => {
      const recorded = []
      for (const some of chunksOf(eachOnce(seen), rowsChanged))
        recorded.push(await recordSome(some, backlogAge))
      return {
        added: recorded.reduce((sum, { added }) => sum + added, 0),
        changed: recorded.reduce((sum, { changed }) => sum + changed, 0),
        settledBefore: recorded.flatMap(({ settledBefore }) => settledBefore),
      }
    },

    noteScanned: (poolId: string) =>
      transact(async (tx, now) => {
        await tx
          .insertInto('first_scans')
          .values({ pool_id: poolId, at: now })
          .onConflict((conflict) => conflict.column('pool_id').doNothing())
          .execute()
      }),

    observe: (
      known: KnownRound,
      ending: Ending,
      awsRequestId: string | null,
      undoFor = 0,
      deeds: readonly Deed[] = [],
    ) =>
      transact(async (tx, now) => {
        const stored = await readRound(tx, known.roundId)
        if (stored === null || stored.round.version !== known.version) return false
        if ((await changeRound(tx, now, stored.round, { kind: 'observe', ending, undoFor })) === null)
          return false
        await auditObservation(tx, { id: newId(), at: now, awsRequestId }, stored, ending)
        if (ending.kind === 'confirmed-elsewhere')
          count(tx, (counted) => counted.confirmedOutside(stored.signUp.poolId))
        await followEnding(tx, { now, newId }, stored, ending, deeds)
        if (ending.kind === 'gone') await markImitations(tx, now, stored.signUp)
        return true
      }),

    /** The time by which the store judges what came first. */
    time: () => transact(async (_, now) => new Date(now)),
  }
}

/** Waiting rounds of the pool that follow this one, by id. */
async function readWaiting(
  tx: Tx,
  poolId: string,
  last: KnownRound | null,
  limit: number,
): Promise<readonly KnownRound[]> {
  const rows = await tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select(['rounds.id as roundId', 'sign_ups.sub', 'rounds.version', 'rounds.origin'])
    .where('rounds.pool_id', '=', poolId)
    .where('rounds.kind', '=', 'waiting')
    .where('rounds.id', '>', last?.roundId ?? '')
    .orderBy('rounds.id')
    .limit(limit)
    .execute()
  return rows.map(({ origin, ...known }) => {
    return originIn(origin)?.kind === 'let-in' ? { ...known, isToEnable: true } : known
  })
}

function originIn(written: string | null): Origin | null {
  return written === null ? null : originFormat.parse(JSON.parse(written))
}

/** Pools whose whole list was read before. */
async function startedPools(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('first_scans').select('pool_id').execute()
  return new Set(rows.map((row) => row.pool_id))
}

type KnownSignUp = Awaited<ReturnType<typeof selectLatestRounds>>[number]

async function knownSignUps(tx: Tx, seen: readonly SeenSignUp[]): Promise<ReadonlyMap<string, KnownSignUp>> {
  const rows = seen.length === 0 ? [] : await selectLatestRounds(tx, seen)
  return new Map(rows.map((row) => [keyOf(row.poolId, row.sub), row]))
}

/** A list that changes while Cognito reads it may contain a user twice: the last entry counts. */
function eachOnce(seen: readonly SeenSignUp[]): readonly SeenSignUp[] {
  return [...new Map(seen.map((one) => [keyOf(one.poolId, one.sub), one])).values()]
}

function keyOf(poolId: string, sub: string): string {
  return `${poolId} ${sub}`
}

/** Ordered by round, so that the map keeps the latest round of each sign-up. */
function selectLatestRounds(tx: Tx, seen: readonly SeenSignUp[]) {
  return tx
    .selectFrom('sign_ups')
    .innerJoin('rounds', 'rounds.sign_up_id', 'sign_ups.id')
    .select([
      'sign_ups.id as signUpId',
      'sign_ups.pool_id as poolId',
      'sign_ups.sub',
      'sign_ups.user_name as userName',
      'sign_ups.attributes',
      'sign_ups.folded_address as foldedAddress',
      'rounds.id as roundId',
      'rounds.version',
      'rounds.kind',
      'rounds.state',
      'rounds.origin',
      'rounds.changed_at as changedAt',
    ])
    .where('sign_ups.pool_id', 'in', [...new Set(seen.map((one) => one.poolId))])
    .where(
      'sign_ups.sub',
      'in',
      seen.map((one) => one.sub),
    )
    .orderBy('rounds.number')
    .execute()
}

/** Null for one that is not settled, or whose user was denied and is to stay on Cognito's list: nothing is to be asked about it. */
function settledRound({
  roundId,
  sub,
  version,
  kind,
  state,
  origin,
  changedAt,
}: KnownSignUp): SettledRound | null {
  const settled = kind === 'settled' ? roundStateFormat.parse(JSON.parse(state)) : null
  if (settled?.kind !== 'settled' || isLeftWaiting(settled.ending, originIn(origin))) return null
  const isConfirmation = confirmationIn(settled.ending) !== null
  return { roundId, sub, version, settledAt: new Date(changedAt), isConfirmation }
}

async function add(
  tx: Tx,
  now: number,
  seen: SeenSignUp,
  { newId, isHeldBack }: { readonly newId: () => string; readonly isHeldBack: boolean },
): Promise<void> {
  const id = newId()
  await tx
    .insertInto('sign_ups')
    .values({
      id,
      pool_id: seen.poolId,
      sub: seen.sub,
      user_name: seen.userName,
      folded_sub: fold(seen.sub),
      folded_name: fold(seen.userName),
      attributes: writeAttributes(seen),
      signed_up_at: seen.signedUpAt.getTime(),
      is_imitation: 0,
      seen_at: now,
      ...addressColumns(seen),
    })
    .execute()
  await openRound(tx, now, { id: newId(), signUpId: id, signUp: seen, number: 1, isHeldBack })
  await markNewImitation(tx, now, seen)
}

/** True if the card must be redrawn. */
async function refresh(
  tx: Tx,
  now: number,
  newId: () => string,
  seen: SeenSignUp,
  before: KnownSignUp,
): Promise<boolean> {
  const attributes = writeAttributes(seen)
  if (attributes === before.attributes && seen.userName === before.userName) return false
  const address = addressColumns(seen)
  await tx
    .updateTable('sign_ups')
    .set({ attributes, user_name: seen.userName, folded_name: fold(seen.userName), seen_at: now })
    .set(address)
    .where('id', '=', before.signUpId)
    .execute()
  if (address.folded_address !== before.foldedAddress)
    await forgetEvidence(tx, before.signUpId, address.folded_host)
  await touchRounds(tx, now, before.signUpId)
  await voidApprovals(tx, now, newId, before.roundId)
  if (seen.userName !== before.userName) await markImitations(tx, now, seen)
  return true
}

/** Sorted by name, since Cognito's order is arbitrary. */
function writeAttributes({ attributes }: SeenSignUp): string {
  return JSON.stringify(Object.fromEntries(Object.entries(attributes).toSorted()))
}
