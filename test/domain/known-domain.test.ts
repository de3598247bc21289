// Which addresses pose as ones of a domain that the pool expects.
import { expect, test } from 'vitest'
import { domainImitatedBy } from '../../src/domain/known-domain.ts'

const expected = ['acme.example', 'paypal.test', 'xn--bcher-kva.example']

test.each([
  ['ada@acrne.example', 'acme.example', 'r and n look like m'],
  ['ada@mail.acrne.example', 'acme.example', 'so does a part of it'],
  ['ada@paypa1.test', 'paypal.test', 'the digit one'],
  ['ada@paypaI.test', 'paypal.test', 'a capital i'],
  ['ada@p\u{430}ypal.test', 'paypal.test', 'a Cyrillic a'],
  ['ada@pаypа1.test.', 'paypal.test', 'both at once, and a dot at the end'],
])('%s looks like one of %s: %s', (address, domain) => {
  expect(domainImitatedBy(address, expected)).toBe(domain)
})

test.each([
  ['ada@acme.example'],
  ['ADA@ACME.EXAMPLE'],
  ['ada@PAYPAL.TEST'],
  ['ada@mail.acme.example'],
  ['ada@acme.example.'],
  ['ada@bücher.example'],
  ['ada@other.example'],
  ['ada@notacme.example'],
  ['acrne.example'],
  ['ada'],
  ['@'],
  [''],
])('%j looks like none, or is what it looks like', (address) => {
  expect(domainImitatedBy(address, expected)).toBeNull()
})

test('without expected domains nothing is imitated', () => {
  expect(domainImitatedBy('ada@acrne.example', [])).toBeNull()
})
