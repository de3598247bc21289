// Why a decision did not go through: one row per reason, under the same key as in domain/failure.
import type { Decision } from '../domain/decision.ts'
import {
  type FailureMeaning,
  type FailureReason,
  type FailureReasons,
  failureMeanings,
  mayBeTheClock,
} from '../domain/failure.ts'
import type { Failure } from '../domain/round.ts'
import { never } from '../shared/never.ts'
import { roleFailureWords, setUpWrong } from './role-failure.ts'
import { person, type Sentence, time, untrusted } from './sentence.ts'

interface FailureWords<Reason> {
  /** Why; follows a number, as in "2 not confirmed …". */
  readonly short: string
  /** What happened. */
  what(reason: Reason, requestId: string | null, act: Act): Sentence
  /** What to ask an operator to do, if they have to act; left out, to check the log. */
  fix?(reason: Reason, act: Act): string
}

const noAnswer = ' because Cognito gave no answer'
const refused = ' because Cognito refused'
const interrupted = ' because Countersign was interrupted'
const unchecked = ', but Countersign could not check'

const failureWords: { readonly [Kind in keyof FailureReasons]: FailureWords<FailureReasons[Kind]> } = {
  throttled: {
    short: ' because Cognito was too busy',
    what: () => ['Cognito was too busy'],
  },
  unreachable: {
    short: noAnswer,
    what: () => ['Cognito could not be reached'],
  },
  'no-answer': {
    short: noAnswer,
    what: (_, __, act) => [
      act === 'add-to-group'
        ? 'Cognito gave no answer'
        : `Cognito gave no answer, and the user ${stillIs[act]}`,
    ],
  },
  uncertain: {
    short: unchecked,
    what: () => ['Cognito gave no answer'],
  },
  unexplained: {
    short: unchecked,
    what: ({ name }, requestId) => [
      'Cognito answered with ',
      untrusted(name, 80),
      ...quoted(requestId),
      ', and Countersign could not check what that changed',
    ],
  },
  contradicted: {
    short: ' because Cognito contradicted itself',
    what: (_, requestId, act) => [
      'Cognito contradicts itself. It answered that there is no such user',
      ...quoted(requestId),
      ', but it still lists them',
      isOpenRound(act) ? ' as waiting' : '',
    ],
    fix: () => 'look this user up in Cognito',
  },
  'look-forbidden': {
    short: unchecked,
    what: () => ['AWS does not allow Countersign to check'],
    fix: ({ action }) => `allow ${action} in its IAM policy`,
  },
  capped: {
    short: ' because Cognito reached a limit that can last for hours',
    what: ({ name }) => ['Cognito reached a limit (', untrusted(name, 80), ') that can last for hours'],
  },
  forbidden: {
    short: setUpWrong,
    what: () => ['AWS does not allow Countersign to do this'],
    fix: ({ action }) => `allow ${action} in its IAM policy`,
  },
  credentials: {
    short: setUpWrong,
    what: ({ name }) => ['AWS rejected Countersign’s credentials (', untrusted(name, 80), ')'],
    fix: ({ name }) =>
      mayBeTheClock(name) ? 'check its machine’s clock, and if that’s right, renew them' : 'renew them',
  },
  'pool-missing': {
    short: setUpWrong,
    what: () => ['AWS cannot find this user pool'],
    fix: () => 'check the pool’s id (COGNITO_USER_POOL_ID)',
  },
  'not-enabled': {
    short: setUpWrong,
    what: () => ['Cognito does not offer this in the pool’s region, or for this pool'],
    fix: (_, act) => `check the pool’s region${act === 'deny' ? ', or to set on_deny to keep' : ''}`,
  },
  'bad-parameter': {
    short: refused,
    what: (_, requestId) => ['Cognito rejected the request', ...quoted(requestId)],
  },
  'function-failed': {
    short: ' because one of the pool’s Lambda functions failed',
    what: ({ message }) => ['one of the pool’s Lambda functions failed: “', untrusted(message, 200), '”'],
    fix: () => 'fix it',
  },
  'not-allowed': {
    short: refused,
    what: (_, requestId, act) => [refusedWords(act), ...quoted(requestId)],
  },
  expired: {
    short: interrupted,
    what: () => ['Countersign was interrupted or very busy, and the click is too old to carry out now'],
  },
  withdrawn: {
    short: interrupted,
    what: () => ['Countersign was interrupted, and could not check the approver again'],
  },
  changed: {
    short: ' because the user is no longer as they were',
    what: ({ status, isEnabled }) => [
      'the user’s status in Cognito is ',
      untrusted(status, 60),
      isEnabled ? ', and they are enabled' : ', and they are disabled',
    ],
    fix: () => 'look this user up in Cognito',
  },
  'facts-changed': {
    short: ' because what the card shows has changed',
    what: () => ['what the card shows changed just then, so look at it once more'],
  },
  'too-few': {
    short: ' because more people have to approve by now',
    what: () => ['Countersign was interrupted, and by now more people have to approve'],
  },
  'unheard-of': {
    short: refused,
    what: ({ name }, requestId) => ['Cognito answered with ', untrusted(name, 80), ...quoted(requestId)],
  },
  ...roleFailureWords,
}

/** What a decision asks Cognito for, the second thing that undoing an approval asks for, and what follows a confirmation. */
type Act = Decision | 'sign-out' | 'add-to-group'

/** What is true of a user whose state was not changed. */
const stillIs: { readonly [Made in Exclude<Act, 'add-to-group'>]: string } = {
  approve: 'is still waiting',
  deny: 'is still waiting',
  reopen: 'is still disabled',
  undo: 'can still sign in',
  'let-in': 'is still disabled',
  'sign-out': 'may still be signed in',
}

function refusedWords(act: Act): string {
  if (act === 'add-to-group') return 'Cognito refused'
  return act === 'sign-out'
    ? 'Cognito refused, as it may do for a disabled user'
    : `Cognito refused, although the user ${stillIs[act]}`
}

function isOpenRound(act: Act): boolean {
  return act === 'approve' || act === 'deny'
}

function quoted(requestId: string | null): Sentence {
  return requestId === null ? [] : [' (request ', untrusted(requestId, 60), ')']
}

/** A failure after which a round waits, or is over. */
type FailedBy = Failure

/** What a card says about a decision that did not go through: why, what to do, and whose it was. */
export function failureSentence({ by, at, requestId, ...failed }: FailedBy): Sentence {
  return [...reasonSentence(failed, requestId), ' Tried by ', person(by.userId), ', ', time(at), '.']
}

/** The same where there is little room. */
export function failureInShort({ decision, reason, by, at }: FailedBy): Sentence {
  const why = shortReason(reason, decision)
  const start = `❌ ${capital(why)}. ${capital(acts[decision])} to try again. Tried by `
  return [start, person(by.userId), ', ', time(at), '.']
}

interface Failed {
  readonly decision: Act
  readonly reason: FailureReason
}

/** What to do. Not every message with a sign-up has a button that denies. */
const acts: { readonly [Made in Act]: string } = {
  approve: 'press Approve',
  deny: 'deny',
  reopen: 'press Reopen',
  undo: 'press Undo',
  'let-in': 'press Approve',
  'sign-out': 'press Sign out',
  'add-to-group': 'try',
}

const results: { readonly [Made in Act]: string } = {
  approve: 'confirmed',
  deny: 'denied',
  reopen: 'reopened',
  undo: 'undone',
  'let-in': 'let in again',
  'sign-out': 'signed out',
  'add-to-group': 'added to the group',
}

/** Why a decision did not go through, and what to do. */
export function reasonSentence(failed: Failed, requestId: string | null): Sentence {
  const outcome = outcomeOf(failureMeanings[failed.reason.kind], failed.decision)
  return [`❌ ${capital(outcome)}: `, ...whyAndWhatToDo(failed, requestId)]
}

/** The same after our own words. */
export function whyAndWhatToDo({ decision, reason }: Failed, requestId: string | null = null): Sentence {
  const { fix } = wordsFor(reason.kind, reason, decision)
  const todo = nextStep(failureMeanings[reason.kind], fix(), acts[decision])
  return [...whyFailed({ decision, reason }, requestId), '. ', todo]
}

/** Only why; part of a sentence. */
export function whyFailed({ decision, reason }: Failed, requestId: string | null): Sentence {
  return wordsFor(reason.kind, reason, decision).what(requestId)
}

/** The same after a number, as in "2 not confirmed …". */
export function shortReason({ kind }: FailureReason, decision: Act): string {
  return `${outcomeOf(failureMeanings[kind], decision)}${failureWords[kind].short}`
}

function outcomeOf({ outcome }: FailureMeaning, decision: Act): string {
  return `${outcome === 'not-done' ? 'not' : 'may already be'} ${results[decision]}`
}

function wordsFor<Kind extends keyof FailureReasons>(
  kind: Kind,
  reason: FailureReasons[Kind],
  decision: Act,
) {
  const row = failureWords[kind]
  return {
    what: (requestId: string | null) => row.what(reason, requestId, decision),
    fix: () => row.fix?.(reason, decision) ?? 'check the log',
  }
}

function nextStep(meaning: FailureMeaning, fix: string, act: string): string {
  switch (meaning.actor) {
    case 'operator':
      return meaning.again === 'now'
        ? `${capital(act)} again. If that doesn’t help, ask an operator to ${fix}.`
        : `Ask an operator to ${fix}, then ${act} again.`
    case 'any-approver':
      return `Any approver can ${act}.`
    case 'approver':
      return meaning.outcome === 'may-be-done' ? `It’s safe to ${act} again.` : again(meaning.again, act)
    default:
      return never(meaning)
  }
}

function again(when: 'now' | 'in-a-minute' | 'in-an-hour', act: string): string {
  switch (when) {
    case 'now':
      return `${capital(act)} again.`
    case 'in-a-minute':
      return `${capital(act)} again in a minute.`
    case 'in-an-hour':
      return `Wait an hour, then ${act} again.`
    default:
      return never(when)
  }
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
