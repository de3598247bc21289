// What the countersignature of an approval signs, and what is kept of it: the public `ConfirmSignUp` can hand anything to the same
// function, so only a signature tells whether Countersign has approved.
import { z } from 'zod'
import { signedText } from './approval-text.ts'
import type { SignUp } from './sign-up.ts'

/** Signs with a key of this installation's. */
export interface Signer {
  readonly keyId: string
  /** In base64url. */
  sign(text: string): string
}

type Entries = Readonly<Record<string, string>>

/** `ClientMetadata` with its signature, if there is a key. */
export function countersigned(
  entries: Entries,
  about: Pick<SignUp, 'poolId' | 'sub'>,
  signer: Signer | null,
): Entries {
  if (signer === null) return entries
  return { ...entries, signature: signer.sign(signedText(about, entries)), signingKey: signer.keyId }
}

/** With the row of its audit event, all that is needed to check a signature. `approvers` and `auditHead` are empty if there are none. */
export const keptSignatureFormat = z
  .object({
    approvedAt: z.string(),
    approvers: z.string(),
    auditHead: z.string(),
    signature: z.string(),
  })
  .readonly()

/** The same with the id of the key, which has a column of its own. */
export interface Countersignature extends z.infer<typeof keptSignatureFormat> {
  readonly signingKey: string
}

/** What an audit event keeps of the signature that was sent; null if there is none. */
export function countersignatureIn(entries: Entries): Countersignature | null {
  const { signature, signingKey, approvedAt = '', approvers = '', auditHead = '' } = entries
  if (signature === undefined || signingKey === undefined) return null
  return { approvedAt, approvers, auditHead, signature, signingKey }
}
