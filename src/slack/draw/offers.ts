// Draws the buttons of what can be done about one sign-up.
import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types'
import type { CardEntry } from '../../domain/card-entry.ts'
import { isDisabled, type Offer } from '../../domain/offers.ts'
import type { Pool } from '../../domain/pool.ts'
import { never } from '../../shared/never.ts'
import * as wording from '../../wording/card.ts'
import { denialSubmit, deny } from '../../wording/denial.ts'
import { details } from '../../wording/details.ts'
import type { Sentence } from '../../wording/sentence.ts'
import {
  letIn,
  letInDialog,
  letInShort,
  reopen,
  reopenDialog,
  signOut,
  signOutAgain,
  undo,
  undoDialog,
  undoShort,
} from '../../wording/way-back.ts'
import { plainText } from './render-sentence.ts'

/** The buttons' actions. Their value is only the round's id. */
export const approveAction = 'approve'
export const denyAction = 'deny'
export const reopenAction = 'reopen'
export const undoAction = 'undo'
export const letInAction = 'let-in'
export const detailsAction = 'details'

/** Buttons that stay on a card when nobody is waiting on it any more. */
export const stayingActions: ReadonlySet<string> = new Set([
  reopenAction,
  undoAction,
  letInAction,
  detailsAction,
])

/** The row of these buttons; nothing if there are none. */
export function offerButtons(offers: readonly Offer[], entry: CardEntry, pool: Pool): KnownBlock[] {
  const elements = offers.map((offer) => offerButton(offer, entry, pool))
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

/** One of these buttons, for a place of its own. */
export function offerButton(offer: Offer, { signUp, round }: CardEntry, pool: Pool): Button {
  const button = { type: 'button', value: round.id } as const
  switch (offer) {
    case 'approve':
      return {
        ...button,
        action_id: approveAction,
        style: 'primary',
        text: { type: 'plain_text', text: wording.approve, emoji: false },
        accessibility_label: label(wording.buttonLabel(wording.approve, signUp)),
        confirm: dialog(wording.approveDialog(signUp, pool.name), 'primary'),
      }
    case 'deny':
      // It opens a form, so it asks nothing itself.
      return {
        ...button,
        action_id: denyAction,
        text: { type: 'plain_text', text: deny, emoji: false },
        accessibility_label: label(wording.buttonLabel(denialSubmit, signUp)),
      }
    case 'reopen':
      return {
        ...button,
        action_id: reopenAction,
        text: { type: 'plain_text', text: reopen, emoji: false },
        accessibility_label: label(wording.buttonLabel(reopen, signUp)),
        confirm: dialog(reopenDialog(signUp), 'primary'),
      }
    case 'let-in':
      return {
        ...button,
        action_id: letInAction,
        text: { type: 'plain_text', text: letIn, emoji: false },
        accessibility_label: label(wording.buttonLabel(letInShort, signUp)),
        confirm: dialog(letInDialog(signUp, pool.name), 'primary'),
      }
    case 'undo': {
      const isOnlySignOut = isDisabled(round)
      const text = isOnlySignOut ? signOutAgain : undo
      return {
        ...button,
        action_id: undoAction,
        text: { type: 'plain_text', text, emoji: false },
        accessibility_label: label(wording.buttonLabel(isOnlySignOut ? signOut : undoShort, signUp)),
        confirm: dialog(undoDialog(signUp, isOnlySignOut), 'danger'),
      }
    }
    case 'details':
      return {
        ...button,
        action_id: detailsAction,
        text: { type: 'plain_text', text: details, emoji: false },
        accessibility_label: label(wording.buttonLabel(details, signUp)),
      }
    default:
      return never(offer)
  }
}

/** What a screen reader says of a button. Slack accepts 75 characters. */
export function label(sentence: Sentence): string {
  return plainText(sentence, 75)
}

interface Question {
  readonly title: Sentence
  readonly text: Sentence
  readonly confirm: Sentence
  readonly deny: Sentence
}

/** Never narrowed with the card: it is the last that is read before a decision. */
function dialog({ title, text, confirm, deny }: Question, style: 'primary' | 'danger'): ConfirmationDialog {
  const plain = (sentence: Sentence, most: number) => ({
    type: 'plain_text' as const,
    text: plainText(sentence, most),
    emoji: false,
  })
  return {
    title: plain(title, 100),
    text: plain(text, 300),
    confirm: plain(confirm, 30),
    deny: plain(deny, 30),
    style,
  }
}
