// Draws the buttons of what can be done about one sign-up.
import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types'
import type { CardEntry } from '../../domain/card-entry.ts'
import { isDisabled, isLapsed, type Offer } from '../../domain/offers.ts'
import type { Pool } from '../../domain/pool.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import { isFailed, type Step } from '../../domain/step.ts'
import { never } from '../../shared/never.ts'
import { withdraw, withdrawal } from '../../wording/approvals.ts'
import * as wording from '../../wording/card.ts'
import { denialSubmit, deny } from '../../wording/denial.ts'
import { lookInto, stopLooking } from '../../wording/looking.ts'
import type { Sentence } from '../../wording/sentence.ts'
import { tryAgain, tryAgainInFull } from '../../wording/steps.ts'
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
import { escaped } from './untrusted-text.ts'

/** The buttons' actions. Their value is only the round's id. */
export const approveAction = 'approve'
export const denyAction = 'deny'
export const withdrawAction = 'withdraw'
export const lookIntoAction = 'look-into'
export const stopLookingAction = 'stop-looking'
export const openApprovalAction = 'open-approval'
export const reopenAction = 'reopen'
export const undoAction = 'undo'
export const letInAction = 'let-in'
export const detailsAction = 'details'
/** Its value is the id of a round whose address has that host. */
export const denyHostAction = 'deny-host'

const stayingActions: ReadonlySet<string> = new Set([reopenAction, undoAction, letInAction, detailsAction])

/** Slack wants each button of a row to have an action of its own: a step's ends with its place. */
const tryAgainAction = 'try-again'

export function isTryAgain(actionId: string): boolean {
  return actionId.startsWith(tryAgainAction)
}

/** Whether this button stays on a card when nobody is waiting on it any more. */
export function staysOnCard(actionId: string): boolean {
  return stayingActions.has(actionId) || isTryAgain(actionId)
}

/** The row of these buttons; nothing if there are none. */
export function offerButtons(offers: readonly Offer[], entry: CardEntry, pool: Pool): KnownBlock[] {
  const elements = offers.flatMap((offer) =>
    offer === 'try-again' ? tryAgainButtons(entry) : [offerButton(offer, entry, pool)],
  )
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

/** One of these buttons, for a place of its own. */
export function offerButton(offer: Offer, { signUp, round }: CardEntry, pool: Pool): Button {
  const button = { type: 'button', value: round.id } as const
  switch (offer) {
    case 'approve': {
      const fits = fitsDialog(signUp, pool)
      return {
        ...button,
        action_id: fits ? approveAction : openApprovalAction,
        style: 'primary',
        text: { type: 'plain_text', text: wording.approve, emoji: false },
        accessibility_label: label(wording.buttonLabel(wording.approve, signUp)),
        ...(fits && { confirm: dialog(wording.approveDialog(signUp, pool), 'primary') }),
      }
    }
    case 'deny':
      // It opens a form, so it asks nothing itself.
      return {
        ...button,
        action_id: denyAction,
        text: { type: 'plain_text', text: deny, emoji: false },
        accessibility_label: label(wording.buttonLabel(denialSubmit, signUp)),
      }
    case 'withdraw':
      return {
        ...button,
        action_id: withdrawAction,
        text: { type: 'plain_text', text: withdraw, emoji: false },
        accessibility_label: label(wording.buttonLabel(withdrawal, signUp)),
      }
    case 'look-into':
      return {
        ...button,
        action_id: lookIntoAction,
        text: { type: 'plain_text', text: lookInto, emoji: false },
        accessibility_label: label(wording.buttonLabel(`${lookInto}:`, signUp)),
      }
    case 'stop-looking':
      return {
        ...button,
        action_id: stopLookingAction,
        text: { type: 'plain_text', text: stopLooking, emoji: false },
        accessibility_label: label(wording.buttonLabel(`${stopLooking}:`, signUp)),
      }
    case 'reopen':
      return {
        ...button,
        action_id: reopenAction,
        text: { type: 'plain_text', text: reopen, emoji: false },
        accessibility_label: label(wording.buttonLabel(reopen, signUp)),
        confirm: dialog(reopenDialog(signUp, isLapsed(round)), 'primary'),
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
    case 'try-again':
      return tryAgainButton(signUp, round.id, null)
    case 'details':
      return {
        ...button,
        action_id: detailsAction,
        text: { type: 'plain_text', text: wording.details, emoji: false },
        accessibility_label: label(wording.buttonLabel(wording.details, signUp)),
      }
    default:
      return never(offer)
  }
}

/** One for each step that failed. */
function tryAgainButtons({ signUp, round }: CardEntry): readonly Button[] {
  return (round.steps ?? []).flatMap((step, place) =>
    isFailed(step) ? [tryAgainButton(signUp, round.id, { step, place })] : [],
  )
}

interface OneStep {
  readonly step: Step
  readonly place: number
}

/** For one step, or for all that failed. */
function tryAgainButton(signUp: SignUp, roundId: string, one: OneStep | null): Button {
  return {
    type: 'button',
    action_id: one === null ? tryAgainAction : `${tryAgainAction} ${one.place}`,
    value: one === null ? roundId : `${roundId} ${one.place}`,
    text: { type: 'plain_text', text: label(tryAgain(one?.step.deed ?? null)), emoji: false },
    accessibility_label: label(tryAgainInFull(one?.step.deed ?? null, signUp)),
  }
}

/** The round and the place of the step; null for all that failed. */
export function readTryAgainValue(value: string): {
  readonly roundId: string
  readonly place: number | null
} {
  const [roundId = '', place] = value.split(' ')
  return { roundId, place: place !== undefined && /^\d{1,3}$/.test(place) ? Number(place) : null }
}

/** What a screen reader says of a button. Slack accepts 75 characters. */
export function label(sentence: Sentence): string {
  return plainText(sentence, 75)
}

/** Slack accepts that many characters in a dialog's text. */
const mostInDialog = 300

/** Whether a dialog can say in full who it is, since nobody approves what they can't see: otherwise, a form does. */
export function fitsDialog(signUp: SignUp, pool: Pool): boolean {
  const { text } = wording.approveDialog(signUp, pool)
  return signUp.isMasked !== true && escaped(plainText(text, Infinity)).length <= mostInDialog
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
    text: plain(text, mostInDialog),
    confirm: plain(confirm, 30),
    deny: plain(deny, 30),
    style,
  }
}
