// Rows of `attempts`: one for each call to Cognito that may change something, written before it is sent.
import { type AnsweredAttempt, type BegunAttempt, mayHaveConfirmed } from '../../domain/attempt.ts'
import type { Person } from '../../domain/person.ts'
import type { Tx } from '../transaction.ts'

interface AttemptParts {
  readonly id: string
  readonly signUpId: string
  readonly roundId: string
  readonly clickId: string
  readonly by: Person
  readonly fence: number
}

export async function insertAttempt(tx: Tx, now: number, attempt: AttemptParts): Promise<BegunAttempt> {
  const unanswered = await earliestUnanswered(tx, attempt.signUpId)
  await tx
    .insertInto('attempts')
    .values({
      id: attempt.id,
      sign_up_id: attempt.signUpId,
      round_id: attempt.roundId,
      click_id: attempt.clickId,
      user_id: attempt.by.userId,
      team_id: attempt.by.teamId,
      fence: attempt.fence,
      sent_at: now,
      may_have_confirmed: 1,
    })
    .execute()
  return { id: attempt.id, unanswered }
}

export async function answerAttempt(
  tx: Tx,
  now: number,
  { attemptId, answer, lookUp }: AnsweredAttempt,
): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({
      answer: JSON.stringify(answer),
      answered_at: now,
      may_have_confirmed: mayHaveConfirmed(answer, lookUp) ? 1 : 0,
    })
    .where('id', '=', attemptId)
    .execute()
}

/** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
export async function earliestUnanswered(tx: Tx, signUpId: string): Promise<Person | null> {
  const row = await tx
    .selectFrom('attempts')
    .select(['user_id as userId', 'team_id as teamId'])
    .where('sign_up_id', '=', signUpId)
    .where('may_have_confirmed', '=', 1)
    .orderBy('sent_at')
    .executeTakeFirst()
  return row ?? null
}
