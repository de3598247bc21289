// The form with which an approver approves several sign-ups at once.
import type { ModalView } from '@slack/types'
import type { ApproveAllForm } from '../../domain/bulk-approval.ts'
import * as wording from '../../wording/form.ts'
import type { Sentence } from '../../wording/sentence.ts'
import { inOneLine } from '../../wording/sign-up.ts'
import { sentenceBlock } from './card.ts'
import { plainText } from './render-sentence.ts'

/** The form's `callback_id`. Its `private_metadata` is only the id of the click that opened it. */
export const approveAllForm = 'approve-all'

/** Lists all sign-ups that it would approve. */
export function drawApproveAllForm({ clickId, pool, entries }: ApproveAllForm): ModalView {
  return {
    type: 'modal',
    callback_id: approveAllForm,
    private_metadata: clickId,
    title: plain([wording.formTitle]),
    submit: plain([wording.formSubmit(entries.length)]),
    close: plain([wording.formCancel]),
    blocks: [
      sentenceBlock(wording.formIntroduction(entries.length, pool)),
      ...entries.map(({ signUp }) => sentenceBlock(inOneLine(signUp))),
    ],
  }
}

/** Shown in its place if the store does not know what the form listed. */
export function drawFormOutOfDate(): ModalView {
  return drawInstead(wording.formOutOfDate)
}

/** Shown in its place if another Countersign answers for it. */
export function drawFormElsewhere(): ModalView {
  return drawInstead(wording.formElsewhere)
}

function drawInstead(sentence: Sentence): ModalView {
  return {
    type: 'modal',
    title: plain([wording.formTitle]),
    close: plain([wording.formCancel]),
    blocks: [sentenceBlock(sentence)],
  }
}

/** Slack accepts 24 characters there. */
function plain(sentence: Sentence) {
  return { type: 'plain_text' as const, text: plainText(sentence, 24), emoji: false }
}
