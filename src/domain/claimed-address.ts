// The address that a sign-up claims, folded: what sign-ups of the same mailbox, or of the same host, are found by.
import { mailboxOf } from './mailbox.ts'

/** `host` is what follows the last @, in small letters and ASCII. */
export interface ClaimedAddress {
  readonly mailbox: string
  readonly host: string
}

/** The longest that mail can reach: 64 characters before the @ (RFC 5321), 253 after it. */
const mostCharacters = { mailbox: 320, host: 253 } as const

/** Null if there is no e-mail, or what stands there is no address. Nothing proves that the address is theirs. */
export function claimedAddress(attributes: Readonly<Record<string, string>>): ClaimedAddress | null {
  const mailbox = mailboxOf(attributes['email'] ?? '')
  if (mailbox === null || mailbox.length > mostCharacters.mailbox) return null
  const host = mailbox.slice(mailbox.lastIndexOf('@') + 1)
  return host.length > mostCharacters.host ? null : { mailbox, host }
}
