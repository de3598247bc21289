// A form that was submitted → a request of ours, for read-payload.ts.
import { z } from 'zod'
import { longestNote } from '../../domain/decision.ts'
import type { Request } from '../../domain/request.ts'
import { idFormat, storedId, storedText } from '../../domain/stored-text.ts'
import { approvalForm } from '../draw/approval-form.ts'
import { approveAllForm } from '../draw/approve-all-form.ts'
import { denialForm, noteField, reasonField } from '../draw/denial-form.ts'

/** By block and by action, which have the same names here. */
const denialValues = z.object({
  [reasonField]: z
    .object({
      [reasonField]: z.object({ selected_option: z.object({ value: z.string() }).optional() }).optional(),
    })
    .optional(),
  [noteField]: z.object({ [noteField]: z.object({ value: z.string().default('') }).optional() }).optional(),
})

/** https://docs.slack.dev/reference/views/modal-views */
export const viewFormat = z.object({
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  /** The view under it, if it was opened from another. */
  previous_view_id: idFormat.optional(),
  state: z.object({ values: denialValues.prefault({}) }).prefault({}),
})

/** Null for a form that is not ours. */
export function requestOfForm(view: z.infer<typeof viewFormat>): Request | null {
  const formId = storedId(view.private_metadata)
  if (view.callback_id === approveAllForm) return { kind: 'submit-form', formId }
  if (view.callback_id === approvalForm) return { kind: 'submit-approval', formId }
  if (view.callback_id !== denialForm) return null
  const { values } = view.state
  const chosen = values[reasonField]?.[reasonField]?.selected_option?.value ?? ''
  const note = storedText(values[noteField]?.[noteField]?.value ?? '', longestNote).trim()
  // Slack sends no form without a reason; no reason has the place -1.
  const choice = /^\d{1,3}$/.test(chosen) ? Number(chosen) : -1
  return { kind: 'submit-denial', formId, choice, note: note === '' ? null : note }
}
