// The form with which an approver approves several sign-ups at once.
import type { KnownBlock, ModalView } from '@slack/types'
import type { ApproveAllForm } from '../../domain/bulk-approval.ts'
import type { Pool } from '../../domain/pool.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import { factsOf } from '../../wording/facts.ts'
import * as wording from '../../wording/form.ts'
import { joined, type Sentence, strong } from '../../wording/sentence.ts'
import { inOneLine } from '../../wording/sign-up.ts'
import { sentenceBlock } from './card.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { plainText, widened } from './render-sentence.ts'

/** The form's `callback_id`. Its `private_metadata` is only the id of the click that opened it. */
export const approveAllForm = 'approve-all'

/** The introduction has that many characters at most. */
const mostInIntroduction = 500

/** How many of these, from the first, the form has room for: each is listed in full, or not approved by it. At least one. */
export function howManyListed(pool: Pool, entries: ApproveAllForm['entries']): number {
  let letters = mostInIntroduction
  const end = entries.findIndex(({ signUp }) => {
    letters += lettersIn([listed(signUp, pool)])
    return letters > mostLetters
  })
  return Math.max(1, end === -1 ? entries.length : end)
}

/** In full, since nobody approves what they can't see: all of it where the channel is shown little. */
function listed(signUp: SignUp, pool: Pool): KnownBlock {
  const line =
    pool.visibility === 'full'
      ? inOneLine(signUp)
      : [strong('• '), ...joined(factsOf(signUp, pool, 'short'), ' · ')]
  return sentenceBlock(widened(line))
}

/** Lists all sign-ups that it would approve. */
export function drawApproveAllForm({ clickId, pool, entries, leftOut }: ApproveAllForm): ModalView {
  return {
    type: 'modal',
    callback_id: approveAllForm,
    private_metadata: clickId,
    title: plain([wording.formTitle]),
    submit: plain([wording.formSubmit(entries.length)]),
    close: plain([wording.formCancel]),
    blocks: [
      sentenceBlock(wording.formIntroduction(entries.length, pool)),
      ...entries.map(({ signUp }) => listed(signUp, pool)),
      ...(leftOut === undefined ? [] : [sentenceBlock(wording.formLeavesOut(leftOut))]),
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
