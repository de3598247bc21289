import { describe, expect, it } from 'vitest'
import { signedText } from '../../src/domain/approval-text.ts'
import { clientMetadata, mostFixedEntries } from '../../src/domain/client-metadata.ts'
import { countersignatureIn, countersigned, keptSignatureFormat } from '../../src/domain/countersignature.ts'
import { checkDeadline, clickLife, decisionDeadline } from '../../src/domain/deadlines.ts'
import { checkApproval, readPublicKeys } from '../../src/functions/post-confirmation.mjs'
import { createSigner, makeSigningKey } from '../../src/shared/signing-key.ts'
import { ada } from './people.ts'

const about = { poolId: 'us-east-1_Sandbox01', sub: 'sub-1' }
const approval = { id: 'click-1', by: ada, at: new Date('2026-05-01T12:00:00Z') }
const signer = createSigner(makeSigningKey())

describe('what is signed of an approval', () => {
  it('is the pool, the user, who approved, which click, when, and the audit log’s head, in this order', () => {
    const entries = {
      ...clientMetadata(approval, { portal: 'x' }),
      approvers: 'U0BOB,U0ADA',
      auditHead: 'ab12',
    }
    expect(signedText(about, entries)).toBe(
      '["countersign/approval/2","us-east-1_Sandbox01","sub-1","T0HOME","U0ADA","U0BOB,U0ADA","click-1","2026-05-01T12:00:00.000Z","ab12"]',
    )
  })

  it('has an empty place for each that is missing', () => {
    expect(signedText(about, {})).toBe(
      '["countersign/approval/2","us-east-1_Sandbox01","sub-1","","","","","",""]',
    )
  })
})

it('signs nothing without a key', () => {
  const entries = clientMetadata(approval, {})
  expect(countersigned(entries, about, null)).toEqual(entries)
  expect(countersignatureIn(entries)).toBeNull()
})

it('makes fourteen entries at most, which Cognito takes', () => {
  const longest = { userId: `U${'0'.repeat(49)}`, teamId: `T${'0'.repeat(49)}` }
  const fixed = Array.from({ length: mostFixedEntries }, (_, place) => [`${place}`, '~'.repeat(256)])
  const people = Array.from({ length: 5 }, () => longest)
  const entries = clientMetadata({ ...approval, by: longest }, Object.fromEntries(fixed), people)
  const all = countersigned({ ...entries, auditHead: 'f'.repeat(32) }, about, signer)
  expect(Object.keys(all)).toHaveLength(14)
  expect(Object.values(all).filter((text) => !/^[\x20-\x7e]{1,256}$/.test(text))).toEqual([])
})

it('keeps what the row of the audit event doesn’t hold, to check the signature by', () => {
  const sent = countersigned({ ...clientMetadata(approval, {}), auditHead: 'ab12' }, about, signer)
  const { signingKey, ...kept } = countersignatureIn(sent) ?? {}
  expect(signingKey).toBe(signer.keyId)
  expect(keptSignatureFormat.parse(kept)).toEqual({
    approvedAt: '2026-05-01T12:00:00.000Z',
    approvers: '',
    auditHead: 'ab12',
    signature: sent['signature'],
  })
})

it('is accepted even if the approval is carried out as late as can be, and Cognito calls the function three times', () => {
  const clientMetadataSent = countersigned(clientMetadata(approval, {}), about, signer)
  const event = {
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    userPoolId: about.poolId,
    userName: 'mia',
    request: { userAttributes: { sub: about.sub }, clientMetadata: clientMetadataSent },
  }
  const { keys } = readPublicKeys(signer.publicKey)
  const latest = clickLife + 2 * checkDeadline + decisionDeadline + 3 * 5000
  const clocksDiffer = 10 * 60_000
  const now = approval.at.getTime() + latest + clocksDiffer
  expect(checkApproval(event, keys, now)).toMatchObject({ kind: 'signed' })
})
