// What an address's host tells by itself: its registrable domain, what lists say of it, and what it looks like.
import { domainToUnicode } from 'node:url'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import emailProviders from 'email-providers/all.json' with { type: 'json' }
import { getDomain } from 'tldts'
import type { ClaimedAddress } from '../domain/claimed-address.ts'
import type { HostFacts } from '../domain/evidence.ts'
import { domainImitatedBy, isExpected } from '../domain/known-domain.ts'
import { oddityOf } from '../domain/look-alikes.ts'

/** Asks nobody. `expected` are the pool's domains. */
export function hostFacts({ host }: ClaimedAddress, email: string, expected: readonly string[]): HostFacts {
  return {
    host,
    domain: registrable(host),
    standing: standingOf(host, expected),
    punycode: punycodeIn(host, email, expected),
  }
}

/** A tenant of a shared suffix, such as github.io, has a domain of its own. Null for an IP address, and for what the DNS can't have. */
function registrable(host: string): string | null {
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host)) return null
  return getDomain(host, { allowPrivateDomains: true, validateHostname: false })
}

function standingOf(host: string, expected: readonly string[]): HostFacts['standing'] {
  if (isExpected(host, expected)) return 'expected'
  const { throwAway, freeMail } = lists()
  const domains = partsOf(host)
  if (domains.some((domain) => throwAway.has(domain))) return 'throw-away'
  return domains.some((domain) => freeMail.has(domain)) ? 'free-mail' : 'unknown'
}

/** The host and every domain that it is part of, up to the registrable one: lists name hosts and domains alike. */
function partsOf(host: string): readonly string[] {
  const labels = host.split('.')
  const fewest = (registrable(host) ?? host).split('.').length
  return labels.slice(0, labels.length - fewest + 1).map((_, index) => labels.slice(index).join('.'))
}

interface Lists {
  readonly throwAway: ReadonlySet<string>
  readonly freeMail: ReadonlySet<string>
}

let known: Lists | null = null

/** Made when the first address is looked at. */
function lists(): Lists {
  known ??= {
    throwAway: disposableEmailBlocklistSet(),
    freeMail: new Set(emailProviders.filter(isSomebodys)),
  }
  return known
}

/** RFC 2606 reserves these names, and yet one of them is in the list. */
function isSomebodys(domain: string): boolean {
  return !/^example\.(?:com|net|org)$/.test(domain)
}

/** Null unless the address was typed in Punycode: of any other, what it looks like is told beside it. */
function punycodeIn(host: string, email: string, expected: readonly string[]): HostFacts['punycode'] {
  if (!/[.@]xn--/i.test(email.slice(email.lastIndexOf('@')))) return null
  const shows = domainToUnicode(host)
  if (shows === '' || shows === host) return null
  const imitated = domainImitatedBy(`someone@${shows}`, expected)
  const oddity = oddityOf(shows, 'identifier')
  return { shows, looksLike: imitated ?? (oddity?.kind === 'looks-like' ? oddity.ascii : null) }
}
