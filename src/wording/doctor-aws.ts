// What the doctor says about AWS: whose credentials these are, and what they allow.
import { type FailureReason, mayBeTheClock } from '../domain/failure.ts'
import type { Pool } from '../domain/pool.ts'
import type { AwsCaller } from '../domain/pool-settings.ts'
import { printable } from './printable.ts'

/** The SDK's marks of where credentials come from. */
const places: Readonly<Record<string, string>> = {
  CREDENTIALS_ENV_VARS: 'the environment (AWS_ACCESS_KEY_ID)',
  CREDENTIALS_PROFILE: 'a profile of the AWS files',
  CREDENTIALS_PROFILE_SSO: 'a profile with SSO',
  CREDENTIALS_PROFILE_SSO_LEGACY: 'a profile with SSO',
  CREDENTIALS_SSO: 'SSO',
  CREDENTIALS_SSO_LEGACY: 'SSO',
  CREDENTIALS_PROFILE_PROCESS: 'a profile’s credential_process',
  CREDENTIALS_PROCESS: 'credential_process',
  CREDENTIALS_STS_ASSUME_ROLE_WEB_ID: 'a web identity token',
  CREDENTIALS_STS_ASSUME_ROLE: 'an assumed role',
  CREDENTIALS_HTTP: 'the container’s role',
  CREDENTIALS_IMDS: 'the instance’s role',
  CREDENTIALS_CODE: 'the code',
}

/** What the bot's limits are, and the quotas of AWS that they are held under; calls a second. */
export interface QuotaUse {
  readonly quota: string
  readonly calls: string
  readonly ours: number
  readonly default: number
}

export const awsSays = {
  caller: ({ arn, account, source }: AwsCaller) =>
    `AWS knows these credentials: ${printable(arn)}, of the account ${printable(account)}${
      source === null ? '' : `, from ${places[source] ?? printable(source)}`
    }.`,
  root: ({ account }: AwsCaller) =>
    `These are the credentials of the root user of the account ${printable(account)}, who may do everything. Make a role for Countersign, with the policy that --print-policy prints.`,
  elsewhere: (what: string, variable: string) =>
    `${what} was not asked, because AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER names another Cognito. Set ${variable} if there is another one for this, too.`,
  callerUnread: (reason: FailureReason) => `AWS does not say whose the credentials are: ${because(reason)}.`,
  clock: (seconds: number) =>
    seconds === 0
      ? 'This machine’s clock and AWS’s agree to the second.'
      : `This machine’s clock and AWS’s differ by ${seconds} s. AWS rejects signatures from 300 s on.`,
  clockOff: (seconds: number) =>
    `This machine’s clock and AWS’s differ by ${seconds} s, and AWS rejects signatures from 300 s on. Let the clock be set by NTP.`,
  clockUnread: 'How right this machine’s clock is, is not known, because AWS gave no answer.',
  quotas: (uses: readonly QuotaUse[]) =>
    `Countersign calls at most as often as this, in each region and second: ${uses
      .map(
        (use) =>
          `${use.calls} ${use.ours} times (quota ${use.quota}, ${use.default} unless AWS changed it for you)`,
      )
      .join('; ')}. Your own quotas are in the Service Quotas console.`,
  noCognito: (pool: Pool) =>
    `${named(pool)}: Cognito gives no answer. Check that this machine reaches cognito-idp.${pool.region}.amazonaws.com (HTTPS_PROXY, a firewall, a VPC endpoint).`,
  allowed: (pool: Pool, action: string, how: 'asked' | 'simulated') =>
    `${named(pool)}: AWS allows ${action} (${how === 'asked' ? 'asked' : 'as IAM’s simulation says'}).`,
  forbidden: (pool: Pool, action: string, role: string | null) =>
    `${named(pool)}: AWS does not allow ${action}. Add it to ${role === null ? 'Countersign’s policy' : `the policy of the approver role ${printable(role)}`} (--print-policy prints it whole).`,
  unclear: (pool: Pool, action: string) =>
    `${named(pool)}: whether AWS allows ${action} depends on the policy’s conditions, which the simulation can’t know.`,
  unread: (pool: Pool, action: string, reason: FailureReason) =>
    `${named(pool)}: whether AWS allows ${action} is not known: ${because(reason)}.`,
  simulationForbidden: (pool: Pool, actions: readonly string[], role: string | null) =>
    `${named(pool)}: whether AWS allows ${listed(actions)} is not checked, because Countersign may not ask IAM. Allow it iam:SimulatePrincipalPolicy on ${role === null ? 'itself' : `the approver role ${printable(role)}`}, which is optional.`,
  simulationUnread: (pool: Pool, actions: readonly string[], reason: FailureReason) =>
    `${named(pool)}: whether AWS allows ${listed(actions)} is not checked: ${because(reason)}.`,
  callerNeeded: (pool: Pool, actions: readonly string[]) =>
    `${named(pool)}: whether AWS allows ${listed(actions)} is not checked, because it is not known whose the credentials are.`,
} as const

/** Why AWS gave no usable answer, after a colon and without a full stop. */
export function because(reason: FailureReason): string {
  switch (reason.kind) {
    case 'throttled':
      return 'it was too busy'
    case 'forbidden':
      return `it does not allow ${reason.action}`
    case 'credentials':
      return mayBeTheClock(reason.name)
        ? `it rejects their signature (${printable(reason.name)})`
        : `it rejects the credentials (${printable(reason.name)})`
    case 'pool-missing':
      return 'there is no such user pool'
    case 'bad-parameter':
      return 'it rejects the question as invalid'
    case 'unheard-of':
      return `it answered ${printable(reason.name)}`
    default:
      return 'it gave no answer'
  }
}

function named({ name }: Pool): string {
  return printable(name)
}

function listed(actions: readonly string[]): string {
  const last = actions.at(-1) ?? ''
  return actions.length < 2 ? last : `${actions.slice(0, -1).join(', ')} and ${last}`
}
