// Who may decide about which sign-up.
import { z } from 'zod'
import type { Profile } from './person.ts'
import type { SignUp } from './sign-up.ts'
import type { Unchecked } from './unchecked.ts'

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

/** All that must be known about the clicker. `workspace` is the id of our own. */
export interface Claimant {
  readonly profile: Profile
  readonly workspace: string
  /** In one of the pool's approver groups, or named in its list of users. */
  readonly isApprover: boolean
}

/** What Slack said about a person. */
export type ClaimantAnswer =
  | { readonly kind: 'known'; readonly claimant: Claimant }
  /** Nothing; the next time it may. */
  | { readonly kind: 'unavailable' }
  /** Something that stays true until somebody acts. */
  | { readonly kind: 'uncheckable'; readonly because: Unchecked }

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

/** The directory decides who is one of ours: on Enterprise Grid, a payload may name a sister workspace or the organisation. */
function whyNot({ profile, workspace, isApprover }: Claimant): Refusal | null {
  if (!profile.teamIds.includes(workspace) || profile.isStranger) return 'other-workspace'
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
