// The audit chain: what is hashed, and how. Each hash is SHA-256 over lines of text, written in hex.
//
//   commitment = SHA-256(salt, JSON of the personal values)                one for the applicant's, one for the actor's
//   content    = SHA-256("countersign/event/1", public fields, applicant's commitment, actor's commitment)
//   genesis    = SHA-256("countersign/genesis/1", the store's id)
//   chain      = SHA-256("countersign/link/1", the chain's hash before, seq, content)
//
// `audit-row.ts` says which fields are whose. No import but that one: see there.
import { type AuditFields, auditParts, isPersonal, type Leaves, type Seal } from './audit-row.ts'

/** SHA-256 of a text as UTF-8, in hex. */
export type Sha256 = (text: string) => string

/** Hashes an event that is about to be written. `newSalt` makes 16 random bytes, in hex. */
export function sealEvent(event: AuditFields, sha256: Sha256, newSalt: () => string): Seal {
  const { open, applicant, actor } = auditParts(event)
  const [applicantSalt, actorSalt] = [applicant, actor].map((leaves) =>
    isPersonal(leaves) ? newSalt() : null,
  )
  const applicantHash = commitment(applicantSalt ?? null, applicant, sha256)
  const actorHash = commitment(actorSalt ?? null, actor, sha256)
  return {
    content_hash: contentHash(open, applicantHash, actorHash, sha256),
    applicant_salt: applicantSalt ?? null,
    applicant_hash: applicantHash,
    actor_salt: actorSalt ?? null,
    actor_hash: actorHash,
  }
}

/** What a sealed row's content hash must be; null if its personal values are not those that its commitments are about. */
export function contentOf(row: AuditFields & Omit<Seal, 'content_hash'>, sha256: Sha256): string | null {
  const { open, applicant, actor } = auditParts(row)
  const { applicant_salt, applicant_hash, actor_salt, actor_hash } = row
  if (!isKept({ salt: actor_salt, hash: actor_hash, leaves: actor }, sha256)) return null
  const ofApplicant = { salt: applicant_salt, hash: applicant_hash, leaves: applicant }
  if (!isErased(row) && !isKept(ofApplicant, sha256)) return null
  return isErased(row) && isPersonal(applicant) ? null : contentHash(open, applicant_hash, actor_hash, sha256)
}

/** Whether what it held of the applicant was erased. */
export function isErased(row: Pick<Seal, 'applicant_salt' | 'applicant_hash'>): boolean {
  return row.applicant_hash !== null && row.applicant_salt === null
}

interface Committed {
  readonly salt: string | null
  readonly hash: string | null
  readonly leaves: Leaves
}

function isKept({ salt, hash, leaves }: Committed, sha256: Sha256): boolean {
  return isPersonal(leaves) === (salt !== null) && commitment(salt, leaves, sha256) === hash
}

function commitment(salt: string | null, leaves: Leaves, sha256: Sha256): string | null {
  return salt === null ? null : sha256(`${salt}\n${JSON.stringify(leaves)}`)
}

function contentHash(open: string, applicant: string | null, actor: string | null, sha256: Sha256): string {
  return sha256(`countersign/event/1\n${open}\n${applicant ?? ''}\n${actor ?? ''}`)
}

/** The hash of a chain that has no rows yet. */
export function genesis(storeId: string, sha256: Sha256): string {
  return sha256(`countersign/genesis/1\n${storeId}`)
}

/** `seq` counts from 1. */
export function link(previous: string, seq: number, content: string, sha256: Sha256): string {
  return sha256(`countersign/link/1\n${previous}\n${seq}\n${content}`)
}

/** The chain as far as it is linked. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** A mark in the chain. `rows` is how many were linked since the chain began, `at` in milliseconds. */
export interface Checkpoint {
  readonly seq: number
  readonly at: number
  /** `cut`: rows up to this one may be deleted, since they are older than `AUDIT_RETENTION`. */
  readonly kind: 'daily' | 'rows' | 'stop' | 'cut'
  readonly chain_hash: string
  readonly rows: number
}

/** What a checkpoint's signature is about. */
export function checkpointText(storeId: string, { seq, at, kind, chain_hash, rows }: Checkpoint): string {
  return JSON.stringify(['countersign/checkpoint/1', storeId, kind, seq, chain_hash, rows, at])
}
