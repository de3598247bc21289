// What happened to one sign-up, an event in a line: when, what, and by whom.
import type { AnsweredAttempt } from '../domain/attempt.ts'
import type { ClickEnd } from '../domain/click.ts'
import type { Denied } from '../domain/decision.ts'
import type { Ending } from '../domain/round.ts'
import {
  type CallEnd,
  type Happening,
  type HistoryEvent,
  type HistoryPage,
  mostCounted,
} from '../domain/sign-up-history.ts'
import { never } from '../shared/never.ts'
import { droppedSentence, withOthers } from './approvals.ts'
import { shortReason } from './failure.ts'
import { shortRefusal } from './refusal.ts'
import { person, type Sentence, strong, time, untrusted } from './sentence.ts'
import { deedsSaid, stepInHistory } from './steps.ts'
import { shortUnchecked } from './unchecked.ts'

export const older = 'Older…'
export const newest = 'Newest'

/** Over the first page, or over another. `shown` of them follow. */
export function historyTitle({ total }: HistoryPage, shown: number, isFirst: boolean): Sentence {
  if (!isFirst) return [strong('Earlier history'), `, newest first. ${counted(total)}.`]
  if (shown >= total) return [strong('History'), ', newest first.']
  return [strong('History'), `, newest first: the latest ${shown} of ${counted(total)}.`]
}

function counted(total: number): string {
  return total >= mostCounted ? `${mostCounted} or more events` : `${total} events`
}

export function historyLine({ place, happening }: HistoryEvent): Sentence {
  return [time(new Date(place.at)), ': ', ...whatHappened(happening)]
}

/** Without when. */
export function whatHappened(happening: Happening): Sentence {
  switch (happening.kind) {
    case 'noticed':
      return ['👋 Countersign noticed the sign-up.']
    case 'ended':
      return howItEnded(happening.by.userId, happening.end)
    case 'called':
      return [
        '📨 For ',
        person(happening.by.userId),
        `, Cognito was asked to ${whatWasAsked[happening.call]}: `,
        ...howAnswered(happening.answer),
      ]
    case 'seen':
      return howRoundEnded(happening.ending)
    case 'step':
      return stepInHistory(happening.deed, happening.state)
    case 'dropped':
      return droppedSentence([happening], null, 'long')
    case 'waiting-again':
      return ['🔁 Waiting again.']
    case 'unreadable':
      return ['An event that this version of Countersign can’t read (', untrusted(happening.what, 60), ').']
    default:
      return never(happening)
  }
}

function howItEnded(userId: string, end: ClickEnd): Sentence {
  const who = person(userId)
  switch (end.kind) {
    case 'confirmed':
    case 'denied':
    case 'undone':
      return howRoundEnded(end.ending)
    case 'reopened':
      return ['↩️ Reopened by ', who, '.']
    case 'followed':
      return [who, ' came too late to take it back: it was waiting again.']
    case 'not-offered':
      return ['🚫 ', who, ` tried to ${end.decision} it, which was not possible any more.`]
    case 'overtaken':
      return [who, '’s decision was overtaken. ', ...howRoundEnded(end.ending)]
    case 'failed':
      return ['❌ ', who, ` tried to ${end.decision}: ${shortReason(end.reason, end.decision)}.`]
    case 'counted':
      return end.already === null
        ? ['👍 ', who, ` approved: ${end.have} of ${end.needed}.`]
        : [who, ' approved again: theirs, or one from the same e-mail address, counted already.']
    case 'withdrawn':
      return ['↩️ ', who, ' withdrew their approval.']
    case 'nothing-to-withdraw':
      return [who, ' had no approval to withdraw.']
    case 'trying-again':
      return ['🔁 ', who, ' had this tried again: ', ...deedsSaid(end.deeds), '.']
    case 'nothing-to-try':
      return [who, ' pressed Try again, but nothing had failed.']
    case 'looking':
      return ['👀 ', who, ' was looking into it.']
    case 'stopped-looking':
      return [who, ' stopped looking into it.']
    case 'was-not-looking':
      return [who, ' had not been looking into it.']
    case 'refused':
      return ['🚫 ', who, ` tried to decide: ${shortRefusal(end.because)}.`]
    case 'unchecked':
      return ['❌ ', who, ` tried to decide: ${shortUnchecked(end.because)}.`]
    case 'late':
      return [who, ' came too late: something else was first.']
    case 'expired':
      return ['❌ ', who, ' clicked, but that waited for too long and was not carried out.']
    case 'not-taken':
      return ['❌ ', who, ' clicked, but that was not saved in time and was not carried out.']
    case 'superseded':
      return [who, ' clicked again.']
    case 'unknown-round':
    case 'other-store':
      return [who, ' clicked on a card that Countersign did not recognise.']
    case 'answered':
      return [who, ' asked about this sign-up.']
    default:
      return never(end)
  }
}

/** Without when, and without what there was to do. */
export function howRoundEnded(ending: Ending): Sentence {
  switch (ending.kind) {
    case 'confirmed': {
      const { by, certainty, functionError, approvers } = ending
      const isProbable = certainty === 'probable' ? ' (it got no answer, and was found to have worked)' : ''
      const failed: Sentence =
        functionError === null
          ? []
          : [' The pool’s post confirmation function failed: “', untrusted(functionError, 150), '”.']
      return ['✅ Approved by ', person(by.userId), ...withOthers(approvers, by), `${isProbable}.`, ...failed]
    }
    case 'denied':
      return howDenied(ending)
    case 'confirmed-elsewhere': {
      const { status, functionError } = ending
      if (status === 'CONFIRMED') return ['☑️ Confirmed outside Slack.']
      const failed: Sentence =
        functionError === undefined
          ? []
          : [' One of the pool’s Lambda functions failed: “', untrusted(functionError, 150), '”.']
      return ['☑️ No longer waiting: the status in Cognito became ', untrusted(status, 60), '.', ...failed]
    }
    case 'disproved':
      return ['❌ Not confirmed after all: Cognito still listed the user as unconfirmed.']
    case 'disabled':
      return ['⛔ Disabled outside Slack.']
    case 'not-done':
      return [
        '❌ ',
        person(ending.by.userId),
        ` tried to ${ending.decision}: ${shortReason(ending.reason, ending.decision)}.`,
      ]
    case 'undone': {
      const { by, signOutFailure } = ending
      const signedOut =
        signOutFailure === null ? 'and the user signed out' : 'but the user was not signed out'
      return ['↩️ Undone by ', person(by.userId), `: the account was disabled, ${signedOut}.`]
    }
    case 'lapsed':
      return ['⌛ Lapsed: nobody had decided about it since ', time(ending.since), '.']
    case 'gone':
      return ['🗑️ Deleted from the pool.']
    default:
      return never(ending)
  }
}

function howDenied({ by, reason, note, account }: Denied): Sentence {
  const said: Sentence = note === null ? [] : [' Note: “', untrusted(note, 300), '”.']
  const done = account.kind === 'disabled' ? ' The account was disabled.' : ' The account was left as it was.'
  return ['🚫 Denied by ', person(by.userId), '. Reason: “', untrusted(reason, 75), '”.', ...said, done]
}

const whatWasAsked: { readonly [Made in AnsweredAttempt['call']]: string } = {
  confirm: 'confirm the user',
  disable: 'disable the user',
  enable: 'enable the user',
  'sign-out': 'sign the user out',
}

/** Rows of earlier versions call what was done by its call: `disabled`. */
type AnswerKind = AnsweredAttempt['answer']['kind'] | 'disabled'

const answerWords: { readonly [Kind in AnswerKind]: string } = {
  confirmed: 'done',
  done: 'done',
  disabled: 'done',
  'already-confirmed': 'they were confirmed already',
  'not-waiting': 'refused, because they were not waiting',
  'function-failed': 'one of the pool’s Lambda functions failed',
  refused: 'refused',
  'not-enabled': 'not offered for this pool',
  gone: 'there is no such user',
  throttled: 'too busy',
  unreachable: 'out of reach',
  'no-answer': 'no answer',
  capped: 'a limit was reached',
  forbidden: 'AWS did not allow it',
  credentials: 'AWS rejected Countersign’s credentials',
  'pool-missing': 'there is no such pool',
  'bad-parameter': 'the request was rejected',
  'unheard-of': 'an answer that Countersign does not know',
  'role-problem': 'AWS did not let Countersign act in the approver’s name',
  'not-sent': 'not sent after all',
}

function howAnswered(answer: CallEnd | null): Sentence {
  if (answer === null) return ['no answer so far.']
  const { kind, requestId } = answer
  const words = isKnown(kind) ? answerWords[kind] : 'an answer that this version of Countersign can’t read'
  const request: Sentence = requestId === null ? [] : [' (request ', untrusted(requestId, 60), ')']
  return [words, ...request, '.']
}

function isKnown(kind: string): kind is AnswerKind {
  return Object.hasOwn(answerWords, kind)
}
