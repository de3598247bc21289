// Why a decision could not be made in its approver's name: rows of the table in failure.ts, for pools with an approver role.
import type { RoleProblem } from '../domain/approver-role.ts'
import { type Sentence, untrusted } from './sentence.ts'

interface RoleWords<Problem> {
  readonly short: string
  what(problem: Problem): Sentence
  fix?(problem: Problem): string
}

export const setUpWrong = ' because Countersign is set up wrong (an operator has to fix that)'

const noSession = ' because AWS opened no session in the approver’s name'
const role = 'the approver role (APPROVER_ROLE_ARN)'

export const roleFailureWords: {
  readonly [Kind in RoleProblem['kind']]: RoleWords<Extract<RoleProblem, { kind: Kind }>>
} = {
  'role-forbidden': {
    short: setUpWrong,
    what: () => ['AWS does not allow Countersign to act in the approver’s name'],
    fix: ({ action }) =>
      `check that ${role} exists, and to allow ${action} in its trust policy and in Countersign’s IAM policy`,
  },
  'role-lacks': {
    short: setUpWrong,
    what: () => ['AWS does not allow the approver role to do this'],
    fix: ({ action }) => `allow ${action} in the IAM policy of ${role}`,
  },
  'role-region': {
    short: setUpWrong,
    what: () => ['AWS STS is switched off in the pool’s region, so nobody can act in the approver’s name'],
    fix: () => 'activate it for this region, in the IAM console under Account settings',
  },
  'role-credentials': {
    short: setUpWrong,
    what: ({ name }) => ['AWS STS rejected Countersign’s own credentials (', untrusted(name, 80), ')'],
    fix: () => 'check its machine’s clock, and if that’s right, renew them',
  },
  'role-refused': {
    short: noSession,
    what: ({ name }) => [
      'AWS STS opened no session in the approver’s name, and answered with ',
      untrusted(name, 80),
    ],
    fix: () => `check ${role} and the log`,
  },
  'role-session': {
    short: ' because AWS rejected the session in the approver’s name',
    what: ({ name }) => [
      'AWS rejected the session in the approver’s name (',
      untrusted(name, 80),
      '), and so it did a new one',
    ],
  },
  'role-throttled': {
    short: ' because AWS STS was too busy',
    what: () => ['AWS STS, which lets Countersign act in the approver’s name, was too busy'],
  },
  'role-no-answer': {
    short: ' because AWS STS gave no answer',
    what: () => ['AWS STS, which lets Countersign act in the approver’s name, gave no answer'],
  },
}
