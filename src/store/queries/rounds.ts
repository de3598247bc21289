// Reads rounds with their sign-ups, and has the one conditional update that changes a round.

import { sql } from 'kysely'
import type { CardEntry } from '../../domain/card-entry.ts'
import { digestResult } from '../../domain/digest.ts'
import { dueChange } from '../../domain/due-change.ts'
import { evidenceFormat } from '../../domain/evidence.ts'
import { isLapsed } from '../../domain/offers.ts'
import {
  advance,
  type Round,
  type RoundEvent,
  type RoundState,
  roundStateFormat,
} from '../../domain/round.ts'
import type { RoundCardEvent } from '../../domain/round-card.ts'
import { attributesFormat, type SignUp } from '../../domain/sign-up.ts'
import type { Step } from '../../domain/step.ts'
import { type Origin, originFormat } from '../../domain/way-back.ts'
import type { Schema } from '../schema.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'
import { addressColumns } from './address-columns.ts'
import { noteDecision } from './decided.ts'
import { touchShowing } from './message-versions.ts'
import { readSteps } from './read-steps.ts'
import { changeCards } from './round-cards.ts'

/** A round with the sign-up it is about, and that sign-up's row id. */
export interface StoredRound extends CardEntry {
  readonly signUpId: string
}

/** Null if the id is unknown. */
export async function readRound(tx: Tx, roundId: string): Promise<StoredRound | null> {
  const [row] = (await roundById(tx, { roundId })).rows
  return withSteps(tx, row)
}

const roundById = statement((tx, given: Given<{ roundId: string }>) =>
  selectRounds(tx).where('rounds.id', '=', given('roundId')),
)

/** These rounds, by id. */
export async function readRounds(
  tx: Tx,
  roundIds: readonly string[],
): Promise<ReadonlyMap<string, StoredRound>> {
  // PostgreSQL takes no empty list.
  if (roundIds.length === 0) return new Map()
  const rows = await selectRounds(tx)
    .where('rounds.id', 'in', [...roundIds])
    .execute()
  const rounds = await allWithSteps(tx, rows)
  return new Map(rounds.map((stored) => [stored.round.id, stored]))
}

/** The rounds that a message shows, in the order in which it shows them. */
export async function readShownRounds(tx: Tx, messageId: string): Promise<readonly StoredRound[]> {
  return allWithSteps(tx, (await roundsShownBy(tx, { messageId })).rows)
}

const roundsShownBy = statement((tx, given: Given<{ messageId: string }>) =>
  selectRounds(tx)
    .innerJoin('message_rounds', 'message_rounds.round_id', 'rounds.id')
    .where('message_rounds.message_id', '=', given('messageId'))
    .orderBy('message_rounds.position'),
)

/** Applies an event. Null if it does not apply, or another replica changed the round at the same moment. */
export async function changeRound(
  tx: Tx,
  now: number,
  round: Round,
  event: RoundEvent,
): Promise<Round | null> {
  const transition = advance(round, event)
  if (transition.kind === 'refused') return null
  const { state, fence } = transition
  const version = round.version + 1
  const columns = {
    version,
    fence,
    kind: state.kind,
    state: JSON.stringify(state),
    lease_until: leaseEnd(state),
    undo_until: undoEnd(now, event),
    changes_at: dueChange(state)?.getTime() ?? null,
    digest_result: resultText(state),
    lapsed_at: isLapsed({ ...round, state }) ? now : null,
  }
  const known = { id: round.id, before: round.version }
  // How long ago the round was decided counts for forgetting it.
  const updated = await (event.kind === 'end-undo'
    ? updateRound(tx, { ...known, ...columns })
    : updateRoundNow(tx, { ...known, ...columns, changed_at: now }))
  if (updated.numAffectedRows !== 1n) return null
  if (state.kind === 'settled') await noteDecision(tx, round.id, state.ending)
  await changeItsCard(tx, round.id, event)
  const undoUntil = dateOf(undoEnd(now, event))
  return { ...round, version, fence, state, undoUntil }
}

interface RoundUpdate extends RoundColumns {
  readonly id: string
  readonly before: number
}

type RoundColumns = Pick<
  Schema['rounds'],
  | 'version'
  | 'fence'
  | 'kind'
  | 'state'
  | 'lease_until'
  | 'undo_until'
  | 'changes_at'
  | 'digest_result'
  | 'lapsed_at'
>

const settingRound = (tx: Tx, given: Given<RoundUpdate>) =>
  tx
    .updateTable('rounds')
    .set({
      version: given('version'),
      fence: given('fence'),
      kind: given('kind'),
      state: given('state'),
      lease_until: given('lease_until'),
      undo_until: given('undo_until'),
      changes_at: given('changes_at'),
      digest_result: given('digest_result'),
      lapsed_at: given('lapsed_at'),
    })
    .where('id', '=', given('id'))
    .where('version', '=', given('before'))

const updateRound = statement(settingRound)

const updateRoundNow = statement((tx, given: Given<RoundUpdate & { changed_at: number }>) =>
  settingRound(tx, given).set({ changed_at: given('changed_at') }),
)

/** A claim alone does not raise a message's version: see `isOlder`. */
async function changeItsCard(tx: Tx, roundId: string, event: RoundEvent): Promise<void> {
  if (event.kind === 'claim' || event.kind === 'take-over') return
  const ended = cardEvents[event.kind]
  if (ended !== null) await changeCards(tx, [roundId], ended)
  await touchShowing(tx, [roundId])
}

const cardEvents = {
  settle: null,
  observe: 'ended-outside',
  lapse: 'ended-outside',
  release: null,
  'let-wait': null,
  'end-undo': null,
  'note-failure': null,
  'add-approval': null,
  'drop-approvals': null,
  'change-facts': null,
  'look-into': null,
  'stop-looking': null,
  'end-looking': null,
  disprove: null,
} as const satisfies Record<string, RoundCardEvent | null>

/** Raises the version without a new state, after the sign-up's facts on the card have changed. */
export async function touchRounds(tx: Tx, now: number, signUpId: string): Promise<void> {
  const touched = await tx
    .updateTable('rounds')
    .set((row) => ({ version: row('version', '+', 1), changed_at: now }))
    .where('sign_up_id', '=', signUpId)
    .where('kind', '=', 'waiting')
    .returning('id')
    .execute()
  await touchShowing(
    tx,
    touched.map(({ id }) => id),
  )
}

/** The first round of a new sign-up, or the next of a known one. */
export async function openRound(
  tx: Tx,
  now: number,
  row: {
    id: string
    signUpId: string
    signUp: Pick<SignUp, 'poolId' | 'signedUpAt' | 'attributes'>
    number: number
    isHeldBack: boolean
    origin?: Origin | null
  },
): Promise<void> {
  const state: RoundState = { kind: 'waiting', failure: null }
  await tx
    .insertInto('rounds')
    .values({
      id: row.id,
      sign_up_id: row.signUpId,
      pool_id: row.signUp.poolId,
      signed_up_at: row.signUp.signedUpAt.getTime(),
      number: row.number,
      version: 1,
      fence: 0,
      kind: state.kind,
      state: JSON.stringify(state),
      lease_until: null,
      opened_at: now,
      changed_at: now,
      card: row.isHeldBack ? 'digest' : 'wanted',
      evidence: null,
      folded_host: addressColumns(row.signUp).folded_host,
      origin: row.origin == null ? null : JSON.stringify(row.origin),
    })
    .execute()
}

/** The latest round of a sign-up; null if the sign-up is unknown. */
export async function readLatestRound(tx: Tx, poolId: string, sub: string): Promise<StoredRound | null> {
  const row = await selectRounds(tx)
    .where('sign_ups.pool_id', '=', poolId)
    .where('sign_ups.sub', '=', sub)
    .orderBy('rounds.number', 'desc')
    .executeTakeFirst()
  return withSteps(tx, row)
}

/** This round, and those just before it in which the same way back did not go through. */
export async function readTries(tx: Tx, { signUpId, round }: StoredRound): Promise<readonly string[]> {
  const earlier = await tx
    .selectFrom('rounds')
    .select(['id', 'state'])
    .where('sign_up_id', '=', signUpId)
    .where('number', '<', round.number)
    .orderBy('number', 'desc')
    .execute()
  const tries = [round.id]
  for (const { id, state } of earlier) {
    const before = roundStateFormat.parse(JSON.parse(state))
    const isTry = before.kind === 'settled' && before.ending.kind === 'not-done'
    if (!isTry || before.ending.decision !== round.origin?.kind) break
    tries.push(id)
  }
  return tries
}

/** The columns of a `StoredRound`. */
export function selectRounds(tx: Tx) {
  return tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select([
      'rounds.id',
      'rounds.number',
      'rounds.version',
      'rounds.fence',
      'rounds.kind',
      'rounds.state',
      'rounds.evidence',
      'rounds.origin',
      'rounds.undo_until',
      'rounds.sign_up_id',
      'sign_ups.pool_id',
      'sign_ups.sub',
      'sign_ups.user_name',
      'sign_ups.attributes',
      'sign_ups.signed_up_at',
      'sign_ups.is_imitation',
    ])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('rounds as later')
          .select(sql.lit(1).as('one'))
          .whereRef('later.sign_up_id', '=', 'rounds.sign_up_id')
          .whereRef('later.number', '>', 'rounds.number'),
      ).as('is_followed'),
    )
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('steps')
          .select(sql.lit(1).as('one'))
          .whereRef('steps.sign_up_id', '=', 'rounds.sign_up_id'),
      ).as('has_steps'),
    )
}

type RoundRow = Awaited<ReturnType<ReturnType<typeof selectRounds>['executeTakeFirstOrThrow']>>

/** Whether this click is the one decision of the round, under way. */
export function holdsClaim(stored: StoredRound | null, clickId: string): boolean {
  return stored?.round.state.kind === 'claimed' && stored.round.state.claim.clickId === clickId
}

async function withSteps(tx: Tx, row: RoundRow | undefined): Promise<StoredRound | null> {
  const [stored] = row === undefined ? [] : await allWithSteps(tx, [row])
  return stored ?? null
}

/** Steps are told by their sign-up's latest round, once it is settled. */
async function allWithSteps(tx: Tx, rows: readonly RoundRow[]): Promise<readonly StoredRound[]> {
  const isToTell = ({ has_steps, is_followed, kind }: RoundRow) =>
    Boolean(has_steps) && !is_followed && kind === 'settled'
  const steps = await readSteps(
    tx,
    rows.filter(isToTell).map((row) => row.sign_up_id),
  )
  return rows.map((row) => {
    const stored = storedRound(row)
    const own = isToTell(row) ? steps.get(row.sign_up_id) : undefined
    return own === undefined ? stored : { ...stored, round: { ...stored.round, steps: own.map(asStep) } }
  })
}

function asStep({ deed, fence, state, by }: Step): Step {
  return { deed, fence, state, by }
}

export function storedRound(row: RoundRow): StoredRound {
  const signUp: SignUp = {
    poolId: row.pool_id,
    sub: row.sub,
    userName: row.user_name,
    signedUpAt: new Date(row.signed_up_at),
    attributes: attributesFormat.parse(JSON.parse(row.attributes)),
    isImitation: row.is_imitation === 1,
  }
  const state = roundStateFormat.parse(JSON.parse(row.state))
  const round: Round = {
    id: row.id,
    number: row.number,
    version: row.version,
    fence: row.fence,
    state,
    ...(row.evidence === null ? {} : { evidence: evidenceFormat.parse(JSON.parse(row.evidence)) }),
    origin: row.origin === null ? null : originFormat.parse(JSON.parse(row.origin)),
    isFollowed: Boolean(row.is_followed),
    undoUntil: dateOf(row.undo_until),
  }
  return { signUpId: row.sign_up_id, signUp, round }
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

/** Null if what the event makes of the round can't be undone. */
function undoEnd(now: number, event: RoundEvent): number | null {
  const undoFor = event.kind === 'settle' || event.kind === 'observe' ? (event.undoFor ?? 0) : 0
  return undoFor > 0 ? now + undoFor : null
}

function resultText(state: RoundState): string | null {
  const result = digestResult(state)
  return result && JSON.stringify(result)
}

function leaseEnd(state: RoundState): number | null {
  return state.kind === 'claimed' ? state.claim.until.getTime() : null
}
