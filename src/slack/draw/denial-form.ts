// The form with which an approver denies one sign-up.
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { longestNote, longestReason } from '../../domain/decision.ts'
import { type DenialForm, isNamedByEmail } from '../../domain/denial-form.ts'
import type { Pool } from '../../domain/pool.ts'
import * as wording from '../../wording/denial.ts'
import { type Sentence, untrusted } from '../../wording/sentence.ts'
import { origin } from '../../wording/sign-up.ts'
import { facts, sentenceBlock } from './card.ts'
import { plainText } from './render-sentence.ts'

/** The form's `callback_id`. Its `private_metadata` is only the id of the click that opened it. */
export const denialForm = 'deny'

/** Names of the fields: of each, the block's and the action's. */
export const reasonField = 'reason'
export const noteField = 'note'

/** Shows who would be denied, and what that does. */
export function drawDenialForm({ clickId, pool, signUp, onDeny, reasons }: DenialForm): ModalView {
  return {
    type: 'modal',
    callback_id: denialForm,
    private_metadata: clickId,
    title: plain([wording.denialTitle], 24),
    submit: plain([wording.denialSubmit], 24),
    close: plain([wording.denialCancel], 24),
    blocks: [
      { type: 'rich_text', elements: [facts(signUp, pool)] },
      sentenceBlock(origin(signUp, pool.name)),
      ...denialFields(reasons, pool),
      sentenceBlock(wording.whatHappens(onDeny, isNamedByEmail(signUp))),
    ],
  }
}

/** Why they are denied. */
export function denialFields(reasons: readonly string[], pool: Pool): KnownBlock[] {
  return [reasonInput(reasons), noteInput(pool)]
}

function reasonInput(reasons: readonly string[]): KnownBlock {
  const options: PlainTextOption[] = reasons.map((reason, place) => ({
    text: plain([untrusted(reason, longestReason)], longestReason),
    value: String(place),
  }))
  return {
    type: 'input',
    block_id: reasonField,
    label: plain([wording.reasonLabel], 100),
    element: { type: 'static_select', action_id: reasonField, options },
  }
}

function noteInput(pool: Pool): KnownBlock {
  return {
    type: 'input',
    block_id: noteField,
    optional: true,
    label: plain([wording.noteLabel], 100),
    hint: plain([wording.noteHint(pool.visibility)], 200),
    element: {
      type: 'plain_text_input',
      action_id: noteField,
      multiline: true,
      max_length: longestNote,
    },
  }
}

function plain(sentence: Sentence, most: number) {
  return { type: 'plain_text' as const, text: plainText(sentence, most), emoji: false }
}
