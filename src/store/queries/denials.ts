// The form that denies one sign-up, and what its submission asks for.
import { clickEndFormat, type DenialSubmission, type NewClick } from '../../domain/click.ts'
import { deliveryKey } from '../../shared/delivery-key.ts'
import type { Tx } from '../transaction.ts'
import { selectClicks, storedClick } from './clicks.ts'

/** The denial that a form asks for; null if this person opened no such form, or it offered no such reason. */
export async function denialAskedFor(tx: Tx, submission: DenialSubmission): Promise<NewClick | null> {
  const { request, by, slackRequestId } = submission
  const row = await selectClicks(tx)
    .where('clicks.id', '=', request.formId)
    .where('clicks.user_id', '=', by.userId)
    .executeTakeFirst()
  if (row === undefined || row.outcome === null) return null
  const { id, toldBy, channel, pressedOn } = storedClick(row)
  const end = clickEndFormat.parse(JSON.parse(row.outcome))
  if (end.kind !== 'answered' || end.answer.kind !== 'deny-form') return null
  const { roundId, onDeny, reasons } = end.answer
  const reason = reasons[request.choice]
  if (reason === undefined) return null
  return {
    request: { kind: 'deny', roundId, reason, note: request.note, onDeny },
    toldBy,
    by,
    channel,
    pressedOn,
    responseUrl: null,
    deliveryKey: deliveryKey('denial', id),
    slackRequestId,
  }
}
