import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isSameMailbox, mailboxOf } from '../../src/domain/mailbox.ts'

describe('two addresses of the same mailbox', () => {
  it.each([
    ['in other letters', 'ada@example.com', 'ADA@Example.COM'],
    ['in letters of full width', 'ada@example.com', 'ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['with spaces around', 'ada@example.com', '  ada@example.com\n'],
    ['with what can’t be seen', 'ada@example.com', 'a\u200bd\u00ada@exam\u2060ple.com\u0000'],
    ['with the dot of the root', 'ada@example.com', 'ada@example.com.'],
    ['with several dots at the end', 'ada@example.com', 'ada@example.com..'],
    ['with an ideographic full stop', 'ada@example.com', 'ada@example。com'],
    ['in quotes', 'ada@example.com', '"ada"@example.com'],
    ['in quotes, with a backslash', 'ada@example.com', '"a\\da"@example.com'],
    ['all in quotes', 'ada@example.com', '“ada@example.com”'],
    ['with a tag', 'ada@example.com', 'ada+anything@example.com'],
    ['with two tags', 'ada@example.com', 'ada+one+two@example.com'],
    ['with a tag in quotes', 'ada@example.com', '"ada+t@g"@example.com'],
    ['as a link', 'ada@example.com', 'mailto:ada@example.com'],
    ['with Gmail’s dots', 'adalovelace@gmail.com', 'a.da.lovelace@gmail.com'],
    ['with Gmail’s dots and a tag', 'adalovelace@gmail.com', 'Ada.Lovelace+x@Gmail.com.'],
    ['with Gmail’s other domain', 'ada.lovelace@gmail.com', 'adalovelace@googlemail.com'],
    ['with a domain in Punycode', 'ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['with an accent of its own', 'zoë@example.com', 'zoe\u0308@example.com'],
    ['with a domain in capitals and Punycode', 'ada@bücher.example', 'ada@XN--BCHER-KVA.EXAMPLE'],
  ])('%s', (_, one, other) => {
    expect(isSameMailbox(one, other)).toBe(true)
    expect(isSameMailbox(other, one)).toBe(true)
  })
})

describe('two addresses of different mailboxes', () => {
  it.each([
    ['another person', 'ada@example.com', 'adam@example.com'],
    ['another domain', 'ada@example.com', 'ada@example.org'],
    ['a longer domain', 'ada@example.com', 'ada@example.com.attacker.example'],
    ['a path after the domain', 'ada@example.com', 'ada@example.com/attacker'],
    ['a port after the domain', 'ada@example.com', 'ada@example.com:80'],
    ['an address as a name', 'ada@example.com', '"ada@example.com"@attacker.example'],
    ['dots where they count', 'ada.lovelace@example.com', 'adalovelace@example.com'],
    ['a letter that only looks alike', 'ada@example.com', 'аda@example.com'],
    ['a spelling of its own', 'groß@example.com', 'gross@example.com'],
    ['only tags', '+one@example.com', '+two@example.com'],
  ])('%s', (_, one, other) => {
    expect(isSameMailbox(one, other)).toBe(false)
  })
})

test.each(['', '@', 'ada', 'ada@', '@example.com', 'ada@.', ' @ '])(
  '%j is no address, and is like no other',
  (text) => {
    expect(mailboxOf(text)).toBeNull()
    expect(isSameMailbox(text, text)).toBe(false)
  },
)

test('a domain that the DNS can’t have is compared as it is written', () => {
  expect(isSameMailbox('ada@exa mple', 'ada@example')).toBe(true)
  expect(isSameMailbox('ada@xn--', 'ada@xn--')).toBe(true)
  expect(isSameMailbox('ada@a_b.example', 'ADA@A_B.example')).toBe(true)
})

test('the mailbox of a mailbox is itself, whatever was written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' })), (text) => {
      const mailbox = mailboxOf(text)
      if (mailbox !== null) expect(mailboxOf(mailbox)).toBe(mailbox)
    }),
  )
})
