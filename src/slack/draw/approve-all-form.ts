// The form in which somebody approves several sign-ups at once.
import type { ModalView } from '@slack/types'
import type { ApproveAllForm } from '../../domain/bulk-approval.ts'
import { sentenceBlock } from './card.ts'
import { plainText, type Sentence } from './pieces.ts'
import * as wording from './wording.ts'

/** The form's `callback_id`; its `private_metadata` is the id of the click that opened it, and nothing else. */
export const approveAllForm = 'approve-all'

/** Lists everybody whom it would approve. */
export function drawApproveAllForm({ clickId, pool, entries }: ApproveAllForm): ModalView {
  return {
    type: 'modal',
    callback_id: approveAllForm,
    private_metadata: clickId,
    title: plain([wording.approveAllTitle]),
    submit: plain([wording.approveAllSubmit(entries.length)]),
    close: plain([wording.approveAllCancel]),
    blocks: [
      sentenceBlock(wording.approveAllIntroduction(entries.length, pool.name)),
      ...entries.map(({ signUp }) => sentenceBlock(wording.inOneLine(signUp))),
    ],
  }
}

/** Shown instead, where nobody knows whom the form had listed. */
export function drawFormOutOfDate(): ModalView {
  return {
    type: 'modal',
    title: plain([wording.approveAllTitle]),
    close: plain([wording.approveAllCancel]),
    blocks: [sentenceBlock(wording.approveAllOutOfDate)],
  }
}

/** Slack takes 24 characters there. */
function plain(sentence: Sentence) {
  return { type: 'plain_text' as const, text: plainText(sentence, 24), emoji: false }
}
