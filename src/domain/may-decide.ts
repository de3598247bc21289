// Who may decide about which sign-up.
import { z } from 'zod'
import type { Grounds, Through } from './entitlement.ts'
import { mailboxOf } from './mailbox.ts'
import { isOwnSignUp } from './own-sign-up.ts'
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
  'no-email',
  'own-sign-up',
  'imitation',
])

export type Refusal = z.infer<typeof refusalFormat>

/** Whether the reason lies in the one sign-up. Otherwise the person is told the same about every sign-up of the pool. */
export function isAboutSignUp(because: Refusal): boolean {
  return because === 'own-sign-up' || because === 'imitation'
}

export type Verdict =
  | { readonly kind: 'may'; readonly grounds: Grounds }
  | { readonly kind: 'may-not'; readonly because: Refusal }

/** All that must be known about the clicker. `workspace` is the id of our own. */
export interface Claimant {
  readonly profile: Profile
  readonly workspace: string
  /** Where the pool names them; null if it does not. */
  readonly through: Through | null
  /** The pool wants an address in their profile, to recognise their own sign-up by it. */
  readonly needsEmail: boolean
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
  const refusal = whyNotAtAll(claimant)
  if (refusal !== null) return { kind: 'may-not', because: refusal }
  const { profile, through } = claimant
  if (through === null) return { kind: 'may-not', because: 'not-an-approver' }
  if (lacksEmail(claimant)) return { kind: 'may-not', because: 'no-email' }
  return { kind: 'may', grounds: { through, name: profile.displayName } }
}

/** Members of our own workspace whom the pool names may decide, but never about themselves. */
export function mayDecide(claimant: Claimant, signUp: SignUp): Verdict {
  const verdict = mayDecideAtAll(claimant)
  const refusal = verdict.kind === 'may' ? whyNotAbout(claimant.profile, signUp) : null
  return refusal === null ? verdict : { kind: 'may-not', because: refusal }
}

/** The directory decides who is one of ours: on Enterprise Grid, a payload may name a sister workspace or the organisation. */
export function whyNotAtAll({
  profile,
  workspace,
}: Pick<Claimant, 'profile' | 'workspace'>): Exclude<Refusal, 'not-an-approver' | 'no-email'> | null {
  if (!profile.teamIds.includes(workspace) || profile.isStranger) return 'other-workspace'
  if (profile.isDeactivated) return 'deactivated'
  if (profile.isBot) return 'bot'
  return profile.isGuest ? 'guest' : null
}

function lacksEmail({ profile, needsEmail }: Claimant): boolean {
  return needsEmail && mailboxOf(profile.email ?? '') === null
}

function whyNotAbout(profile: Profile, signUp: SignUp): Refusal | null {
  if (isOwnSignUp(profile, signUp)) return 'own-sign-up'
  return signUp.isImitation ? 'imitation' : null
}
