// Everything a card can say about a round's end, with the occasion; the compiler checks that none is missing.

import type { Denied } from '../../src/domain/decision.ts'
import type { FailureReasons } from '../../src/domain/failure.ts'
import type { Ending, Failure } from '../../src/domain/round.ts'
import { plainText } from '../../src/slack/draw/render-sentence.ts'
import { endingSentence } from '../../src/wording/ending.ts'
import { failureSentence } from '../../src/wording/failure.ts'
import type { Sentence } from '../../src/wording/sentence.ts'

const at = new Date('2026-11-23T09:30:00Z')
const ada = { userId: '@Ada', teamId: 'T0' }

function denied(status: string | null): Denied {
  const account = { kind: 'disabled', certainty: 'answered', status } as const
  return { kind: 'denied', by: ada, reason: 'REASON', note: 'NOTE', at, account }
}

const endings: Readonly<Record<string, Ending>> = {
  'Cognito confirmed the user': {
    kind: 'confirmed',
    by: ada,
    at,
    certainty: 'answered',
    functionError: null,
  },
  'No answer came, but Cognito then shows the user as confirmed': {
    kind: 'confirmed',
    by: ada,
    at,
    certainty: 'probable',
    functionError: null,
  },
  'The post confirmation function failed after the confirmation': {
    kind: 'confirmed',
    by: ada,
    at,
    certainty: 'probable',
    functionError: 'MESSAGE',
  },
  'Somebody else confirmed the user': { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at },
  'The user has another status': { kind: 'confirmed-elsewhere', status: 'RESET_REQUIRED', at },
  'A function of the pool failed after the confirmation, and the user is disabled': {
    kind: 'confirmed-elsewhere',
    status: 'CONFIRMED, but disabled',
    at,
    functionError: 'MESSAGE',
  },
  'An approver denied, and the user was disabled': denied('UNCONFIRMED'),
  'An approver denied, and the pool keeps denied accounts': { ...denied(null), account: { kind: 'kept' } },
  'An approver denied that an undone approval be made again': {
    ...denied(null),
    account: { kind: 'kept-disabled' },
  },
  'The user was confirmed while an approver denied': denied('CONFIRMED'),
  'An approver denied, and Cognito’s list does not show the user as disabled': denied(null),
  'No answer came to a denial, but Cognito then shows the user as disabled': {
    ...denied(null),
    account: { kind: 'disabled', certainty: 'probable', status: 'UNCONFIRMED' },
  },
  'An approval was undone': { kind: 'undone', by: ada, at, disabled: 'answered', signOutFailure: null },
  'An approval was undone, but Cognito did not sign the user out': {
    kind: 'undone',
    by: ada,
    at,
    disabled: 'answered',
    signOutFailure: { kind: 'not-allowed' },
  },
  'No answer came to an undoing, but Cognito then shows the user as disabled': {
    kind: 'undone',
    by: ada,
    at,
    disabled: 'probable',
    signOutFailure: null,
  },
  'Nobody decided for as long as the pool’s `lapse_after`': { kind: 'lapsed', at, since: at },
  'A denied sign-up could not be reopened': {
    kind: 'not-done',
    decision: 'reopen',
    by: ada,
    at,
    reason: { kind: 'throttled' },
    requestId: null,
  },
  'The user was disabled': { kind: 'disabled', at },
  'The user was deleted': { kind: 'gone', at },
  'Cognito confirmed, but still lists the user as unconfirmed a minute later': {
    kind: 'disproved',
    said: { kind: 'confirmed', by: ada, at, certainty: 'answered', functionError: null },
    at,
    isEnabled: true,
  },
}

type Occasions = {
  readonly [Kind in keyof FailureReasons]: readonly [string, FailureReasons[Kind]]
}

const failures: Occasions = {
  throttled: ['Cognito throttles', { kind: 'throttled' }],
  unreachable: ['There is no connection to Cognito', { kind: 'unreachable' }],
  'no-answer': [
    'Cognito fails or does not answer, and then shows the user as waiting',
    { kind: 'no-answer' },
  ],
  uncertain: ['Cognito fails or does not answer, and the look-up fails too', { kind: 'uncertain' }],
  unexplained: [
    'Cognito answers something unexpected, and the look-up fails',
    { kind: 'unexplained', name: 'SurprisingException' },
  ],
  contradicted: [
    'Cognito says that there is no such user, but lists them as waiting',
    { kind: 'contradicted' },
  ],
  'look-forbidden': [
    'The IAM policy does not allow the look-up',
    { kind: 'look-forbidden', action: 'cognito-idp:AdminGetUser' },
  ],
  capped: ['A quota that lasts for hours is used up', { kind: 'capped', name: 'LimitExceededException' }],
  forbidden: [
    'The IAM policy lacks an action',
    { kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp' },
  ],
  credentials: [
    'The AWS credentials are wrong or have expired',
    { kind: 'credentials', name: 'ExpiredTokenException' },
  ],
  'pool-missing': ['The pool does not exist', { kind: 'pool-missing' }],
  'not-enabled': [
    'Cognito has no such operation in the pool’s region, or for this pool',
    { kind: 'not-enabled' },
  ],
  'bad-parameter': ['Cognito rejects the request as invalid', { kind: 'bad-parameter' }],
  'function-failed': [
    'A function of the pool failed, and the user is still waiting',
    { kind: 'function-failed', message: 'MESSAGE' },
  ],
  'not-allowed': ['Cognito refuses, but still shows the user as waiting', { kind: 'not-allowed' }],
  expired: ['The approval waited for more than 15 minutes', { kind: 'expired' }],
  withdrawn: [
    'Countersign was interrupted, and the approver can’t be checked or may no longer approve',
    { kind: 'withdrawn' },
  ],
  changed: [
    'The user whose approval is to be undone has another status',
    { kind: 'changed', status: 'RESET_REQUIRED', isEnabled: true },
  ],
  'facts-changed': [
    'What the card shows changed while an approval was carried out, in a pool that requires several',
    { kind: 'facts-changed' },
  ],
  'too-few': ['Countersign was interrupted, and the pool requires more approvals since', { kind: 'too-few' }],
  'role-forbidden': [
    'AWS STS opens no session: the approver role is missing, or it or Countersign may not do this',
    { kind: 'role-forbidden', action: 'sts:SetSourceIdentity' },
  ],
  'role-lacks': [
    'The policy of the approver role lacks an action',
    { kind: 'role-lacks', action: 'cognito-idp:AdminConfirmSignUp' },
  ],
  'role-region': ['AWS STS is not active in the pool’s region', { kind: 'role-region' }],
  'role-credentials': [
    'AWS STS rejects Countersign’s own credentials',
    { kind: 'role-credentials', name: 'ExpiredTokenException' },
  ],
  'role-refused': [
    'AWS STS opens no session, for any other reason',
    { kind: 'role-refused', name: 'ValidationError' },
  ],
  'role-session': [
    'Cognito rejects the session, and a new one too',
    { kind: 'role-session', name: 'ExpiredTokenException' },
  ],
  'role-throttled': ['AWS STS throttles', { kind: 'role-throttled' }],
  'role-no-answer': ['AWS STS fails or does not answer', { kind: 'role-no-answer' }],
  'unheard-of': ['Anything else', { kind: 'unheard-of', name: 'SurprisingException' }],
}

const decisions: { readonly [Kind in keyof FailureReasons]?: Failure['decision'] } = {
  'not-enabled': 'deny',
  changed: 'undo',
}

/** Occasion and sentence, as docs/operating.md shows them. */
export function everyEnding(): readonly (readonly [string, string])[] {
  const settled = Object.entries(endings).map(
    ([occasion, ending]) => [occasion, words(endingSentence(ending))] as const,
  )
  const failed = Object.values(failures).map(([occasion, reason]) => {
    const failure: Failure = {
      decision: decisions[reason.kind] ?? 'approve',
      reason,
      by: ada,
      at,
      requestId: 'REQUEST',
    }
    return [occasion, words(failureSentence(failure))] as const
  })
  return [...settled, ...failed]
}

function words(sentence: Sentence): string {
  return plainText(sentence, 1000).replaceAll('2026-11-23 09:30 UTC', 'TIME')
}
