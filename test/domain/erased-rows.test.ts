// Nothing that an event said of its applicant can be read from the erased row, or tried against its hashes.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contentOf, sealEvent } from '../../src/domain/audit-chain.ts'
import { type AuditFields, withoutApplicant } from '../../src/domain/audit-row.ts'
import { clickEndFormat } from '../../src/domain/click.ts'
import { entitlementFormat } from '../../src/domain/entitlement.ts'
import '../support/property-runs.ts'
import { newSalt, sealed, sha256 } from './chain-of-events.ts'

/** Something that stands nowhere else. */
const personal = fc.stringMatching(/^[a-z0-9@.ß'"\\ ]{0,20}$/).map((text) => `«${text}»`)

const by = { userId: 'U0ADA', teamId: 'T0HOME' }

const denied = (note: string) =>
  ({ kind: 'denied', by, reason: 'Other', note, at: new Date(0), account: { kind: 'kept' } }) as const

const functionFailed = (message: string) => ({ kind: 'function-failed', message }) as const

const endings = fc.oneof(
  personal.map((note) => ({ kind: 'denied', ending: denied(note) })),
  personal.map((message) => ({ kind: 'failed', decision: 'approve', reason: functionFailed(message) })),
  personal.map((user) => ({ kind: 'answered', answer: { kind: 'too-many', user } })),
  fc.tuple(personal, personal).map(([given, user]) => ({
    kind: 'answered',
    answer: { kind: 'unknown-pool', given, user, poolNames: [] },
  })),
  fc.tuple(personal, personal).map(([userName, note]) => ({
    kind: 'answered',
    answer: {
      kind: 'not-waiting',
      users: [{ poolName: 'Pool', userName, status: 'CONFIRMED', isEnabled: true, ending: denied(note) }],
    },
  })),
)

const entitlements = fc
  .tuple(personal, fc.dictionary(fc.stringMatching(/^[a-z:_]{1,12}$/), personal))
  .map(([userName, shown]) => ({
    through: { kind: 'users' },
    asked: 'button',
    personal: { name: 'Ada', userName, shown },
  }))

const events = fc.tuple(endings, entitlements).map(
  ([end, entitlement]): AuditFields => ({
    id: 'event',
    at: 1,
    kind: `click-${end.kind}`,
    sub: 'sub',
    user_id: by.userId,
    team_id: by.teamId,
    outcome: JSON.stringify(end),
    entitlement: JSON.stringify(entitlement),
  }),
)

it('nothing personal is left in an erased row, which still verifies and can still be read', () => {
  fc.assert(
    fc.property(events, (event) => {
      const row = sealed(event)
      const gone = { ...row, ...withoutApplicant(row), applicant_salt: null }
      expect(JSON.stringify(gone)).not.toContain('«')
      expect(contentOf(row, sha256)).toBe(row.content_hash)
      expect(contentOf(gone, sha256)).toBe(row.content_hash)
      expect(gone).toMatchObject({ user_id: 'U0ADA', actor_salt: row.actor_salt })
      expect(clickEndFormat.safeParse(JSON.parse(gone.outcome)).success).toBe(true)
      expect(entitlementFormat.parse(JSON.parse(gone.entitlement ?? '')).personal.name).toBe('Ada')
    }),
  )
})

it('of the same event, no two seals have a hash in common: without the salt, nobody can try values', () => {
  fc.assert(
    fc.property(events, (event) => {
      const seals = [1, 2].map(() => sealEvent(event, sha256, newSalt))
      const hashes = seals.flatMap((seal) => [seal.content_hash, seal.applicant_hash, seal.actor_hash])
      expect(new Set(hashes).size).toBe(6)
    }),
  )
})
