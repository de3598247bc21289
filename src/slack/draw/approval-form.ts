// The form with which an approver approves one sign-up whom its card can't show in full.
import type { ModalView } from '@slack/types'
import type { ApprovalForm } from '../../domain/approval-form.ts'
import * as wording from '../../wording/approval.ts'
import { factsOf } from '../../wording/facts.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { origin } from '../../wording/sign-up.ts'
import { sentenceBlock } from './card.ts'
import { plainText, widened } from './render-sentence.ts'

/** The form's `callback_id`. Its `private_metadata` is only the id of the click that opened it. */
export const approvalForm = 'approve-one'

/** Shows all of who would be approved. */
export function drawApprovalForm({ clickId, pool, signUp }: ApprovalForm): ModalView {
  return {
    type: 'modal',
    callback_id: approvalForm,
    private_metadata: clickId,
    title: plain([wording.approvalTitle]),
    submit: plain([wording.approvalSubmit]),
    close: plain([wording.approvalCancel]),
    blocks: [
      sentenceBlock(widened(joined(factsOf(signUp, pool, 'long'), '\n'))),
      sentenceBlock(origin(signUp, pool.name)),
      sentenceBlock(wording.whatApprovalDoes(pool)),
    ],
  }
}

/** Slack accepts 24 characters there. */
function plain(sentence: Sentence) {
  return { type: 'plain_text' as const, text: plainText(sentence, 24), emoji: false }
}
