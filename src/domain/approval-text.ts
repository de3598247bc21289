// What the signature of an approval is about. No imports: see `audit-row.ts`.

/** The entries of `ClientMetadata` that are signed, in this order. */
const signedEntries = ['approvedInTeam', 'approvedBy', 'approvers', 'approvalId', 'approvedAt', 'auditHead']

interface About {
  readonly poolId: string
  readonly sub: string
}

/** The signed text; an entry that is missing counts as empty. Whoever checks the signature makes the same. */
export function signedText({ poolId, sub }: About, entries: Readonly<Record<string, string>>): string {
  const values = signedEntries.map((key) => entries[key] ?? '')
  return JSON.stringify(['countersign/approval/2', poolId, sub, ...values])
}
