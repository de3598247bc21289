// Whether a sign-up is the approver's own, as far as their Slack profile tells.
import { isSameMailbox } from './mailbox.ts'
import type { Profile } from './person.ts'
import { isSamePhone, looksLikePhone } from './phone.ts'
import type { SignUp } from './sign-up.ts'

/** Attributes in which Cognito keeps an address or another name to sign in with. */
const named = ['email', 'preferred_username'] as const

/**
 * It has the address or the phone number of this profile, as an attribute or as its user name. Another address or number of
 * the same person can't be recognised.
 */
export function isOwnSignUp({ email, phone }: Profile, { userName, attributes }: SignUp): boolean {
  const names = [userName, ...named.map((name) => attributes[name] ?? '')]
  const phones = [attributes['phone_number'] ?? '', ...names.filter(looksLikePhone)]
  return (
    (email !== null && names.some((name) => isSameMailbox(email, name))) ||
    (phone !== null && phones.some((number) => isSamePhone(phone, number)))
  )
}
