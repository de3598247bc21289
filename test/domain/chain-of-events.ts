// Builds an audit chain in memory, as the store would hold it.
import { hash } from 'node:crypto'
import { genesis, type Head, link, sealEvent } from '../../src/domain/audit-chain.ts'
import type { ChainReport } from '../../src/domain/audit-report.ts'
import { type AuditFields, type AuditRow, withoutApplicant } from '../../src/domain/audit-row.ts'
import { type ChainKnown, createVerification } from '../../src/domain/verify-chain.ts'

export const sha256 = (text: string): string => hash('sha256', text)

const storeId = 'store-1'

let salts = 0

export const newSalt = (): string => {
  salts += 1
  return sha256(`salt ${salts}`).slice(0, 32)
}

/** An approval with something personal in every place, unless it is changed. */
export function approval(seq: number, change: Partial<AuditFields> = {}): AuditFields {
  const ending = { kind: 'confirmed', by: { userId: 'U0ADA', teamId: 'T0HOME' }, functionError: `Mia ${seq}` }
  return {
    id: `event ${seq}`,
    at: 1_700_000_000_000 + seq * 1000,
    kind: 'click-confirmed',
    pool_id: 'eu-west-1_Pool',
    sub: `sub ${seq}`,
    round_id: `round ${seq}`,
    click_id: `click ${seq}`,
    user_id: 'U0ADA',
    team_id: 'T0HOME',
    outcome: JSON.stringify({ kind: 'confirmed', ending }),
    slack_request_id: `envelope ${seq}`,
    aws_request_id: `aws ${seq}`,
    entitlement: JSON.stringify({
      through: { kind: 'users' },
      asked: 'button',
      personal: { name: 'Ada', userName: `mia${seq}`, shown: { email: `mia${seq}@example.com` } },
    }),
    signature: 'c2lnbmF0dXJl',
    signing_key: 'key 1',
    role_session: 'cs-T0HOME-U0ADA',
    ...change,
  }
}

/** Something that the chain tells of itself. */
export function ownEvent(seq: number, kind: string, outcome: object): AuditFields {
  return {
    id: `event ${seq}`,
    at: 1_700_000_000_000 + seq * 1000,
    kind,
    outcome: JSON.stringify({ kind, ...outcome }),
  }
}

export function sealed(event: AuditFields): AuditRow {
  return {
    ...{ pool_id: null, sub: null, round_id: null, click_id: null, user_id: null, team_id: null },
    ...{ slack_request_id: null, aws_request_id: null, entitlement: null },
    ...{ signature: null, signing_key: null, role_session: null },
    ...event,
    ...sealEvent(event, sha256, newSalt),
    ...{ inserted: null, seq: null, chain_hash: null },
  }
}

/** Links them, from number 1 on. */
export function linked(events: readonly AuditFields[], after?: Head): AuditRow[] {
  let head = after ?? { seq: 0, hash: genesis(storeId, sha256) }
  return events.map((event) => {
    const row = sealed(event)
    const seq = head.seq + 1
    head = { seq, hash: link(head.hash, seq, row.content_hash ?? '', sha256) }
    return { ...row, seq, chain_hash: head.hash }
  })
}

export function approvals(count: number): AuditRow[] {
  return linked(Array.from({ length: count }, (_, index) => approval(index + 1)))
}

/** As the store has it once the applicant's values are erased. */
export function erased(row: AuditRow): AuditRow {
  return { ...row, ...withoutApplicant(row), applicant_salt: null }
}

export function headOf(rows: readonly AuditRow[]): Head {
  const last = rows.findLast(({ seq }) => seq !== null)
  return { seq: last?.seq ?? 0, hash: last?.chain_hash ?? genesis(storeId, sha256) }
}

/** In the order in which the store lists them. */
export function verified(rows: readonly AuditRow[], known: Partial<ChainKnown> = {}): ChainReport {
  const verification = createVerification({
    storeId,
    sha256,
    head: null,
    checkpoints: [],
    witnesses: [],
    isSigned: () => null,
    ...known,
  })
  const place = ({ seq }: AuditRow) => seq ?? Number.POSITIVE_INFINITY
  for (const row of rows.toSorted((one, other) => place(one) - place(other))) verification.take(row)
  return verification.end()
}
