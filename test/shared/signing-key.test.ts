// The key that signs approvals: every form in which it may be given, and what it is not.
import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSigner, makeSigningKey, pemOf, readSigningKey } from '../../src/shared/signing-key.ts'

const key = makeSigningKey()
const pem = pemOf(key)

function pemOfKey(privateKey: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8'): string {
  return String(privateKey.export({ format: 'pem', type }))
}

test.each([
  ['as it is', pem],
  ['without the last line break', pem.trim()],
  ['with the letters \\n for line breaks', pem.replaceAll('\n', '\\n')],
  ['with line breaks of Windows', pem.replaceAll('\n', '\r\n')],
  ['with the letters \\r\\n', pem.replaceAll('\n', '\\r\\n')],
  ['with spaces for line breaks', pem.replaceAll('\n', ' ')],
])('a PEM is read %s', (_, given) => {
  expect(readSigningKey(given)).toBe(key)
})

test('what OpenSSL and Node write is what we write', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const written = pemOfKey(privateKey)
  expect(pemOf(readSigningKey(written) ?? '')).toBe(written)
})

const ofOtherTypes = [
  pemOfKey(generateKeyPairSync('ed448').privateKey),
  pemOfKey(generateKeyPairSync('x25519').privateKey),
  pemOfKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  pemOfKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'sec1'),
]

test.each([
  ...ofOtherTypes,
  String(createPublicKey(pem).export({ format: 'pem', type: 'spki' })),
  pem.replace('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'),
  `x${pem}`,
  `${pem}${pem}`,
  pem.slice(0, 60),
  key,
  key.slice(4),
  '-----BEGIN PRIVATE KEY-----\\nyour-key\\n-----END PRIVATE KEY-----',
  '',
])('anything else is no key: %#', (given) => {
  expect(readSigningKey(given)).toBeUndefined()
})

test('a signature can be checked with the public key alone, and its id tells which', () => {
  const signer = createSigner(key)
  const x = signer.publicKey
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const isSigned = (text: string) =>
    verify(null, Buffer.from(text), publicKey, Buffer.from(signer.sign('größe'), 'base64url'))
  expect([isSigned('größe'), isSigned('grosse')]).toEqual([true, false])
  expect(signer.keyId).toMatch(/^[\da-f]{16}$/)
  expect(createSigner(makeSigningKey()).keyId).not.toBe(signer.keyId)
})

test('the key can’t be read from what signs with it', () => {
  expect(JSON.stringify(createSigner(key))).not.toContain(key.slice(20))
})
