// A form that was submitted → a request of ours, for read-payload.ts.
import { z } from 'zod'
import { longestNote } from '../../domain/decision.ts'
import type { ToldPage } from '../../domain/list-source.ts'
import type { Request } from '../../domain/request.ts'
import { idFormat, storedId, storedText } from '../../domain/stored-text.ts'
import { approvalForm } from '../draw/approval-form.ts'
import { denialForm, noteField, reasonField } from '../draw/denial-form.ts'
import { chooseAction, listForms, readBoxBlock } from '../draw/list-form.ts'

/** By block and by action. Those of a denial have the same names for both. */
const valuesFormat = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      selected_option: z.object({ value: z.string() }).optional(),
      selected_options: z.array(z.object({ value: z.string() })).optional(),
      value: z.string().default(''),
    }),
  ),
)

/** https://docs.slack.dev/reference/views/modal-views */
export const viewFormat = z.object({
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  /** The view under it, if it was opened from another. */
  previous_view_id: idFormat.optional(),
  state: z.object({ values: valuesFormat.prefault({}) }).prefault({}),
})

type Values = z.infer<typeof valuesFormat>

/** Null for a form that is not ours. */
export function requestOfForm({
  callback_id,
  private_metadata,
  state,
}: z.infer<typeof viewFormat>): Request | null {
  const formId = storedId(private_metadata)
  const { values } = state
  switch (callback_id) {
    case listForms.approve:
    case listForms.deny:
      return { kind: 'submit-form', formId, told: pageIn(values), ...reasonIn(values) }
    case approvalForm:
      return { kind: 'submit-approval', formId }
    case denialForm:
      return { kind: 'submit-denial', formId, ...reasonIn(values) }
    default:
      return null
  }
}

function reasonIn(values: Values): { readonly choice: number; readonly note: string | null } {
  const chosen = values[reasonField]?.[reasonField]?.selected_option?.value ?? ''
  const note = storedText(values[noteField]?.[noteField]?.value ?? '', longestNote).trim()
  // Slack sends no form without a reason; no reason has the place -1.
  const choice = /^\d{1,3}$/.test(chosen) ? Number(chosen) : -1
  return { choice, note: note === '' ? null : note }
}

/** The boxes of the page that was drawn last: Slack may still tell of one before. */
export function pageIn(values: Values): ToldPage {
  const boxes = Object.entries(values).flatMap(([blockId, elements]) => {
    const box = elements[chooseAction]
    const block = box === undefined ? null : readBoxBlock(blockId)
    return block === null ? [] : [{ ...block, isTicked: (box?.selected_options ?? []).length > 0 }]
  })
  const turn = boxes.reduce((latest, box) => Math.max(latest, box.turn), 0)
  const shown = boxes.filter((box) => box.turn === turn)
  return { turn, boxes: shown.map(({ place, isTicked }) => ({ place, isTicked })) }
}
