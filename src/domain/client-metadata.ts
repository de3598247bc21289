// What the pool's post confirmation function learns about an approval. Cognito does not store, validate or encrypt it.
import { z } from 'zod'
import type { Person } from './person.ts'

/** What an entry of `ClientMetadata` may be, key and value. */
export const shortAscii = z
  .string()
  .regex(/^[\x20-\x7e]{1,256}$/, 'expected 1 to 256 printable ASCII characters')

/** How many fixed entries an operator may add. With our own, there are at most 14. */
export const mostFixedEntries = 6

/** The entries that say who approved, and prove it. An operator can't set them. */
export const reservedEntries: readonly string[] = [
  'approvedBy',
  'approvedInTeam',
  'approvalId',
  'approvedAt',
  'approvers',
  'auditHead',
  'signature',
  'signingKey',
]

const clientMetadataFormat = z
  .record(shortAscii, shortAscii)
  .refine((entries) => fixedIn(entries) <= mostFixedEntries, 'expected at most 6 entries besides ours')

export interface Approval {
  /** The click's id in the audit log. */
  readonly id: string
  readonly by: Person
  readonly at: Date
}

/**
 * `ClientMetadata` of one approval: who, where, which, when, and the operator's fixed entries. Throws if these do not fit.
 * `approvers` are all who approved, where several had to. `auditHead` is how the audit chain's hash begins; empty if that is
 * not known.
 */
export function clientMetadata(
  approval: Approval,
  fixed: Readonly<Record<string, string>>,
  approvers: readonly Person[] = [],
  auditHead = '',
): Record<string, string> {
  const ofOne = clientMetadataFormat.parse({
    ...fixed,
    approvedBy: approval.by.userId,
    approvedInTeam: approval.by.teamId,
    approvalId: approval.id,
    approvedAt: approval.at.toISOString(),
  })
  return {
    ...ofOne,
    ...(auditHead === '' ? {} : { auditHead }),
    ...(approvers.length > 1 ? { approvers: listOfIds(approvers) } : {}),
  }
}

function fixedIn(entries: Readonly<Record<string, string>>): number {
  return Object.keys(entries).filter((key) => !reservedEntries.includes(key)).length
}

/** As many as an entry has room for, each id whole: five of Slack's always fit. */
function listOfIds(people: readonly Person[]): string {
  return people.reduce((list, { userId }) => {
    const longer = list === '' ? userId : `${list},${userId}`
    return shortAscii.safeParse(longer).success ? longer : list
  }, '')
}
