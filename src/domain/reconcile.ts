// Who is in a pool, against what the audit log knows of how they came in.
import type { Person } from './person.ts'
import type { PoolUser } from './sign-up.ts'

/** The last event of a sign-up that says how it stands with them, by its kind. */
export interface LastDecision {
  readonly kind: string
  readonly at: Date
  readonly by: Person | null
}

/** What the store knows of a pool. */
export interface PoolRecords {
  /** When its whole list was read for the first time; null if it never was. */
  readonly watchedSince: Date | null
  /** When its oldest event happened, from which on nothing was deleted; null if there is none. */
  readonly eventsSince: Date | null
  /** By `sub`: of each sign-up of which there is an event. */
  readonly decisions: ReadonlyMap<string, LastDecision>
  /** The `sub` of each sign-up that the store knows. */
  readonly known: ReadonlySet<string>
}

export type HowIn =
  | { readonly kind: 'approved'; readonly by: Person | null; readonly at: Date }
  /** The bot saw that somebody or something else had confirmed them. */
  | { readonly kind: 'elsewhere'; readonly at: Date }
  /** The last decision here was against them. */
  | {
      readonly kind: 'against'
      readonly what: 'denied' | 'undone'
      readonly by: Person | null
      readonly at: Date
    }
  /** They waited here, and the audit log has no end of that. */
  | { readonly kind: 'unnoticed' }
  /** The status says that an identity provider, or an administrator, made them. */
  | { readonly kind: 'federated' | 'invited' | 'reset' }
  /** Confirmed before the bot ever saw them waiting. `asCreated`: nothing about them has changed since. */
  | { readonly kind: 'never-waited'; readonly asCreated: boolean; readonly isEmailVerified: boolean }
  /** So old that their events would be deleted. */
  | { readonly kind: 'before-records' }

/** What an auditor has to look at: nobody here has approved it, and no status explains it. */
export const inexplicable: readonly HowIn['kind'][] = ['against', 'elsewhere', 'unnoticed', 'never-waited']

/** Null for those who wait, and for those whom nobody here could know: they are older than the installation. */
export function howCameIn(user: PoolUser, records: PoolRecords): HowIn | null {
  if (user.status === 'UNCONFIRMED') return null
  const last = records.decisions.get(user.sub)
  if (last !== undefined) return asDecided(user, last)
  if (records.known.has(user.sub)) return { kind: 'unnoticed' }
  const { watchedSince, eventsSince } = records
  if (watchedSince === null || user.signedUpAt < watchedSince) return null
  const byStatus = statuses.get(user.status)
  if (byStatus !== undefined) return { kind: byStatus }
  if (eventsSince !== null && user.signedUpAt < eventsSince) return { kind: 'before-records' }
  const changedAt = user.changedAt?.getTime() ?? Number.POSITIVE_INFINITY
  return {
    kind: 'never-waited',
    asCreated: changedAt - user.signedUpAt.getTime() < 2000,
    isEmailVerified: user.attributes['email_verified'] === 'true',
  }
}

const statuses: ReadonlyMap<string, 'federated' | 'invited' | 'reset'> = new Map([
  ['EXTERNAL_PROVIDER', 'federated'],
  ['FORCE_CHANGE_PASSWORD', 'invited'],
  ['RESET_REQUIRED', 'reset'],
])

function asDecided(user: PoolUser, { kind, by, at }: LastDecision): HowIn {
  switch (kind) {
    case 'click-confirmed':
    case 'seen-confirmed':
      return { kind: 'approved', by, at }
    case 'click-denied':
    case 'seen-denied':
      return { kind: 'against', what: 'denied', by, at }
    // The user stays confirmed, and disabled.
    case 'click-undone':
      return user.isEnabled ? { kind: 'against', what: 'undone', by, at } : { kind: 'approved', by, at }
    case 'seen-confirmed-elsewhere':
      return { kind: 'elsewhere', at }
    default:
      return { kind: 'unnoticed' }
  }
}

/** Events that say how it stands with somebody from then on. */
export const deciding = [
  'click-confirmed',
  'click-denied',
  'click-undone',
  'click-reopened',
  'click-overtaken',
  'seen-confirmed',
  'seen-denied',
  'seen-confirmed-elsewhere',
  'seen-disabled',
  'seen-gone',
  'seen-disproved',
  'seen-waiting-again',
  'lapsed',
] as const
