// Why an approval did not go through: one row per reason, under the same key as in domain/failure.
import {
  type FailureMeaning,
  type FailureReason,
  type FailureReasons,
  failureMeanings,
} from '../domain/failure.ts'
import type { Failure } from '../domain/round.ts'
import { never } from '../shared/never.ts'
import { person, type Sentence, time, untrusted } from './sentence.ts'

interface FailureWords<Reason> {
  /** Why, after the number of those that one message counts. */
  readonly short: string
  /** What happened. */
  what(reason: Reason, requestId: string | null): Sentence
  /** What an operator is asked to do, where it is theirs to act; unless given, to read the log. */
  fix?(reason: Reason): string
}

const noAnswer = ', since Cognito gave no answer'
const refused = ', since Cognito refused'
const interrupted = ', since Countersign was interrupted'
const notSeen = ', which could not be seen'
const misconfigured = ', since Countersign is not allowed to (an operator has to mend that)'

const failureWords: { readonly [Kind in keyof FailureReasons]: FailureWords<FailureReasons[Kind]> } = {
  throttled: {
    short: ', since Cognito was too busy',
    what: () => ['Cognito was too busy'],
  },
  unreachable: {
    short: noAnswer,
    what: () => ['Cognito could not be reached'],
  },
  'no-answer': {
    short: noAnswer,
    what: () => ['Cognito gave no answer, and the user is still waiting'],
  },
  uncertain: {
    short: notSeen,
    what: () => ['Cognito gave no answer'],
  },
  unexplained: {
    short: notSeen,
    what: ({ name }, requestId) => [
      'Cognito answered ',
      untrusted(name, 80),
      ...quoted(requestId),
      ', and it could not be seen what that changed',
    ],
  },
  'look-forbidden': {
    short: notSeen,
    what: () => ['AWS does not allow Countersign to look'],
    fix: ({ action }) => `allow ${action} for it`,
  },
  capped: {
    short: ', since Cognito has reached a limit that lasts for hours',
    what: ({ name }) => ['Cognito has reached a limit (', untrusted(name, 80), ') that lasts for hours'],
  },
  forbidden: {
    short: misconfigured,
    what: () => ['AWS does not allow Countersign to do this'],
    fix: ({ action }) => `allow ${action} for it`,
  },
  credentials: {
    short: misconfigured,
    what: ({ name }) => ['AWS did not accept Countersign’s credentials (', untrusted(name, 80), ')'],
    fix: () => 'renew them',
  },
  'pool-missing': {
    short: misconfigured,
    what: () => ['AWS does not know this user pool'],
    fix: () => 'check the pool’s id (COGNITO_USER_POOL_ID)',
  },
  'bad-parameter': {
    short: refused,
    what: (_, requestId) => ['Cognito did not accept the request', ...quoted(requestId)],
  },
  'function-failed': {
    short: ', since a function of the pool failed',
    what: ({ message }) => ['a function of the pool failed: “', untrusted(message, 200), '”'],
    fix: () => 'mend it',
  },
  'not-allowed': {
    short: refused,
    what: (_, requestId) => ['Cognito refused, although the user is still waiting', ...quoted(requestId)],
  },
  expired: {
    short: interrupted,
    what: () => ['Countersign was interrupted or very busy, and the approval is too old to carry out now'],
  },
  withdrawn: {
    short: interrupted,
    what: () => ['Countersign was interrupted, and whoever approved could not be checked again'],
  },
  'unheard-of': {
    short: refused,
    what: ({ name }, requestId) => ['Cognito answered ', untrusted(name, 80), ...quoted(requestId)],
  },
}

function quoted(requestId: string | null): Sentence {
  return requestId === null ? [] : [' (request ', untrusted(requestId, 60), ')']
}

/** What a card says of an approval that did not go through: why, what to do, and whose it was. */
export function failureSentence({ reason, by, at, requestId }: Failure): Sentence {
  return [...reasonSentence(reason, requestId), ' (Approval by ', person(by.userId), ', ', time(at), '.)']
}

/** Why an approval did not go through, and what to do. */
export function reasonSentence(reason: FailureReason, requestId: string | null): Sentence {
  const { what, fix } = wordsFor(reason.kind, reason)
  const meaning = failureMeanings[reason.kind]
  const outcome = meaning.outcome === 'not-confirmed' ? '❌ Not confirmed: ' : '❌ Perhaps confirmed: '
  return [outcome, ...what(requestId), '. ', nextStep(meaning, fix())]
}

/** The same after a number, as in "2 not confirmed …". */
export function shortReason({ kind }: FailureReason): string {
  const { outcome } = failureMeanings[kind]
  return `${outcome === 'not-confirmed' ? 'not confirmed' : 'perhaps confirmed'}${failureWords[kind].short}`
}

function wordsFor<Kind extends keyof FailureReasons>(kind: Kind, reason: FailureReasons[Kind]) {
  const row = failureWords[kind]
  return {
    what: (requestId: string | null) => row.what(reason, requestId),
    fix: () => row.fix?.(reason) ?? 'look into the log',
  }
}

function nextStep(meaning: FailureMeaning, fix: string): string {
  switch (meaning.actor) {
    case 'operator':
      return meaning.again === 'now'
        ? `Please press Approve again. If that does not help, ask an operator to ${fix}.`
        : `Ask an operator to ${fix}, then press Approve again.`
    case 'any-approver':
      return 'An approver can press Approve.'
    case 'approver':
      return meaning.outcome === 'may-be-confirmed'
        ? 'Doing it twice does no harm, so press Approve again.'
        : pressAgain(meaning.again)
    default:
      return never(meaning)
  }
}

function pressAgain(when: 'now' | 'in-a-minute' | 'in-an-hour'): string {
  switch (when) {
    case 'now':
      return 'Please press Approve again.'
    case 'in-a-minute':
      return 'In a minute, press Approve again.'
    case 'in-an-hour':
      return 'Wait an hour, then press Approve again.'
    default:
      return never(when)
  }
}
