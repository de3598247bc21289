// What only the person who clicked reads: whom it is about, what happened, what to do.
import { type ClickEnd, showsRightToDecide } from '../domain/click.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { never } from '../shared/never.ts'
import { countedSentence, nothingToWithdraw, withdrawn } from './approvals.ts'
import { commandAnswer } from './command.ts'
import { endingSentence } from './ending.ts'
import { reasonSentence } from './failure.ts'
import { youDidNotLook, youLook, youStopped } from './looking.ts'
import { refusalSentence } from './refusal.ts'
import { person, type Sentence, time } from './sentence.ts'
import { calledBy } from './sign-up.ts'
import { nothingToTry, tryingAgain } from './steps.ts'
import { uncheckedSentence } from './unchecked.ts'
import { followed, notOffered, reopened } from './way-back.ts'

/**
 * `clicker` is the reader's user id. `signUp` and `poolName` are null if unknown. If the click is one of several that a form
 * asked for (`isOfBulk`), this answer tells the same end of the others too.
 */
export function privateAnswer(
  end: ClickEnd,
  clicker: string,
  signUp: SignUp | null,
  poolName: string | null,
  isOfBulk = false,
): Sentence {
  const others = isOfBulk && !showsRightToDecide(end) ? ' (and perhaps others of those you chose)' : ''
  const about: Sentence = signUp === null ? [] : [...calledBy(signUp, 200, 'start'), `${others}: `]
  return [...about, ...endSentence(end, clicker, poolName)]
}

/** Where the card is. `url` opens it; null if that is unknown. */
export function cardLink(channel: string, url: string | null): Sentence {
  return url === null
    ? ['The card is in ', { kind: 'channel', id: channel }, '.']
    : [{ kind: 'link', url, text: 'Open the card' }, '.']
}

function endSentence(end: ClickEnd, clicker: string, poolName: string | null): Sentence {
  switch (end.kind) {
    case 'confirmed':
    case 'denied':
    case 'undone':
    case 'overtaken':
      return endingSentence(end.ending)
    case 'reopened':
      return reopened
    case 'followed':
      return followed(end.first?.userId ?? null, clicker)
    case 'not-offered':
      return notOffered(end.decision)
    case 'failed':
      return reasonSentence(end, null)
    case 'refused':
      return refusalSentence(end.because, poolName)
    case 'unchecked':
      return uncheckedSentence(end.because, end.of)
    case 'counted':
      return countedSentence(end, clicker)
    case 'withdrawn':
      return withdrawn
    case 'nothing-to-withdraw':
      return nothingToWithdraw
    case 'trying-again':
      return tryingAgain(end.deeds)
    case 'nothing-to-try':
      return nothingToTry
    case 'looking':
      return youLook
    case 'stopped-looking':
      return youStopped
    case 'was-not-looking':
      return youDidNotLook
    case 'late':
      return lateSentence(end, clicker)
    case 'expired':
      return [
        '❌ This was not carried out: it waited for more than 15 minutes because Countersign was interrupted or very busy. Please try again.',
      ]
    case 'not-taken':
      return [
        '❌ This was not carried out, because Countersign could not be sure in time that it was saved. If you haven’t tried again since, please do.',
      ]
    case 'superseded':
      return ['Your newer click replaced this one.']
    case 'answered':
      return commandAnswer(end.answer, { shown: 0, total: 0, reads: [] }).flat()
    case 'unknown-round':
      return [
        '❌ Nothing was changed: Countersign no longer recognises this card. If the sign-up is still waiting, use its newer card.',
      ]
    case 'other-store':
      return [
        '❌ Nothing was changed: another Countersign, which uses the same Slack app, answers for this message. Press again: Slack may hand your click to that one.',
      ]
    default:
      return never(end)
  }
}

function lateSentence(late: Extract<ClickEnd, { kind: 'late' }>, clicker: string): Sentence {
  const { ending } = late
  const first = late.first?.userId ?? null
  if (ending !== null && ending.kind !== 'confirmed')
    return [...endingSentence(ending), ' Your click changed nothing.']
  if (first === null)
    return ['Somebody else was first. Your click changed nothing. The card shows the result.']
  const isOwn = first === clicker
  if (ending !== null) {
    const who: Sentence = isOwn
      ? ['You already approved this, ']
      : [person(first), ' was first and approved this, ']
    return [...who, time(ending.at), '. Your click changed nothing, and there is nothing left to do.']
  }
  if (isOwn) return ['Your first click is being carried out. The card will show the result in a moment.']
  return [
    person(first),
    ' was first: their decision is being carried out. The card will show the result in a moment.',
  ]
}
