// The key that signs what others check without this store: an Ed25519 key, its id, and its signatures.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'

/** Signs with a key that can't be read from it. */
export interface Signer {
  /** The first 16 hex digits of the SHA-256 of the public key, as DER (SPKI). */
  readonly keyId: string
  /** The 32 bytes of the public key, in base64url. */
  readonly publicKey: string
  /** The signature of this text in UTF-8, in base64url. */
  sign(text: string): string
}

/**
 * An Ed25519 key from its PKCS#8 PEM, as one line of base64; undefined if it is anything else. Line breaks may have been lost, or
 * become the letters \n.
 */
export function readSigningKey(pem: string): string | undefined {
  const lines = pem.replaceAll(/\\[nr]/g, '\n').trim()
  const [, body = ''] = /^-----BEGIN PRIVATE KEY-----([\w+/=\s]+)-----END PRIVATE KEY-----$/.exec(lines) ?? []
  const base64 = body.replaceAll(/\s/g, '')
  return privateKeyFrom(base64) === undefined ? undefined : base64
}

/** Throws unless `key` is one that `readSigningKey` returned. */
export function createSigner(key: string): Signer {
  const privateKey = privateKeyFrom(key)
  if (privateKey === undefined) throw new Error('The signing key is no Ed25519 key')
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return {
    keyId: createHash('sha256').update(der).digest('hex').slice(0, 16),
    // What comes before it in SPKI is the same for every Ed25519 key.
    publicKey: der.subarray(-32).toString('base64url'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  }
}

/** A new key, as `readSigningKey` returns them. */
export function makeSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
}

/** The PEM of a key. */
export function pemOf(key: string): string {
  return `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`
}

function privateKeyFrom(base64: string): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' })
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    // OpenSSL has no code of its own for each way in which bytes are no key.
    return undefined
  }
}
