// Bulk approvals: the form that lists sign-ups, and its submission, which counts only once.
import { clickEndFormat, type NewClick, type Submission } from '../../domain/click.ts'
import type { Person } from '../../domain/person.ts'
import { deliveryKey } from '../../shared/delivery-key.ts'
import type { Tx } from '../transaction.ts'
import { selectClicks, storedClick } from './clicks.ts'

/** A form that was opened: by whom, on which message, and whom it listed. */
interface OpenedForm {
  readonly id: string
  readonly messageId: string
  readonly channel: string | null
  readonly pressedOn: NewClick['pressedOn']
  readonly by: Person
  readonly roundIds: readonly string[]
}

/** Null if this person opened no such form. */
export async function findForm(tx: Tx, { request, by }: Submission): Promise<OpenedForm | null> {
  const row = await selectClicks(tx)
    .where('clicks.id', '=', request.formId)
    .where('clicks.user_id', '=', by.userId)
    .executeTakeFirst()
  if (row === undefined || row.outcome === null) return null
  const { id, request: opening, channel, pressedOn } = storedClick(row)
  const end = clickEndFormat.parse(JSON.parse(row.outcome))
  if (opening.kind !== 'open-form' || end.kind !== 'answered' || end.answer.kind !== 'approve-all')
    return null
  return { id, messageId: opening.messageId, channel, pressedOn, by, roundIds: end.answer.roundIds }
}

/** False if the form was submitted before. */
export async function insertBulk(tx: Tx, now: number, id: string, form: OpenedForm): Promise<boolean> {
  const inserted = await tx
    .insertInto('bulk_approvals')
    .values({
      id,
      form_id: form.id,
      message_id: form.messageId,
      user_id: form.by.userId,
      team_id: form.by.teamId,
      asked_at: now,
    })
    .onConflict((conflict) => conflict.column('form_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Writes down one of the approvals that a form asks for. */
export function clickOfForm(
  { channel, pressedOn, by }: OpenedForm,
  { slackRequestId }: Submission,
  roundId: string,
  bulkId: string,
): NewClick {
  return {
    request: { kind: 'approve', roundId },
    toldBy: 'bulk',
    by,
    channel,
    pressedOn,
    responseUrl: null,
    deliveryKey: deliveryKey('form', bulkId, roundId),
    slackRequestId,
  }
}
