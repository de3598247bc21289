// An export of the audit log, line by line: a head, the checkpoints, the rows, and an end that counts them.
// Imports: see `audit-row.ts`.
import type { Head, Sha256 } from './audit-chain.ts'
import type { ChainReport } from './audit-report.ts'
import type { AuditRow } from './audit-row.ts'
import {
  type ChainKnown,
  createVerification,
  type SignedCheckpoint,
  type Verification,
} from './verify-chain.ts'
import type { Witness } from './verify-witnesses.ts'

export const exportFormat = 'countersign/audit-export/1'

/** The first line. */
export interface ExportHead {
  readonly export: typeof exportFormat
  readonly storeId: string
  /** When it was made, as ISO 8601. */
  readonly exportedAt: string
  /** Where the chain ended then. */
  readonly head: Head | null
  /** Where the chain stood before the first row; null if the export begins where the store does. */
  readonly after: Head | null
  /** The applicants' personal values were left out. */
  readonly isWithheld: boolean
}

/** The last line: without it, the file was cut off. `digest` is about all lines before it: see `digestAfter`. */
export interface ExportEnd {
  readonly end: { readonly rows: number; readonly digest: string }
}

/** Goes on with the digest of a file's lines; the first goes on with an empty text. It tells accidents, not forgers. */
export function digestAfter(digest: string, line: string, sha256: Sha256): string {
  return sha256(`${digest}\n${line}`)
}

export interface ExportVerdict {
  readonly head: ExportHead
  readonly report: ChainReport
  /** Lines that are no event, no checkpoint and no end. */
  readonly unreadable: number
  /** Whether no line was changed, added or taken out since it was written. */
  readonly isWhole: boolean
}

type Tools = Pick<ChainKnown, 'sha256' | 'isSigned' | 'witnesses'>

/** Null if it does not begin as an export does. */
export async function verifyExport(
  lines: AsyncIterable<string>,
  tools: Tools,
): Promise<ExportVerdict | null> {
  const checkpoints: SignedCheckpoint[] = []
  let head: ExportHead | null = null
  let verification: Verification | null = null
  let [rows, unreadable, digest] = [0, 0, '']
  let end: ExportEnd['end'] | null = null
  for await (const line of lines) {
    if (line.trim() === '') continue
    const fields = fieldsIn(line)
    end ??= endIn(fields)
    if (end !== null && fields?.['end'] !== undefined) continue
    digest = digestAfter(digest, line, tools.sha256)
    if (head === null) {
      head = fields === null ? null : readHead(fields)
      if (head === null) return null
      continue
    }
    const [checkpoint, row] = [checkpointIn(fields), rowIn(fields)]
    if (checkpoint !== null && verification === null) checkpoints.push(checkpoint)
    else if (row !== null) {
      verification ??= createVerification({ ...tools, ...head, checkpoints })
      verification.take(row)
      rows += 1
    } else unreadable += 1
  }
  if (head === null) return null
  verification ??= createVerification({ ...tools, ...head, checkpoints })
  return {
    head,
    report: verification.end(),
    unreadable,
    isWhole: end?.rows === rows && end.digest === digest,
  }
}

type Fields = Readonly<Record<string, unknown>>

function fieldsIn(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readHead(fields: Fields): ExportHead | null {
  const { export: format, storeId, exportedAt } = fields
  if (format !== exportFormat || typeof storeId !== 'string') return null
  return {
    export: format,
    storeId,
    exportedAt: String(exportedAt),
    head: placeIn(fields['head']),
    after: placeIn(fields['after']),
    isWithheld: fields['isWithheld'] === true,
  }
}

function placeIn(value: unknown): Head | null {
  if (!isObject(value)) return null
  const { seq, hash } = value
  return typeof seq === 'number' && typeof hash === 'string' ? { seq, hash } : null
}

const marks = ['daily', 'rows', 'stop', 'cut'] as const

function checkpointIn(fields: Fields | null): SignedCheckpoint | null {
  const given = fields?.['checkpoint']
  if (!isObject(given)) return null
  const [seq, at, rows] = [given['seq'], given['at'], given['rows']]
  const kind = marks.find((mark) => mark === given['kind'])
  const hash = given['chain_hash']
  if (typeof seq !== 'number' || typeof at !== 'number' || typeof rows !== 'number') return null
  if (kind === undefined || typeof hash !== 'string') return null
  const [signature, signing_key] = [textIn(given, 'signature'), textIn(given, 'signing_key')]
  return { seq, at, rows, kind, chain_hash: hash, signature, signing_key }
}

function endIn(fields: Fields | null): ExportEnd['end'] | null {
  const end = fields?.['end']
  if (!isObject(end)) return null
  const { rows, digest } = end
  return typeof rows === 'number' && typeof digest === 'string' ? { rows, digest } : null
}

function rowIn(fields: Fields | null): AuditRow | null {
  if (fields === null) return null
  const { id, at, kind, outcome } = fields
  if (typeof id !== 'string' || typeof at !== 'number') return null
  if (typeof kind !== 'string' || typeof outcome !== 'string') return null
  const text = (name: string) => textIn(fields, name)
  return {
    ...{ id, at, kind, outcome },
    ...{ pool_id: text('pool_id'), sub: text('sub'), round_id: text('round_id'), click_id: text('click_id') },
    ...{ user_id: text('user_id'), team_id: text('team_id'), entitlement: text('entitlement') },
    ...{ slack_request_id: text('slack_request_id'), aws_request_id: text('aws_request_id') },
    ...{ signature: text('signature'), signing_key: text('signing_key'), role_session: text('role_session') },
    ...{ content_hash: text('content_hash'), chain_hash: text('chain_hash') },
    ...{ applicant_salt: text('applicant_salt'), applicant_hash: text('applicant_hash') },
    ...{ actor_salt: text('actor_salt'), actor_hash: text('actor_hash') },
    ...{ seq: numberIn(fields, 'seq'), inserted: numberIn(fields, 'inserted') },
  }
}

function textIn(fields: Fields, name: string): string | null {
  const value = fields[name]
  return typeof value === 'string' ? value : null
}

function numberIn(fields: Fields, name: string): number | null {
  const value = fields[name]
  return typeof value === 'number' ? value : null
}

/** How a line names the head that Cognito handed to a function, whatever is around it. */
const handedOver = /"?auditHead"?\s*[:=]\s*"?([0-9a-f]{32})\b/

/** A line with nothing but a hash, perhaps after its number. */
const alone = /^\s*(?:(\d+)[\s:,]+)?([0-9a-f]{32}|[0-9a-f]{64})\s*$/

/**
 * The witness in a line of a log, an export or a note; null if there is none. What a function has not found signed may be
 * anybody's invention, and is none.
 */
export function witnessIn(line: string): Witness | null {
  const noted = alone.exec(line)
  if (noted !== null)
    return { seq: noted[1] === undefined ? null : Number(noted[1]), hash: noted[2] ?? '', at: null }
  const fields = fieldsIn(line.slice(Math.max(0, line.indexOf('{'))))
  if (fields?.['verdict'] !== undefined && fields['verdict'] !== 'signed') return null
  const at = timeIn(fields?.['time'] ?? fields?.['at'] ?? fields?.['approvedAt'] ?? fields?.['exportedAt'])
  const place = fields === null ? null : (placeIn(fields['head']) ?? placeIn(placed(fields)))
  if (place !== null) return { ...place, at }
  const [, hash] = handedOver.exec(line) ?? []
  return hash === undefined ? null : { seq: null, hash, at }
}

/** An event of an export, or of the bot's own log. */
function placed({ seq, hash, chain, chain_hash }: Fields): unknown {
  return { seq, hash: chain_hash ?? chain ?? hash }
}

function timeIn(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : value
  return typeof at === 'number' && Number.isFinite(at) ? at : null
}
