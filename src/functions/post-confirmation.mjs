// @ts-check
// The post confirmation function of a user pool: checks whether Countersign has signed this approval, prints what it found, and
// with ON_UNSIGNED=disable disables whoever was confirmed without. It needs Node.js 20 or later, and nothing beside it.
import { createHash, createPublicKey, verify } from 'node:crypto'

const minute = 60_000

/** How long ago an approval may have been given: Countersign carries out none that is older than a quarter of an hour. */
const oldest = 30 * minute

/** How far in the future, because two clocks differ. */
const earliest = -5 * minute

/** The entries that are signed, in this order. */
const signedEntries = ['approvedInTeam', 'approvedBy', 'approvers', 'approvalId', 'approvedAt', 'auditHead']

/**
 * What Cognito hands over, as far as it is read here.
 * @typedef {object} Event
 * @property {string} triggerSource
 * @property {string} userPoolId
 * @property {string} userName
 * @property {{
 *   readonly userAttributes: Readonly<Record<string, string>>
 *   readonly clientMetadata?: Readonly<Record<string, string>> | null | undefined
 * }} request
 */

/** @typedef {ReadonlyMap<string, import('node:crypto').KeyObject>} Keys By their ids. */

/**
 * Only what was signed is told: anybody can write anything into the other entries.
 * @typedef {{ readonly kind: 'signed', readonly facts: Readonly<Record<string, string>> }
 *   | { readonly kind: 'unsigned', readonly why: string }} Finding
 */

/**
 * @typedef {object} World
 * @property {Readonly<Record<string, string | undefined>>} environment
 * @property {(line: string) => unknown} print
 * @property {() => number} now In milliseconds since 1970.
 */

export const handler = createHandler({
  environment: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  now: Date.now,
})

/**
 * The returned function may be called several times with the same event, as Cognito does if it waits for more than 5 s.
 * @param {World} world
 */
export function createHandler({ environment, print, now }) {
  /** @template {Event} T @param {T} event @returns {Promise<T>} */
  return async (event) => {
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event
    const { keys, unusable } = readPublicKeys(environment['APPROVAL_PUBLIC_KEYS'] ?? '')
    const finding = checkApproval(event, keys, now())
    const about = { function: 'post-confirmation', poolId: event.userPoolId, sub: subOf(event) }
    /** @param {Readonly<Record<string, unknown>>} facts */
    const say = (facts) => print(JSON.stringify({ ...about, ...facts }))
    const problem = problemWith(environment, keys, unusable)
    if (finding.kind === 'signed') say({ verdict: 'signed', ...finding.facts, problem })
    else say({ verdict: 'unsigned', why: finding.why, problem })
    if (finding.kind === 'signed' || modeIn(environment) !== 'disable') return event
    // The user is confirmed already: an error tells whoever confirmed them, and keeps nobody out who was approved.
    if (keys.size === 0)
      throw new Error('No approval can be checked: APPROVAL_PUBLIC_KEYS holds no usable key.')
    try {
      await disable(event)
    } catch (error) {
      say({ verdict: 'unsigned', isDisabled: false, error: error instanceof Error ? error.name : 'unknown' })
      throw new Error('This sign-up was confirmed without a signed approval, and could not be disabled.')
    }
    say({ verdict: 'unsigned', isDisabled: true })
    throw new Error('This sign-up was confirmed without a signed approval, so the account was disabled.')
  }
}

/**
 * Whether one of these keys has signed that exactly this user of exactly this pool was approved, and lately.
 * @param {Event} event
 * @param {Keys} keys
 * @param {number} now
 * @returns {Finding}
 */
export function checkApproval(event, keys, now) {
  const { clientMetadata } = event.request
  /** @param {string} name */
  const entry = (name) => String(clientMetadata?.[name] ?? '')
  const [signature, signingKey] = [entry('signature'), entry('signingKey')]
  if (signature === '') return { kind: 'unsigned', why: 'no-signature' }
  const key = keys.get(signingKey)
  if (key === undefined) return { kind: 'unsigned', why: 'unknown-key' }
  const values = signedEntries.map(entry)
  const text = JSON.stringify(['countersign/approval/2', event.userPoolId, subOf(event), ...values])
  const bytes = Buffer.from(signature, 'base64url')
  // Other letters can stand for the same bytes.
  const isOurs = bytes.toString('base64url') === signature && verify(null, Buffer.from(text), key, bytes)
  if (!isOurs) return { kind: 'unsigned', why: 'wrong-signature' }
  const age = now - Date.parse(entry('approvedAt'))
  if (!(age <= oldest)) return { kind: 'unsigned', why: 'too-old' }
  if (age < earliest) return { kind: 'unsigned', why: 'in-the-future' }
  const named = signedEntries.map((name) => [name, entry(name)])
  return { kind: 'signed', facts: { ...Object.fromEntries(named), signature, signingKey } }
}

/** @param {Event} event */
function subOf({ request }) {
  return request.userAttributes['sub'] ?? ''
}

/**
 * What `npm run keys` prints: 32 bytes each in base64url, comma-separated. An id is the beginning of a hash of its key, so nobody
 * has to write it down.
 * @param {string} list
 * @returns {{ readonly keys: Keys, readonly unusable: number }} `unusable` counts the entries that are no keys.
 */
export function readPublicKeys(list) {
  const given = list.split(',').map((entry) => entry.trim())
  const entries = given.filter((entry) => entry !== '')
  const read = entries.flatMap((entry) => publicKeyFrom(entry) ?? [])
  return {
    keys: new Map(read.map((key) => [idOf(key), key])),
    unusable: entries.length - read.length,
  }
}

/** @param {string} x */
function publicKeyFrom(x) {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** @param {import('node:crypto').KeyObject} key */
function idOf(key) {
  const der = key.export({ format: 'der', type: 'spki' })
  return createHash('sha256').update(der).digest('hex').slice(0, 16)
}

/** @param {World['environment']} environment */
function modeIn(environment) {
  return environment['ON_UNSIGNED']?.trim().toLowerCase() || 'report'
}

/**
 * What an operator has to fix; undefined if there is nothing.
 * @param {World['environment']} environment
 * @param {Keys} keys
 * @param {number} unusable
 */
function problemWith(environment, keys, unusable) {
  if (keys.size === 0) return 'APPROVAL_PUBLIC_KEYS holds no usable key'
  if (unusable > 0) return `APPROVAL_PUBLIC_KEYS holds ${unusable} that can't be used`
  if (!['report', 'disable'].includes(modeIn(environment))) return 'ON_UNSIGNED is neither report nor disable'
  return undefined
}

/**
 * By the user name, which Cognito takes before any `sub`. It does the same twice.
 * @param {Event} event
 */
async function disable({ userPoolId, userName }) {
  // Lambda has it. Most approvals don't need it, and it takes a while to load.
  const { AdminDisableUserCommand, CognitoIdentityProviderClient } = await import(
    '@aws-sdk/client-cognito-identity-provider'
  )
  const client = new CognitoIdentityProviderClient({ region: userPoolId.replace(/_.*$/, '') })
  const command = new AdminDisableUserCommand({ UserPoolId: userPoolId, Username: userName })
  // Cognito waits for 5 s, loading included, and calls again.
  await client.send(command, { abortSignal: AbortSignal.timeout(3000) })
}
