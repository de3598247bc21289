// Who may decide about which sign-up.
import { z } from 'zod'
import type { Person, Profile } from './person.ts'
import type { SignUp } from './sign-up.ts'

/** Why a person may not decide. */
export const refusalFormat = z.enum([
  'other-workspace',
  'deactivated',
  'bot',
  'guest',
  'not-an-approver',
  'own-sign-up',
  'imitation',
])

export type Refusal = z.infer<typeof refusalFormat>

export type Verdict = { readonly kind: 'may' } | { readonly kind: 'may-not'; readonly because: Refusal }

/** All that must be known about the clicker. `homes` are the ids of our own workspace and, on Enterprise Grid, organisation. */
export interface Claimant {
  readonly person: Person
  readonly profile: Profile
  readonly homes: readonly string[]
  /** In one of the pool's approver groups, or named in its list of users. */
  readonly isApprover: boolean
}

/** What Slack said about a person; `unavailable` if it gave no answer. */
export type ClaimantAnswer =
  | { readonly kind: 'known'; readonly claimant: Claimant }
  | { readonly kind: 'unavailable' }

/** Whether this person may decide about any sign-up in the pool. */
export function mayDecideAtAll(claimant: Claimant): Verdict {
  return verdict(whyNot(claimant))
}

/** Members of our own workspace whom the pool names may decide, but never about themselves. */
export function mayDecide(claimant: Claimant, signUp: SignUp): Verdict {
  return verdict(whyNot(claimant) ?? whyNotAbout(claimant.profile, signUp))
}

function verdict(refusal: Refusal | null): Verdict {
  return refusal === null ? { kind: 'may' } : { kind: 'may-not', because: refusal }
}

function whyNot({ person, profile, homes, isApprover }: Claimant): Refusal | null {
  const isFromHere = homes.includes(person.teamId) && profile.teamIds.some((id) => homes.includes(id))
  if (!isFromHere || profile.isStranger) return 'other-workspace'
  if (profile.isDeactivated) return 'deactivated'
  if (profile.isBot) return 'bot'
  if (profile.isGuest) return 'guest'
  return isApprover ? null : 'not-an-approver'
}

function whyNotAbout(profile: Profile, signUp: SignUp): Refusal | null {
  const { email } = profile
  const theirs = [signUp.attributes['email'], signUp.userName]
  if (email !== null && theirs.some((one) => one !== undefined && isSameMailbox(email, one)))
    return 'own-sign-up'
  return signUp.isImitation ? 'imitation' : null
}

/** `Ada+test@Example.com` is Ada's own mailbox too. */
function isSameMailbox(one: string, other: string): boolean {
  return mailbox(one) === mailbox(other)
}

function mailbox(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/\+[^@]*@/, '@')
}
