// Secrets as people paste them into the wrong place, and how to find a piece of one.
import fc from 'fast-check'

const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')
const body = fc.string({ unit: letters, minLength: 8, maxLength: 60 })
const password = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 })

const token = fc
  .tuple(fc.constantFrom('xoxb-', 'xapp-1-A0-', 'xoxp-', 'xoxe.xoxp-1-', 'xoxa-2-', 'xwfp-', 'XOXB-'), body)
  .map(([prefix, secret]) => ({ pasted: prefix + secret, secret }))
const address = fc
  .tuple(fc.constantFrom('postgres://ada:', 'postgresql://ada:', 'postgresql+tls://ada:', '//:'), password)
  .map(([start, secret]) => ({ pasted: `${start}${secret}@db.internal:5432/countersign`, secret }))
const keywords = password.map((secret) => ({ pasted: `host=db user=ada password=${secret}`, secret }))
const key = fc
  .string({ unit: letters, minLength: 32, maxLength: 64 })
  .filter((secret) => /\d/.test(secret))
  .map((secret) => ({ pasted: secret, secret }))

/** What is pasted, and the secret in it. */
export const pastedSecret = fc.oneof(token, address, keywords, key)

/** A Slack token alone. */
export const pastedToken = token

/** Every run of six characters: a secret that is cut has still been shown. */
export function piecesOf(secret: string): readonly string[] {
  return Array.from({ length: secret.length - 5 }, (_, start) => secret.slice(start, start + 6))
}
