// An audit event as its row holds it, and which of it is public, the applicant's, or the actor's.
//
// No imports: the verifier of exports is made of this file, `audit-chain.ts` and `verify-chain.ts`. What is hashed must never
// change for rows that are there, so neither may anything here. A new way to hash would be `countersign/event/2`.

/** What an event says: the columns of `audit_events` that the chain protects, under the table's own names. `at` is in milliseconds. */
export interface AuditFields {
  readonly id: string
  readonly at: number
  readonly kind: string
  readonly pool_id?: string | null
  readonly sub?: string | null
  readonly round_id?: string | null
  readonly click_id?: string | null
  readonly user_id?: string | null
  readonly team_id?: string | null
  /** JSON. */
  readonly outcome: string
  readonly slack_request_id?: string | null
  readonly aws_request_id?: string | null
  /** JSON. */
  readonly entitlement?: string | null
  /** Of an approval: what `ClientMetadata` carried, with the key's id. */
  readonly signature?: string | null
  readonly signing_key?: string | null
  /** Under which name the approver stands in AWS's own trail. */
  readonly role_session?: string | null
}

/** Its hash, and its two commitments, all in hex. A commitment is null if there is nothing personal; only its salt is null once that was erased. */
export interface Seal {
  readonly content_hash: string
  readonly applicant_salt: string | null
  readonly applicant_hash: string | null
  readonly actor_salt: string | null
  readonly actor_hash: string | null
}

/** A whole row. What is null in `seq` and `chain_hash` is not linked yet; `inserted` is null as soon as it is. */
export interface AuditRow extends Required<AuditFields> {
  readonly content_hash: string | null
  readonly applicant_salt: string | null
  readonly applicant_hash: string | null
  readonly actor_salt: string | null
  readonly actor_hash: string | null
  readonly inserted: number | null
  readonly seq: number | null
  readonly chain_hash: string | null
}

/** What a commitment is about: every personal value in a fixed order, also those that are empty. */
export type Leaves = readonly (string | null)[]

export interface AuditParts {
  /** Canonical JSON: keys in order, nothing that is null, personal values blank. */
  readonly open: string
  readonly applicant: Leaves
  readonly actor: Leaves
}

/** Which part of an event says what. */
export function auditParts(event: AuditFields): AuditParts {
  const applicant: string[] = []
  const actor = [event.user_id ?? null, event.team_id ?? null]
  const openIn = (text: string) =>
    writeWith(parsed(text), 'applicant', (leaf, owner) => {
      if (owner === 'public') return leaf
      if (isApplicants(owner)) applicant.push(leaf)
      else actor.push(leaf)
      return ''
    })
  const outcome = openIn(event.outcome)
  const entitlement = event.entitlement == null ? null : openIn(event.entitlement)
  return { open: canonical({ ...event, outcome, entitlement }), applicant, actor }
}

/** Whether there is anything to keep secret, or to erase. */
export function isPersonal(leaves: Leaves): boolean {
  return leaves.some((value) => value !== null && value !== '')
}

/** The two columns that hold something of the applicant's, as they are once that is erased. */
export function withoutApplicant({ outcome, entitlement }: AuditFields) {
  const erased = (text: string) =>
    writeWith(parsed(text), 'applicant', (leaf, owner) => (isApplicants(owner) ? '' : leaf))
  return { outcome: erased(outcome), entitlement: entitlement == null ? null : erased(entitlement) }
}

/** Every public field, by its name in order. */
function canonical(event: AuditFields): string {
  return JSON.stringify({
    at: event.at,
    aws_request_id: event.aws_request_id ?? undefined,
    click_id: event.click_id ?? undefined,
    entitlement: event.entitlement ?? undefined,
    id: event.id,
    kind: event.kind,
    outcome: event.outcome,
    pool_id: event.pool_id ?? undefined,
    role_session: event.role_session ?? undefined,
    round_id: event.round_id ?? undefined,
    signature: event.signature ?? undefined,
    signing_key: event.signing_key ?? undefined,
    slack_request_id: event.slack_request_id ?? undefined,
    sub: event.sub ?? undefined,
  })
}

/** All below `shown` are a stranger's attributes, whatever they are called. */
type Owner = 'public' | 'applicant' | 'shown' | 'actor'

/** Texts under these keys say nothing of a person. Under a key that is not listed they are the applicant's: a new field is rather erased than kept. */
const publicKeys: ReadonlySet<string> = new Set([
  ...['kind', 'at', 'since', 'until', 'readAt', 'status', 'certainty', 'account', 'decision', 'result'],
  ...['reason', 'reasons', 'because', 'action', 'error', 'problem', 'requestId', 'disabled', 'onDeny'],
  ...['id', 'clickId', 'roundId', 'roundIds', 'poolId', 'poolIds', 'poolName', 'poolNames'],
  ...['group', 'groups', 'from', 'to', 'asked', 'rows', 'hash'],
])

const actorKeys: ReadonlySet<string> = new Set(['userId', 'teamId', 'users', 'name'])

function ownerOf(key: string, around: Owner): Owner {
  if (around === 'shown' || key === 'shown') return 'shown'
  if (publicKeys.has(key)) return 'public'
  return actorKeys.has(key) ? 'actor' : 'applicant'
}

function isApplicants(owner: Owner): boolean {
  return owner === 'applicant' || owner === 'shown'
}

/** A text that is not JSON as `JSON.stringify` writes it is the applicant's as a whole. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? value : text
  } catch {
    return text
  }
}

/** The same value as `JSON.stringify` writes it, with every text in it changed. Auditors wait for this: it makes no objects. */
function writeWith(value: unknown, owner: Owner, change: (text: string, owner: Owner) => string): string {
  if (typeof value === 'string') return JSON.stringify(change(value, owner))
  if (Array.isArray(value)) return `[${value.map((one: unknown) => writeWith(one, owner, change)).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value)
  const written = entries.map(
    ([key, one]) => `${JSON.stringify(key)}:${writeWith(one, ownerOf(key, owner), change)}`,
  )
  return `{${written.join()}}`
}
