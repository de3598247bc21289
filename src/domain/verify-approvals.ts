// Whether the signatures of approvals are about what their rows say. Imports: see `audit-row.ts`.
import { signedText } from './approval-text.ts'
import type { Damage, Signatures } from './audit-report.ts'
import type { AuditRow } from './audit-row.ts'

export interface ApprovalCheck {
  take(row: AuditRow): void
  counts(): Signatures
}

/** `isSigned` is null if the key is not known. */
export function createApprovalCheck(
  isSigned: (text: string, signature: string, keyId: string) => boolean | null,
  tell: (damage: Damage) => void,
): ApprovalCheck {
  let [signed, unsigned, unknownKey] = [0, 0, 0]
  return {
    take: (row) => {
      const { signature: kept, signing_key: keyId } = row
      if (kept === null || keyId === null) {
        if (row.kind === 'click-confirmed') unsigned += 1
        return
      }
      const { signature = '', ...entries } = keptIn(kept)
      const isOurs = isSigned(textOf(row, entries), signature, keyId)
      if (isOurs === null) unknownKey += 1
      else if (isOurs) signed += 1
      else tell({ kind: 'approval-forged', seq: row.seq, id: row.id })
    },
    counts: () => ({ signed, unsigned, unknownKey }),
  }
}

function textOf({ pool_id, sub, team_id, user_id, click_id }: AuditRow, kept: Entries): string {
  const about = { poolId: pool_id ?? '', sub: sub ?? '' }
  const row = { approvedInTeam: team_id ?? '', approvedBy: user_id ?? '', approvalId: click_id ?? '' }
  return signedText(about, { ...kept, ...row })
}

type Entries = Readonly<Record<string, string>>

/** As `keptSignatureFormat` says; what is none is found to be no signature. */
function keptIn(text: string): Entries {
  try {
    const value: unknown = JSON.parse(text)
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return Object.fromEntries(entries.map(([key, one]) => [key, String(one)]))
  } catch {
    return {}
  }
}
