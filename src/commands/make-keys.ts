// The command `keys`: a pair of keys, one to sign approvals with, one to check them with.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readSecrets } from '../config/secrets.ts'
import { createSigner, makeSigningKey, pemOf, readSigningKey } from '../shared/signing-key.ts'
import { adviceOn } from '../wording/config-advice.ts'
import { variableSays } from '../wording/config-variables.ts'
import { keysSays as says } from '../wording/keys.ts'
import { type Called, notDone, wrongUsage } from './copy.ts'

const variable = 'APPROVAL_SIGNING_KEY'

interface MakingKeys extends Called {
  readFile(path: string): string
}

/** Returns the exit code. The key that Countersign uses now is told with the new one, for the time in which one replaces the other. */
export function keysCommand(making: MakingKeys): number {
  const { given, out, err } = making
  const options = readArguments(given)
  if (options === null) return refuse(err, says.usage, wrongUsage)
  const key = makeSigningKey()
  const { keyId, publicKey } = createSigner(key)
  const { write: path } = options
  if (path !== undefined) {
    const code = writeKey(path, pemOf(key))
    if (code !== null) return refuse(err, says.notWritten(code), notDone)
  }
  const pem = pemOf(key).trim().replaceAll('\n', '\\n')
  const privateLine = path === undefined ? `APPROVAL_SIGNING_KEY=${pem}` : `APPROVAL_SIGNING_KEY_FILE=${path}`
  const publicKeys = [publicKey, ...currentKeys(making)]
  out(`${says.pair({ keyId, privateLine, publicKeys }).join('\n')}\n`)
  return 0
}

function refuse(err: Called['err'], words: string, code: number): number {
  err(`${words}\n`)
  return code
}

function readArguments(given: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...given], options: { write: { type: 'string' } } })
    return values.write === '' ? null : values
  } catch {
    return null
  }
}

/** The public key of the one that is set; none if there is none yet. One that can't be used is told, and has to be replaced anyway. */
function currentKeys({ environment, readFile, err }: MakingKeys): readonly string[] {
  const given = Object.entries(environment).flatMap(([name, value = '']) => {
    const counts = name.startsWith(variable) || name === 'CREDENTIALS_DIRECTORY'
    return counts && value.trim() !== '' ? [[name, value.trim()]] : []
  })
  const secrets = readSecrets(Object.fromEntries(given), readFile)
  const text = secrets.given[variable]
  const key = text === undefined ? undefined : readSigningKey(text)
  const problems = [
    ...secrets.problems.filter((line) => line.startsWith(variable)),
    ...(text !== undefined && key === undefined
      ? [variableSays.wrong(variable, null, adviceOn(variable, text))]
      : []),
  ]
  for (const problem of problems) err(`${problem}\n`)
  return key === undefined ? [] : [createSigner(key).publicKey]
}

/** Null if it was written; otherwise the system's code. Never overwrites anything. */
function writeKey(path: string, pem: string): string | null {
  try {
    writeFileSync(path, pem, { flag: 'wx', mode: 0o600 })
    return null
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}
