// `npm run audit -- export`: the audit log as lines, for a place where nobody can change them.
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { digestAfter, type ExportEnd, type ExportHead, exportFormat } from '../domain/audit-export.ts'
import { type AuditRow, withoutApplicant } from '../domain/audit-row.ts'
import { chainPages, firstSince, hashAt, readKnownChain } from '../store/audit/read-chain.ts'
import { sha256 } from '../store/queries/audit-hash.ts'
import type { Tx } from '../store/transaction.ts'
import { auditSays, usage } from '../wording/audit-command.ts'
import { type Called, Stopped } from './audit-called.ts'
import { readOptions, readSince, withStore } from './audit-store.ts'

const options = {
  format: { type: 'string' },
  since: { type: 'string' },
  out: { type: 'string' },
  personal: { type: 'boolean' },
} as const

const formats = ['jsonl', 'csv'] as const

interface Asked {
  readonly format: (typeof formats)[number]
  readonly since: Date | null
  /** The applicants' personal values are left out. */
  readonly isWithheld: boolean
}

/** Resolves to the exit code. */
export async function exportAudit(called: Called): Promise<number> {
  const { values, positionals } = readOptions(called.given, options)
  const format = formats.find((one) => one === (values.format ?? 'jsonl'))
  if (positionals.length > 0 || format === undefined) throw new Stopped(usage)
  const now = called.clock.now()
  const asked = { format, since: readSince(values.since, now), isWithheld: values.personal !== true }
  return withStore(called.environment, async ({ read, storeId }) => {
    const target = openTarget(called, values.out)
    try {
      const head = { export: exportFormat, storeId, exportedAt: now.toISOString() } as const
      const rows = await read((tx) => writeAll(tx, asked, head, target.write))
      if (values.out !== undefined) called.err(`${auditSays.exported(rows, values.out)}\n`)
      return 0
    } finally {
      target.close()
    }
  })
}

type Write = (words: string) => void | Promise<void>

/** A file of this user's own, which must not be there yet; otherwise what the command prints. */
function openTarget({ out }: Called, path: string | undefined): { readonly write: Write; close(): void } {
  if (path === undefined) return { write: out, close: () => {} }
  try {
    const file = openSync(path, 'wx', 0o600)
    return { write: (words) => writeFileSync(file, words), close: () => closeSync(file) }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new Stopped(auditSays.notWritable(path, String(error.code)))
  }
}

async function writeAll(
  tx: Tx,
  { format, since, isWithheld }: Asked,
  begun: Pick<ExportHead, 'export' | 'storeId' | 'exportedAt'>,
  write: Write,
): Promise<number> {
  const { head, checkpoints } = await readKnownChain(tx)
  const first = since === null ? 1 : ((await firstSince(tx, since)) ?? (head?.seq ?? 0) + 1)
  const before = first === 1 ? null : await hashAt(tx, first - 1)
  const after = before === null ? null : { seq: first - 1, hash: before }
  const lines: readonly object[] = [
    { ...begun, head, after, isWithheld } satisfies ExportHead,
    ...checkpoints.filter(({ seq }) => seq >= first || after === null).map((checkpoint) => ({ checkpoint })),
  ]
  let digest = ''
  const writeLines = async (values: readonly object[]): Promise<void> => {
    const texts = values.map((value) => JSON.stringify(value))
    for (const text of texts) digest = digestAfter(digest, text, sha256)
    await write(texts.map((text) => `${text}\n`).join(''))
  }
  await (format === 'csv' ? write(csvLine(columns)) : writeLines(lines))
  let rows = 0
  for await (const page of chainPages(tx, first)) {
    const given = isWithheld ? page.map(withheld) : page
    await (format === 'csv' ? write(given.map(csvRow).join('')) : writeLines(given))
    rows += page.length
  }
  if (format === 'jsonl') await writeLines([{ end: { rows, digest } } satisfies ExportEnd])
  return rows
}

/** Its hashes stay, so what is left can be verified. */
function withheld(row: AuditRow): AuditRow {
  return row.applicant_hash === null ? row : { ...row, ...withoutApplicant(row), applicant_salt: null }
}

const columns = [
  ...(['seq', 'at', 'kind', 'pool_id', 'sub', 'user_id', 'team_id', 'outcome', 'entitlement'] as const),
  ...(['round_id', 'click_id', 'slack_request_id', 'aws_request_id', 'role_session'] as const),
  ...(['signing_key', 'signature', 'id', 'content_hash', 'chain_hash'] as const),
] as const

function csvRow(row: AuditRow): string {
  const at = new Date(row.at)
  const time = Number.isNaN(at.getTime()) ? String(row.at) : at.toISOString()
  return csvLine(columns.map((column) => (column === 'at' ? time : String(row[column] ?? ''))))
}

/** RFC 4180. A program for tables would calculate what begins like a formula. */
function csvLine(cells: readonly string[]): string {
  const inert = cells.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell))
  return `${inert.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}
