// Rows of `attempts`: one for each call to Cognito that may change something, written before it is sent.
import { sql } from 'kysely'
import {
  type AnsweredAttempt,
  type BegunAttempt,
  type Call,
  mayHaveWorked,
  type Update,
} from '../../domain/attempt.ts'
import type { Denial } from '../../domain/decision.ts'
import type { Person } from '../../domain/person.ts'
import { clickRequestFormat } from '../../domain/request.ts'
import type { Schema } from '../schema.ts'
import { type Given, inserting, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'

interface AttemptParts {
  readonly id: string
  readonly signUpId: string
  readonly roundId: string
  readonly clickId: string
  readonly by: Person
  readonly call: Call
  readonly fence: number
}

export async function insertAttempt(tx: Tx, now: number, attempt: AttemptParts): Promise<BegunAttempt> {
  const unseen = await unseenCalls(tx, attempt.signUpId)
  await insertRow(tx, {
    id: attempt.id,
    sign_up_id: attempt.signUpId,
    round_id: attempt.roundId,
    click_id: attempt.clickId,
    user_id: attempt.by.userId,
    team_id: attempt.by.teamId,
    call: attempt.call,
    fence: attempt.fence,
    sent_at: now,
    may_have_worked: 1,
  })
  return {
    id: attempt.id,
    unanswered: confirmerIn(unseen),
    mayBeDisabled: unseen.some(({ call, roundId }) => call === 'disable' && roundId === attempt.roundId),
  }
}

const insertRow = inserting('attempts', (insert) => insert)

export async function answerAttempt(tx: Tx, now: number, answered: AnsweredAttempt): Promise<void> {
  await setAnswer(tx, {
    id: answered.attemptId,
    answer: JSON.stringify(answered.answer),
    answered_at: now,
    may_have_worked: mayHaveWorked(answered) ? 1 : 0,
  })
}

type Answer = Pick<Schema['attempts'], 'id' | 'answer' | 'answered_at' | 'may_have_worked'>

const setAnswer = statement((tx, given: Given<Answer>) =>
  tx
    .updateTable('attempts')
    .set({
      answer: given('answer'),
      answered_at: given('answered_at'),
      may_have_worked: given('may_have_worked'),
    })
    .where('id', '=', given('id')),
)

/** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
export async function earliestUnanswered(tx: Tx, signUpId: string): Promise<Person | null> {
  return confirmerIn(await unseenCalls(tx, signUpId))
}

interface UnseenCall extends Person {
  readonly call: string
  readonly roundId: string
}

/** Calls on a sign-up that may have worked without an answer telling so, the earliest first. */
async function unseenCalls(tx: Tx, signUpId: string): Promise<readonly UnseenCall[]> {
  return (await unseenOf(tx, { signUpId })).rows
}

const unseenOf = statement((tx, given: Given<{ signUpId: string }>) =>
  tx
    .selectFrom('attempts')
    .select(['call', 'round_id as roundId', 'user_id as userId', 'team_id as teamId'])
    .where('sign_up_id', '=', given('signUpId'))
    .where('may_have_worked', '=', sql.lit(1))
    .orderBy('sent_at'),
)

/** Who made the earliest call of this kind in one of these rounds that may have worked unseen; null if nobody did. */
export async function earliestUnseenUpdate(
  tx: Tx,
  signUpId: string,
  roundIds: readonly string[],
  call: Update,
): Promise<Person | null> {
  const calls = await unseenCalls(tx, signUpId)
  return personIn(calls.find((one) => one.call === call && roundIds.includes(one.roundId)))
}

function confirmerIn(calls: readonly UnseenCall[]): Person | null {
  return personIn(calls.find(({ call }) => call === 'confirm'))
}

function personIn(call: UnseenCall | undefined): Person | null {
  return call === undefined ? null : { userId: call.userId, teamId: call.teamId }
}

/** The earliest denial of this round whose call may have disabled the user unseen; null if there is none. */
export async function earliestUnseenDenial(
  tx: Tx,
  signUpId: string,
  roundId: string,
): Promise<Denial | null> {
  const row = await tx
    .selectFrom('attempts')
    .innerJoin('clicks', 'clicks.id', 'attempts.click_id')
    .select(['clicks.request', 'attempts.user_id as userId', 'attempts.team_id as teamId'])
    .where('attempts.sign_up_id', '=', signUpId)
    .where('attempts.round_id', '=', roundId)
    .where('attempts.call', '=', 'disable')
    .where('attempts.may_have_worked', '=', 1)
    .orderBy('attempts.sent_at')
    .executeTakeFirst()
  const request = row === undefined ? null : clickRequestFormat.parse(JSON.parse(row.request))
  if (row === undefined || request?.kind !== 'deny') return null
  const { reason, note } = request
  return { by: { userId: row.userId, teamId: row.teamId }, reason, note }
}
