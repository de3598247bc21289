// Verifies an export of the audit log. `verify-audit.mjs`, which needs nothing but Node, is made of this file.
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { verifyExport, witnessIn } from '../domain/audit-export.ts'
import type { ChainKnown } from '../domain/verify-chain.ts'
import type { Witness } from '../domain/verify-witnesses.ts'
import { isDamaged, reportLines, type Verified } from '../wording/audit-report.ts'

export interface VerifyOptions {
  /** Files with the public keys that may have signed. */
  readonly publicKeys: readonly string[]
  /** Files with witnesses. */
  readonly against: readonly string[]
}

/** Why nothing was verified, in one sentence. */
export class NotVerified extends Error {
  override readonly name = 'NotVerified'
}

/** Exit codes. */
export const [isWell, isDamagedCode] = [0, 1]

/** Resolves to the exit code, once the report is printed. Throws a `NotVerified`. */
export async function verifyFile(
  file: string,
  options: VerifyOptions,
  out: (words: string) => void | Promise<void>,
): Promise<number> {
  const verdict = await verifyExport(linesOf(file), await readTools(options)).catch(whyNot(file))
  if (verdict === null)
    throw new NotVerified(
      `${printable(file)} is no export of the audit log. Give one that was exported as jsonl.`,
    )
  const { head, report, unreadable, isWhole } = verdict
  const verified = {
    report,
    file: { unreadable, isWhole, after: head.after?.seq ?? null, isWithheld: head.isWithheld },
  }
  await out(`Store ${printable(head.storeId)}, exported ${printable(head.exportedAt)}.\n`)
  return tell(verified, out)
}

export async function tell(
  verified: Verified,
  out: (words: string) => void | Promise<void>,
): Promise<number> {
  await out(`${reportLines(verified).join('\n')}\n`)
  return isDamaged(verified) ? isDamagedCode : isWell
}

/** What verifying needs besides the rows. Throws a `NotVerified` if a file can't be read, or says nothing. */
export async function readTools({
  publicKeys,
  against,
}: VerifyOptions): Promise<Pick<ChainKnown, 'sha256' | 'isSigned' | 'witnesses'>> {
  const keys = new Map(publicKeys.flatMap(readKeys).map((key) => [idOf(key), key]))
  const witnesses: Witness[] = []
  for (const file of against) witnesses.push(...(await readWitnesses(file).catch(whyNot(file))))
  return {
    sha256: (text) => hash('sha256', text),
    isSigned: (text, signature, keyId) => {
      const key = keys.get(keyId)
      return key === undefined
        ? null
        : verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
    },
    witnesses,
  }
}

async function readWitnesses(file: string): Promise<readonly Witness[]> {
  const witnesses: Witness[] = []
  for await (const line of linesOf(file)) {
    const witness = witnessIn(line)
    if (witness !== null) witnesses.push(witness)
  }
  if (witnesses.length > 0) return witnesses
  throw new NotVerified(
    `--against: no line of ${printable(file)} is a witness. Expected an export, lines of Countersign's log or of a function's with auditHead, or a number and a hash on a line.`,
  )
}

/** A PEM, or what `npm run keys` prints as `APPROVAL_PUBLIC_KEYS`. */
function readKeys(file: string): readonly KeyObject[] {
  const text = readText(file)
  const pem = text.includes('-----BEGIN')
  const entries = pem ? [text] : text.replace(/^\s*APPROVAL_PUBLIC_KEYS\s*=/m, '').split(/[\s,]+/)
  const keys = entries.filter((entry) => entry !== '').flatMap((entry) => keyFrom(entry, pem) ?? [])
  if (keys.length > 0) return keys
  throw new NotVerified(
    `--public-key: ${printable(file)} holds no Ed25519 public key. Expected a PEM, or what npm run keys prints.`,
  )
}

function keyFrom(text: string, isPem: boolean): KeyObject | null {
  try {
    const key = isPem
      ? createPublicKey(text)
      : createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** As Countersign names its keys. */
function idOf(key: KeyObject): string {
  const der = key.export({ format: 'der', type: 'spki' })
  return hash('sha256', der).slice(0, 16)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return whyNot(file)(error)
  }
}

/** Without their ends. Quicker than `node:readline`. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1_000_000 })) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (rest !== '') yield rest
}

function whyNot(file: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof NotVerified || !(error instanceof Error && 'code' in error)) throw error
    const reason = error.code === 'ENOENT' ? 'There is no such file.' : `(${String(error.code)})`
    throw new NotVerified(`${printable(file)} can’t be read. ${reason}`)
  }
}

function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}
