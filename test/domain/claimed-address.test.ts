// By which mailbox and host a sign-up is found again.
import { expect, test } from 'vitest'
import { claimedAddress } from '../../src/domain/claimed-address.ts'

test.each([
  ['Ada+tag@ACME.example.', { mailbox: 'ada@acme.example', host: 'acme.example' }],
  ['a.da@googlemail.com', { mailbox: 'ada@gmail.com', host: 'gmail.com' }],
  ['ada@bücher.de', { mailbox: 'ada@xn--bcher-kva.de', host: 'xn--bcher-kva.de' }],
  ['ada@evil.test@acme.example', { mailbox: 'ada@evil.test@acme.example', host: 'acme.example' }],
  ['ada@[127.0.0.1]', { mailbox: 'ada@[127.0.0.1]', host: '[127.0.0.1]' }],
])('%s', (email, claimed) => {
  expect(claimedAddress({ email })).toEqual(claimed)
})

test.each([
  '',
  'ada',
  '@acme.example',
  'ada@',
  `ada@${'x'.repeat(300)}.test`,
  `${'x'.repeat(311)}@acme.test`,
])('mail reaches nobody at %j', (email) => {
  expect(claimedAddress({ email })).toBeNull()
  expect(claimedAddress({})).toBeNull()
})
