// npm run keys: what it prints is what Countersign and the function take.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { keysCommand } from '../../src/commands/make-keys.ts'
import { readPublicKeys } from '../../src/functions/post-confirmation.mjs'
import { createSigner, makeSigningKey, pemOf } from '../../src/shared/signing-key.ts'
import { configOf, environment } from '../config/environment.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'

function run(given: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) {
  const printed = { out: '', err: '' }
  const code = keysCommand({
    given,
    environment,
    readFile: (path) => readFileSync(path, 'utf8'),
    out: (words) => {
      printed.out += words
    },
    err: (words) => {
      printed.err += words
    },
  })
  return { code, ...printed, variables: parseEnv(printed.out) }
}

function makeFolder(): string {
  const folder = makeQuickFolder('keys-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The id of the key with which Countersign signs, given these variables. */
function idOf(variables: Readonly<Record<string, string | undefined>>): string {
  const { APPROVAL_SIGNING_KEY, APPROVAL_SIGNING_KEY_FILE } = variables
  const { signingKey } = configOf(environment({ APPROVAL_SIGNING_KEY, APPROVAL_SIGNING_KEY_FILE }))
  return createSigner(signingKey ?? '').keyId
}

test('it prints the lines of two environment files, with a new pair each time, and writes nothing', () => {
  const { code, out, err, variables } = run()
  expect([code, err]).toEqual([0, ''])
  expect(Object.keys(variables).toSorted()).toEqual(['APPROVAL_PUBLIC_KEYS', 'APPROVAL_SIGNING_KEY'])
  const id = idOf(variables)
  expect([...readPublicKeys(variables['APPROVAL_PUBLIC_KEYS'] ?? '').keys.keys()]).toEqual([id])
  expect(out).toContain(`Its id is ${id}.`)
  expect(idOf(run().variables)).not.toBe(id)
})

test('asked for it, it writes the private key to a file for its owner only, and prints where', () => {
  const folder = makeFolder()
  const path = join(folder, 'signing-key.pem')
  const { code, out, variables } = run(['--write', path])
  expect(code).toBe(0)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(out).not.toContain('PRIVATE KEY')
  expect(variables).toMatchObject({ APPROVAL_SIGNING_KEY_FILE: path })
  expect([...readPublicKeys(variables['APPROVAL_PUBLIC_KEYS'] ?? '').keys.keys()]).toEqual([idOf(variables)])
})

test('a file that exists is left as it is, and nothing is printed', () => {
  const folder = makeFolder()
  const path = join(folder, 'signing-key.pem')
  writeFileSync(path, 'precious')
  expect(run(['--write', path])).toMatchObject({
    code: 78,
    out: '',
    err: 'That file exists already, and is left as it was. Name another one.\n',
  })
  expect(readFileSync(path, 'utf8')).toBe('precious')
  expect(run(['--write', join(folder, 'none', 'key.pem')])).toMatchObject({ code: 78, out: '' })
  expect(readdirSync(folder)).toEqual(['signing-key.pem'])
})

test('the public key of the one that is replaced comes second, wherever it stands', () => {
  const key = makeSigningKey()
  const { publicKey } = createSigner(key)
  const path = join(makeFolder(), 'APPROVAL_SIGNING_KEY')
  writeFileSync(path, pemOf(key))
  for (const given of [
    { APPROVAL_SIGNING_KEY: pemOf(key) },
    { APPROVAL_SIGNING_KEY_FILE: path },
    { CREDENTIALS_DIRECTORY: join(path, '..') },
  ]) {
    const { out, variables } = run([], given)
    expect(variables['APPROVAL_PUBLIC_KEYS']).toMatch(new RegExp(`^[\\w-]{43},${publicKey}$`))
    expect(out).toContain('remove the second one')
  }
})

test('one that can’t be used is told without what it is, and a new one is printed all the same', () => {
  const { code, err, variables } = run([], { APPROVAL_SIGNING_KEY: 'QXZJ' })
  expect(code).toBe(0)
  expect(err).toMatch(/^APPROVAL_SIGNING_KEY has a wrong value\. Expected an Ed25519 private key/)
  expect(err).not.toContain('QXZJ')
  expect(variables['APPROVAL_PUBLIC_KEYS']).toMatch(/^[\w-]{43}$/)
})

test.each([[['--help']], [['--write']], [['--write=']], [['file.pem']]])(
  '%j is answered with the usage',
  (given) => {
    expect(run(given)).toMatchObject({
      code: 64,
      out: '',
      err: expect.stringMatching(/^Usage: npm run keys/),
    })
  },
)
