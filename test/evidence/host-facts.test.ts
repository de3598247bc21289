// What an address's host tells by itself, without asking anybody.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { claimedAddress } from '../../src/domain/claimed-address.ts'
import { hostFacts } from '../../src/evidence/host-facts.ts'
import { hostileText } from '../support/hostile-text.ts'

const expected = ['acme.example', 'paypal.test']

function factsOf(email: string) {
  const claimed = claimedAddress({ email })
  if (claimed === null) throw new Error(`${email} is no address`)
  return hostFacts(claimed, email, expected)
}

describe('the host', () => {
  it.each([
    ['ada@mail.acme.co.uk', 'mail.acme.co.uk', 'acme.co.uk'],
    ['ada@acme.co.uk', 'acme.co.uk', 'acme.co.uk'],
    ['ADA@Mail.ACME.Example.', 'mail.acme.example', 'acme.example'],
    ['ada@team.github.io', 'team.github.io', 'team.github.io'],
    ['ada@bücher.de', 'xn--bcher-kva.de', 'xn--bcher-kva.de'],
    ['"boss@acme.example"@evil.test', 'evil.test', 'evil.test'],
    ['ada@acme.example.evil.test', 'acme.example.evil.test', 'evil.test'],
    ['ada@192.168.0.1', '192.168.0.1', null],
    ['ada@[192.168.0.1]', '[192.168.0.1]', null],
    ['ada@[IPv6:::1]', '[ipv6:::1]', null],
    ['ada@localhost', 'localhost', null],
    ['ada@co.uk', 'co.uk', null],
  ])('of %s is %s, its registrable domain %s', (email, host, domain) => {
    expect(factsOf(email)).toMatchObject({ host, domain })
  })
})

describe('an address', () => {
  it.each([
    ['ada@acme.example', 'expected'],
    ['ada@mail.acme.example', 'expected'],
    ['ada@mailinator.com', 'throw-away'],
    ['ada@MAILINATOR.com.', 'throw-away'],
    ['ada@any.part.of.mailinator.com', 'throw-away'],
    ['ada@gmail.com', 'free-mail'],
    ['ada@googlemail.com', 'free-mail'],
    ['ada@gmx.de', 'free-mail'],
    ['ada@mailinator.acme.test', 'unknown'],
    ['ada@mailinator.com.evil.test', 'unknown'],
    ['ada@[192.168.0.1]', 'unknown'],
    ['ada@example.com', 'unknown'],
  ])('%s is %s', (email, standing) => {
    expect(factsOf(email).standing).toBe(standing)
  })

  it('of a domain that the pool expects is in no list', () => {
    const claimed = { mailbox: 'ada@mailinator.com', host: 'mailinator.com' }
    expect(hostFacts(claimed, claimed.mailbox, ['mailinator.com']).standing).toBe('expected')
  })
})

describe('a domain typed in Punycode', () => {
  it.each([
    ['ada@xn--bcher-kva.de', 'bücher.de', null],
    ['ada@xn--pypal-4ve.test', 'pаypal.test', 'paypal.test'],
    ['ada@xn--80ak6aa92e.com', 'аррӏе.com', 'apple.com'],
    ['ada@XN--80AK6AA92E.com', 'аррӏе.com', 'apple.com'],
    ['ada@mail.xn--e1afmkfd.xn--p1ai', 'mail.пример.рф', null],
  ])('%s shows as %s, which looks like %s', (email, shows, looksLike) => {
    expect(factsOf(email).punycode).toEqual({ shows, looksLike })
  })

  it.each([
    'ada@bücher.de',
    'ada@acme.example',
    'xn--ada@acme.example',
    'xn--ada@bücher.de',
    'ada@xn--.test',
  ])('is none in %s', (email) => {
    expect(factsOf(email).punycode).toBeNull()
  })
})

test('whatever a stranger types, something is known of its host or it is no address', () => {
  fc.assert(
    fc.property(fc.tuple(hostileText, hostileText), ([one, other]) => {
      const email = `${one}@${other}`
      const claimed = claimedAddress({ email })
      if (claimed === null) return
      const { host, domain } = hostFacts(claimed, email, expected)
      expect(host).toBe(claimed.host)
      if (domain !== null) expect(`.${host}`.endsWith(`.${domain}`)).toBe(true)
    }),
  )
})
