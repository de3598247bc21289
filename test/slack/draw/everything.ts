// One of every end, refusal, ending and failure there is: the compiler sees to it that none is missing.
import type { DroppedBecause } from '../../../src/domain/approvals.ts'
import type { ClickEnd } from '../../../src/domain/click.ts'
import type { Denied } from '../../../src/domain/decision.ts'
import type { FailureReason, FailureReasons } from '../../../src/domain/failure.ts'
import type { Refusal } from '../../../src/domain/may-decide.ts'
import type { Pool } from '../../../src/domain/pool.ts'
import type { Confirmed, Ending, Failure, Round, RoundState } from '../../../src/domain/round.ts'
import type { SignUp } from '../../../src/domain/sign-up.ts'
import type { Unchecked } from '../../../src/domain/unchecked.ts'
import type { Undone } from '../../../src/domain/way-back.ts'
import { testPool } from '../../support/pool.ts'

export const at = new Date('2026-05-01T12:00:00Z')
export const ada = { userId: 'U0ADA', teamId: 'T0HOME' }
export const bob = { userId: 'U0BOB', teamId: 'T0HOME' }

export const pool: Pool = testPool({
  channel: 'C0SIGNUPS',
  approvers: { groups: ['S0APPROVERS'], users: [] },
  attributes: ['custom:company'],
})

export function grace(change: Partial<SignUp> = {}): SignUp {
  return {
    poolId: pool.id,
    sub: 'sub-grace',
    userName: 'grace',
    signedUpAt: new Date('2026-05-01T11:00:00Z'),
    attributes: { email: 'grace@example.com' },
    isImitation: false,
    ...change,
  }
}

export function roundOf(state: RoundState): Round {
  return { id: 'round-1', number: 1, version: 1, fence: 0, state }
}

export const confirmed: Confirmed = {
  kind: 'confirmed',
  by: ada,
  at,
  certainty: 'answered',
  functionError: null,
}

/** With the longest reason and note. */
export const denied: Denied = {
  kind: 'denied',
  by: ada,
  reason: 'R'.repeat(75),
  note: 'N'.repeat(500),
  at,
  account: { kind: 'disabled', certainty: 'answered', status: 'UNCONFIRMED' },
}

const undone: Undone = { kind: 'undone', by: ada, at, disabled: 'answered', signOutFailure: null }

const oneOfEachEnding: { readonly [K in Ending['kind']]: Extract<Ending, { kind: K }> } = {
  confirmed,
  denied,
  'confirmed-elsewhere': { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at },
  disabled: { kind: 'disabled', at },
  gone: { kind: 'gone', at },
  disproved: { kind: 'disproved', said: confirmed, at, isEnabled: true },
  undone,
  lapsed: { kind: 'lapsed', at, since: at },
  'not-done': {
    kind: 'not-done',
    decision: 'reopen',
    by: ada,
    at,
    reason: { kind: 'no-answer' },
    requestId: 'REQUEST',
  },
}

export const endings: readonly Ending[] = [
  ...Object.values(oneOfEachEnding),
  { ...confirmed, approvers: [bob, ada] },
  { ...confirmed, certainty: 'probable' },
  { ...denied, note: null, account: { kind: 'kept' } },
  { ...denied, note: null, account: { kind: 'kept-disabled' } },
  { ...denied, account: { kind: 'disabled', certainty: 'answered', status: 'CONFIRMED' } },
  { ...denied, account: { kind: 'disabled', certainty: 'answered', status: null } },
  { ...denied, account: { kind: 'disabled', certainty: 'probable', status: 'CONFIRMED' } },
  { ...denied, account: { kind: 'disabled', certainty: 'probable', status: 'UNCONFIRMED' } },
  { ...confirmed, functionError: 'no seat left' },
  { ...undone, disabled: 'probable', signOutFailure: { kind: 'not-allowed' } },
  {
    kind: 'not-done',
    decision: 'undo',
    by: ada,
    at,
    reason: { kind: 'changed', status: 'RESET_REQUIRED', isEnabled: true },
    requestId: null,
  },
  { kind: 'confirmed-elsewhere', status: 'RESET_REQUIRED', at },
  { kind: 'confirmed-elsewhere', status: 'CONFIRMED, but disabled', at, functionError: 'no seat left' },
  { kind: 'disproved', said: { ...confirmed, certainty: 'probable' }, at, isEnabled: true },
  { kind: 'disproved', said: { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at }, at, isEnabled: false },
]

const oneOfEachReason: FailureReasons = {
  throttled: { kind: 'throttled' },
  unreachable: { kind: 'unreachable' },
  'no-answer': { kind: 'no-answer' },
  uncertain: { kind: 'uncertain' },
  unexplained: { kind: 'unexplained', name: 'NAME' },
  contradicted: { kind: 'contradicted' },
  'look-forbidden': { kind: 'look-forbidden', action: 'ACTION' },
  capped: { kind: 'capped', name: 'NAME' },
  forbidden: { kind: 'forbidden', action: 'ACTION' },
  credentials: { kind: 'credentials', name: 'NAME' },
  'pool-missing': { kind: 'pool-missing' },
  'not-enabled': { kind: 'not-enabled' },
  'bad-parameter': { kind: 'bad-parameter' },
  'function-failed': { kind: 'function-failed', message: 'MESSAGE' },
  'not-allowed': { kind: 'not-allowed' },
  expired: { kind: 'expired' },
  withdrawn: { kind: 'withdrawn' },
  changed: { kind: 'changed', status: 'STATUS', isEnabled: false },
  'facts-changed': { kind: 'facts-changed' },
  'too-few': { kind: 'too-few' },
  'unheard-of': { kind: 'unheard-of', name: 'NAME' },
  'role-forbidden': { kind: 'role-forbidden', action: 'ACTION' },
  'role-lacks': { kind: 'role-lacks', action: 'ACTION' },
  'role-region': { kind: 'role-region' },
  'role-credentials': { kind: 'role-credentials', name: 'NAME' },
  'role-refused': { kind: 'role-refused', name: 'NAME' },
  'role-session': { kind: 'role-session', name: 'NAME' },
  'role-throttled': { kind: 'role-throttled' },
  'role-no-answer': { kind: 'role-no-answer' },
}

export const reasons: readonly FailureReason[] = Object.values(oneOfEachReason)

export function failure(
  reason: FailureReason,
  requestId: string | null = 'REQUEST',
  decision: Failure['decision'] = 'approve',
): Failure {
  return { decision, reason, by: ada, at, requestId }
}

const everyRefusal: { readonly [R in Refusal]: R } = {
  'other-workspace': 'other-workspace',
  deactivated: 'deactivated',
  bot: 'bot',
  guest: 'guest',
  'not-an-approver': 'not-an-approver',
  'no-email': 'no-email',
  'own-sign-up': 'own-sign-up',
  imitation: 'imitation',
}

export const refusals: readonly Refusal[] = Object.values(everyRefusal)

const oneOfEachEnd: { readonly [K in ClickEnd['kind']]: Extract<ClickEnd, { kind: K }> } = {
  confirmed: { kind: 'confirmed', ending: confirmed },
  denied: { kind: 'denied', ending: denied },
  reopened: { kind: 'reopened' },
  undone: { kind: 'undone', ending: undone },
  overtaken: { kind: 'overtaken', ending: { kind: 'gone', at } },
  failed: { kind: 'failed', decision: 'approve', reason: { kind: 'throttled' } },
  refused: { kind: 'refused', because: 'not-an-approver' },
  unchecked: { kind: 'unchecked', because: { kind: 'no-answer' } },
  counted: { kind: 'counted', have: 1, needed: 2, already: null, dropped: [] },
  withdrawn: { kind: 'withdrawn' },
  'nothing-to-withdraw': { kind: 'nothing-to-withdraw' },
  looking: { kind: 'looking' },
  'stopped-looking': { kind: 'stopped-looking' },
  'was-not-looking': { kind: 'was-not-looking' },
  late: { kind: 'late', first: bob, ending: null },
  followed: { kind: 'followed', first: bob },
  'not-offered': { kind: 'not-offered', decision: 'reopen' },
  expired: { kind: 'expired' },
  'trying-again': { kind: 'trying-again', deeds: [{ kind: 'add-to-group', group: 'customers' }] },
  'nothing-to-try': { kind: 'nothing-to-try' },
  'not-taken': { kind: 'not-taken' },
  superseded: { kind: 'superseded' },
  'unknown-round': { kind: 'unknown-round' },
  'other-store': { kind: 'other-store' },
  answered: { kind: 'answered', answer: { kind: 'could-not-look', unsearched: [] } },
}

const everyUnchecked: { readonly [K in Unchecked['kind']]: Extract<Unchecked, { kind: K }> } = {
  'no-answer': { kind: 'no-answer' },
  unreadable: { kind: 'unreadable' },
  'group-unknown': { kind: 'group-unknown', group: '@approvers' },
  'group-disabled': { kind: 'group-disabled', group: '@approvers' },
  'group-changed': { kind: 'group-changed', group: '@approvers', from: 'S0ONE', to: 'S0OTHER' },
  'no-user-groups': { kind: 'no-user-groups' },
  token: { kind: 'token', error: 'token_revoked' },
  scopes: { kind: 'scopes' },
}

const everyDrop: { readonly [B in DroppedBecause]: B } = {
  withdrawn: 'withdrawn',
  'lost-right': 'lost-right',
  'same-person': 'same-person',
  lapsed: 'lapsed',
  'facts-changed': 'facts-changed',
}

export const droppedBecauses: readonly DroppedBecause[] = Object.values(everyDrop)

const uncheckeds: readonly Unchecked[] = Object.values(everyUnchecked)

export const clickEnds: readonly ClickEnd[] = [
  ...Object.values(oneOfEachEnd),
  ...uncheckeds.slice(1).map((because): ClickEnd => ({ kind: 'unchecked', because })),
  { kind: 'unchecked', because: { kind: 'no-answer' }, of: bob },
  { kind: 'counted', have: 1, needed: 4, already: ada, dropped: [] },
  { kind: 'counted', have: 1, needed: 2, already: bob, dropped: [] },
  ...droppedBecauses.map((because): ClickEnd => {
    return { kind: 'counted', have: 2, needed: 3, already: null, dropped: [{ by: bob, because }] }
  }),
  { kind: 'late', first: ada, ending: null },
  { kind: 'late', first: null, ending: null },
  { kind: 'late', first: bob, ending: { ...confirmed, by: bob } },
  { kind: 'late', first: ada, ending: confirmed },
  { kind: 'late', first: null, ending: { kind: 'disabled', at } },
  { kind: 'followed', first: ada },
  { kind: 'followed', first: null },
]
