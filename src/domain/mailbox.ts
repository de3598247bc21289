// Which mailbox an e-mail address leads to: the one place that says when two addresses are the same.

/**
 * One spelling for all addresses of a mailbox; null if the text is no address. What only some mail servers ignore, such as a
 * `+tag`, counts as ignored: a rule that compares people should rather take one for the other than miss it.
 */
export function mailboxOf(address: string): string | null {
  const text = plain(address).replace(/^(?:mailto:)+/, '')
  const at = text.lastIndexOf('@')
  const domain = domainOf(text.slice(at + 1))
  const local = localPart(text.slice(0, Math.max(0, at)))
  if (local === '' || domain === '') return null
  if (!gmailDomains.has(domain)) return `${local}@${domain}`
  const withoutDots = local.replaceAll('.', '')
  return `${withoutDots === '' ? local : withoutDots}@gmail.com`
}

/** False if either is no address. */
export function isSameMailbox(one: string, other: string): boolean {
  const mailbox = mailboxOf(one)
  return mailbox !== null && mailbox === mailboxOf(other)
}

/** https://support.google.com/mail/answer/7436150 and /10313: dots don't matter, and both domains are the same. */
const gmailDomains: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com'])

/** Without what can't be seen and what only quotes, in small letters, and each letter in its usual form. */
function plain(text: string): string {
  const seen = text.normalize('NFKC').replace(/[\p{C}\p{Z}\s"“”„'‘’\\]/gu, '')
  return seen.toLowerCase().normalize('NFKC')
}

/** `ada+tag@` is `ada@`. */
function localPart(text: string): string {
  return text.replace(/(?<=.)\+.*$/su, '')
}

/** In ASCII, as the DNS has it: `bücher.example` is `xn--bcher-kva.example`. */
function domainOf(text: string): string {
  const domain = text.replace(/[.。]+$/, '')
  // These would begin another part of a URL.
  if (/[/?#:@[\]%]/.test(domain)) return domain
  const url = `http://${domain}`
  return URL.canParse(url) ? new URL(url).hostname : domain
}
