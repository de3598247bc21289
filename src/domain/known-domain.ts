// Addresses whose domain looks like one that the pool expects, and is another.
import { skeletonOf } from './look-alikes.ts'
import { mailboxOf } from './mailbox.ts'

/** The expected domain that this address's domain looks like without being it or part of it. Null if there is none. */
export function domainImitatedBy(address: string, expected: readonly string[]): string | null {
  const mailbox = mailboxOf(address)
  if (mailbox === null) return null
  const isPartOf = (domain: string, whole: string) => domain === whole || domain.endsWith(`.${whole}`)
  const domain = afterAt(mailbox)
  if (expected.some((one) => isPartOf(domain, one))) return null
  // As it was written, since I looks like l and i doesn't; and in small letters, since that is how it may be shown elsewhere.
  const written = afterAt(address).replace(/[.。\s]+$/u, '')
  const looks = [skeletonOf(written), skeletonOf(written.toLowerCase())]
  return expected.find((one) => looks.some((look) => isPartOf(look, skeletonOf(one)))) ?? null
}

function afterAt(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
