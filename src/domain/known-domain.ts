// Addresses whose domain looks like one that the pool expects, and is another.
import { skeletonOf } from './look-alikes.ts'
import { mailboxOf } from './mailbox.ts'

/** The expected domain that this address's domain looks like without being it or part of it. Null if there is none. */
export function domainImitatedBy(address: string, expected: readonly string[]): string | null {
  const mailbox = mailboxOf(address)
  if (mailbox === null) return null
  const domain = afterAt(mailbox)
  if (isExpected(domain, expected)) return null
  // As it was written, since I looks like l and i doesn't; and in small letters, since that is how it may be shown elsewhere.
  const written = afterAt(address).replace(/[.。\s]+$/u, '')
  const looks = [skeletonOf(written), skeletonOf(written.toLowerCase())]
  return expected.find((one) => looks.some((look) => isPartOf(look, skeletonOf(one)))) ?? null
}

/** Whether a host is one of these domains, or part of one. */
export function isExpected(host: string, expected: readonly string[]): boolean {
  return expected.some((one) => isPartOf(host, one))
}

function isPartOf(domain: string, whole: string): boolean {
  return domain === whole || domain.endsWith(`.${whole}`)
}

function afterAt(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
