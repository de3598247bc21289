// The signatures of approvals in the audit log: by a known key, about what the row says.
import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AuditRow } from '../../src/domain/audit-row.ts'
import { clientMetadata } from '../../src/domain/client-metadata.ts'
import { countersignatureIn, countersigned } from '../../src/domain/countersignature.ts'
import { createSigner, makeSigningKey } from '../../src/shared/signing-key.ts'
import { approval, linked, sealed, verified } from './chain-of-events.ts'

const signer = createSigner(makeSigningKey())
const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signer.publicKey }, format: 'jwk' })

function isSigned(text: string, signature: string, keyId: string): boolean | null {
  if (keyId !== signer.keyId) return null
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
}

/** As the bot signs it, and writes it down. */
function signedApproval(seq: number) {
  const unsigned = approval(seq)
  const { pool_id: poolId = '', sub = '', click_id: id = '' } = unsigned
  const by = { userId: 'U0ADA', teamId: 'T0HOME' }
  const about = { poolId: poolId ?? '', sub: sub ?? '' }
  const entries = clientMetadata({ id: id ?? '', by, at: new Date(0) }, {}, [by, by], 'ab12')
  const sent = countersignatureIn(countersigned(entries, about, signer))
  if (sent === null) throw new Error('Not signed')
  const { signingKey, ...kept } = sent
  return { ...unsigned, signature: JSON.stringify(kept), signing_key: signingKey }
}

const events = [1, 2, 3].map(signedApproval)

describe('approvals that were signed', () => {
  it('are counted, and so are those that were not, or by a key that was not given', () => {
    const without = approval(4, { signature: null, signing_key: null })
    const refusal = approval(5, { kind: 'click-refused', signature: null, signing_key: null })
    const another = approval(6)
    expect(verified(linked([...events, without, refusal, another]), { isSigned })).toMatchObject({
      damage: [],
      approvals: { signed: 3, unsigned: 1, unknownKey: 1 },
    })
  })

  /** Whoever owns the database can make rows anew, with hashes that fit. */
  it.each<readonly [string, Partial<AuditRow>]>([
    ['names another approver', { user_id: 'U0MALLORY' }],
    ['names another workspace', { team_id: 'T0OTHER' }],
    ['names another user', { sub: 'sub 9' }],
    ['names another pool', { pool_id: 'eu-west-1_Other' }],
    ['names another click', { click_id: 'click 9' }],
    ['has the signature of another', { signature: events[0]?.signature ?? '' }],
    ['has a signature that is none', { signature: 'x' }],
    ['has a signature that names nothing', { signature: '{}' }],
  ])('are damaged if a row %s, though its hashes were made anew', (_, change) => {
    const forged = events.map((event, index) => (index === 1 ? { ...event, ...change } : event))
    expect(verified(linked(forged), { isSigned }).damage).toEqual([
      { kind: 'approval-forged', seq: 2, id: 'event 2' },
    ])
  })

  it('are checked before they are linked, too', () => {
    const row = sealed({ ...signedApproval(4), user_id: 'U0MALLORY' })
    expect(verified([...linked(events), { ...row, inserted: 1 }], { isSigned })).toMatchObject({
      damage: [{ kind: 'approval-forged', seq: null, id: 'event 4' }],
      approvals: { signed: 3 },
    })
  })

  it('that were changed without their hashes are told once', () => {
    const rows = linked(events).map((row, index) => (index === 1 ? { ...row, user_id: 'U0MALLORY' } : row))
    expect(verified(rows, { isSigned }).damage).toEqual([{ kind: 'changed', seq: 2, id: 'event 2' }])
  })
})
