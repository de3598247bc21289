// What the doctor says about a pool's settings: each way in that leads past the approvers, and how to shut it.
import type { FailureReason } from '../domain/failure.ts'
import { because } from './doctor-aws.ts'
import { printable } from './printable.ts'

export const poolSays = {
  signUp: 'People can sign up by themselves, as they should (AllowAdminCreateUserOnly is false).',
  noSignUp:
    'Nobody can sign up, so nobody will ever wait: AllowAdminCreateUserOnly is true. Set it to false, whatever the API reference says about administrators who confirm.',
  noCodes: 'Cognito sends no codes with which users confirm themselves (AutoVerifiedAttributes is empty).',
  codes: (attributes: readonly string[]) =>
    `Whoever signs up gets a code and confirms themselves with it, without an approval: AutoVerifiedAttributes has ${listed(attributes)}. Empty it in the pool’s sign-up settings (in UpdateUserPool, give all the other settings, too: what is left out is reset).`,
  noFederation: 'Nobody comes in through another identity provider: the pool has none.',
  federationUnused: (providers: readonly string[]) =>
    `The pool has identity providers (${listed(providers)}), but no app client offers them.`,
  federation: (providers: readonly string[]) =>
    `Whoever signs in through ${listed(providers)} is let in without an approval. Take it out of the app clients’ identity providers, or decide in the provider who gets in.`,
  noPreSignUp: 'No pre sign-up function confirms users by itself: the pool has none.',
  preSignUp:
    'The pool has a pre sign-up function, and one that sets autoConfirmUser lets in without an approval. Read its code: it must not set it. The doctor can’t see it.',
  noMigration: 'No migration function makes users who were never approved: the pool has none.',
  migration:
    'The pool has a migration function: whoever it knows is made a user when they sign in or have forgotten their password, and the ones that it calls CONFIRMED are let in without an approval. Take it away once everybody has moved.',
  noClients: 'The pool has no app client, so nobody can sign up.',
  clientsWithSecret: 'Only who has an app client’s secret can sign people up.',
  clientsWithout: (names: readonly string[]) =>
    `Anybody who knows their id can sign up, and try codes, through app clients without a secret: ${listed(names)}. If only your server signs people up, give it a new client with a secret and delete these; if browsers or phones do, put AWS WAF in front of the pool.`,
  verified:
    'A post confirmation function runs, and Countersign signs its approvals. That the function verifies the signature, the doctor can’t see.',
  notSigned:
    'The pool’s post confirmation function can’t tell an approval from any other confirmation, because Countersign signs none. Set APPROVAL_SIGNING_KEY, and let the function verify the signature.',
  notVerified:
    'Whoever may call AdminConfirmSignUp in this account lets people in, and nothing in AWS tells it from an approval: the pool has no post confirmation function. Add one that verifies the approval’s signature (APPROVAL_SIGNING_KEY).',
  named: 'Countersign can confirm nobody but in an approver’s name, in a session of the approver role.',
  unnamed:
    'Whoever has Countersign’s credentials can confirm people without naming an approver: its own policy still allows AdminConfirmSignUp. Take that away, and the other actions that change users: the approver role has them.',
  unnamedUnseen:
    'Whether Countersign’s own credentials could confirm somebody without naming an approver is not checked, because IAM does not say. Allow iam:SimulatePrincipalPolicy on its role or user, which is optional.',
  groupsThere: (groups: readonly string[]) => `The groups that after.groups names exist (${listed(groups)}).`,
  groupMissing: (group: string) =>
    `after.groups names the group ${printable(group)}, which the pool doesn’t have. Create it, or correct the name.`,
  optional: (what: string, action: string) =>
    `${what} not checked: AWS does not allow ${action}. Allow it on this pool; it is optional, and only the doctor calls it.`,
  unread: (what: string, reason: FailureReason) => `${what} not checked: ${because(reason)}.`,
  shut: 'All that the doctor can see is shut. It can’t see who else may call AdminConfirmSignUp, AdminSetUserPassword or AdminCreateUser in this account.',
  shutAsSeen: 'All that the doctor could see is shut, but it could not see everything: see above.',
} as const

/** What a check is about, before " not checked". */
export const poolQuestions = {
  settings: 'What the pool’s settings let in is',
  clients: 'What its app clients let in is',
  providers: 'Whether people come in through another identity provider is',
  groups: 'Whether its groups exist is',
} as const

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map(printable)
  const rest = names.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}
