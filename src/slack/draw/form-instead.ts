// What stands in a form's place if it was submitted and nothing came of it: why, and that nothing was changed.
import type { ModalView } from '@slack/types'
import {
  approvalCancel,
  approvalElsewhere,
  approvalOutOfDate,
  approvalTitle,
} from '../../wording/approval.ts'
import { denialCancel, denialElsewhere, denialOutOfDate, denialTitle } from '../../wording/denial.ts'
import { listCancel, listElsewhere, listOutOfDate, listTitle, noneChosen } from '../../wording/list-form.ts'
import type { Sentence } from '../../wording/sentence.ts'
import { sentenceBlock } from './card.ts'
import { plainText } from './render-sentence.ts'

interface FormWords {
  readonly title: string
  readonly close: string
  /** Another Countersign answers for it. */
  readonly elsewhere: Sentence
  /** The store does not know whom it is about. */
  readonly 'out-of-date': Sentence
}

/** By the request that its submission is. */
const words = {
  'submit-approval': {
    title: approvalTitle,
    close: approvalCancel,
    elsewhere: approvalElsewhere,
    'out-of-date': approvalOutOfDate,
  },
  'submit-denial': {
    title: denialTitle,
    close: denialCancel,
    elsewhere: denialElsewhere,
    'out-of-date': denialOutOfDate,
  },
  'submit-form': {
    title: listTitle,
    close: listCancel,
    elsewhere: listElsewhere,
    'out-of-date': listOutOfDate,
  },
} as const satisfies Record<string, FormWords>

export type SubmittedForm = keyof typeof words
export type WhyNothing = 'elsewhere' | 'out-of-date' | 'none-chosen'

export function drawFormInstead(form: SubmittedForm, why: WhyNothing): ModalView {
  return drawInstead(words[form], why === 'none-chosen' ? noneChosen : words[form][why])
}

/** A modal of one sentence, which can only be closed. */
export function drawInstead(form: Pick<FormWords, 'title' | 'close'>, sentence: Sentence): ModalView {
  return {
    type: 'modal',
    title: plain(form.title),
    close: plain(form.close),
    blocks: [sentenceBlock(sentence)],
  }
}

/** Slack accepts 24 characters there. */
function plain(text: string) {
  return { type: 'plain_text' as const, text: plainText([text], 24), emoji: false }
}
