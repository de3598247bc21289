// The forms that decide one sign-up, and what their submission asks for.

import {
  type ApprovalSubmission,
  type Click,
  clickEndFormat,
  type DenialSubmission,
  type NewClick,
} from '../../domain/click.ts'
import type { CommandAnswer } from '../../domain/command.ts'
import { roundNamedBy } from '../../domain/request.ts'
import { deliveryKey } from '../../shared/delivery-key.ts'
import type { Tx } from '../transaction.ts'
import { selectClicks, storedClick } from './clicks.ts'

/** The denial that a form asks for; null if this person opened no such form, or it offered no such reason. */
export async function denialAskedFor(tx: Tx, submission: DenialSubmission): Promise<NewClick | null> {
  const { request, by } = submission
  const opened = await findOpened(tx, request.formId, by.userId)
  if (opened === null || opened.answer.kind !== 'deny-form') return null
  const { roundId, onDeny, reasons } = opened.answer
  const reason = reasons[request.choice]
  if (reason === undefined) return null
  return {
    ...clickOf(opened.click, submission),
    request: { kind: 'deny', roundId, reason, note: request.note, onDeny },
    deliveryKey: deliveryKey('denial', opened.click.id),
  }
}

/** The approval that a form for one asks for; null if this person opened no such form. */
export async function approvalAskedFor(tx: Tx, submission: ApprovalSubmission): Promise<NewClick | null> {
  const opened = await findOpened(tx, submission.request.formId, submission.by.userId)
  if (opened === null || opened.answer.kind !== 'approve-form') return null
  return {
    ...clickOf(opened.click, submission),
    request: { kind: 'approve', roundId: opened.answer.roundId, isByForm: true },
    deliveryKey: deliveryKey('approval', opened.click.id),
  }
}

/** The sign-up has changed since this form was opened, and the form was not submitted before. */
export async function isOutOfDate(
  tx: Tx,
  { request: { formId } }: ApprovalSubmission,
  { request, deliveryKey: key }: NewClick,
): Promise<boolean> {
  const changed = await tx
    .selectFrom('clicks')
    .innerJoin('rounds', (join) => join.on('rounds.id', '=', roundNamedBy(request)))
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select('clicks.id')
    .where('clicks.id', '=', formId)
    .whereRef('sign_ups.seen_at', '>', 'clicks.clicked_at')
    .executeTakeFirst()
  if (changed === undefined) return false
  const before = await tx.selectFrom('clicks').select('id').where('delivery_key', '=', key).executeTakeFirst()
  return before === undefined
}

/** A form that was opened, and what it shows. */
export interface Opened {
  readonly click: Click
  readonly answer: CommandAnswer
}

/** The click with which this person opened the form; null if they opened none. */
export async function findOpened(tx: Tx, formId: string, userId: string): Promise<Opened | null> {
  const row = await selectClicks(tx)
    .where('clicks.id', '=', formId)
    .where('clicks.user_id', '=', userId)
    .executeTakeFirst()
  if (row === undefined || row.outcome === null) return null
  const end = clickEndFormat.parse(JSON.parse(row.outcome))
  return end.kind === 'answered' ? { click: storedClick(row), answer: end.answer } : null
}

/** It is told where the form was opened. */
function clickOf(
  { toldBy, channel, pressedOn }: Click,
  { by, slackRequestId }: ApprovalSubmission | DenialSubmission,
) {
  return { toldBy, by, channel, pressedOn, responseUrl: null, slackRequestId }
}
