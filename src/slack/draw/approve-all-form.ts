// The form in which somebody approves several sign-ups at once.
import type { ModalView } from '@slack/types'
import type { ApproveAllForm } from '../../domain/bulk-approval.ts'
import * as wording from '../../wording/form.ts'
import type { Sentence } from '../../wording/sentence.ts'
import { inOneLine } from '../../wording/sign-up.ts'
import { sentenceBlock } from './card.ts'
import { plainText } from './render-sentence.ts'

/** The form's `callback_id`; its `private_metadata` is the id of the click that opened it, and nothing else. */
export const approveAllForm = 'approve-all'

/** Lists everybody whom it would approve. */
export function drawApproveAllForm({ clickId, pool, entries }: ApproveAllForm): ModalView {
  return {
    type: 'modal',
    callback_id: approveAllForm,
    private_metadata: clickId,
    title: plain([wording.formTitle]),
    submit: plain([wording.formSubmit(entries.length)]),
    close: plain([wording.formCancel]),
    blocks: [
      sentenceBlock(wording.formIntroduction(entries.length, pool.name)),
      ...entries.map(({ signUp }) => sentenceBlock(inOneLine(signUp))),
    ],
  }
}

/** Shown instead, where nobody knows whom the form had listed. */
export function drawFormOutOfDate(): ModalView {
  return {
    type: 'modal',
    title: plain([wording.formTitle]),
    close: plain([wording.formCancel]),
    blocks: [sentenceBlock(wording.formOutOfDate)],
  }
}

/** Slack takes 24 characters there. */
function plain(sentence: Sentence) {
  return { type: 'plain_text' as const, text: plainText(sentence, 24), emoji: false }
}
