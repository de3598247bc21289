// The audit event of a decision keeps the signature that its calls carried: with the row, an auditor can check it.
import { expect, it } from 'vitest'
import { clientMetadata } from '../../src/domain/client-metadata.ts'
import { countersignatureIn, countersigned, keptSignatureFormat } from '../../src/domain/countersignature.ts'
import { checkApproval, readPublicKeys } from '../../src/functions/post-confirmation.mjs'
import { createSigner, makeSigningKey } from '../../src/shared/signing-key.ts'
import { ada, claimedClick, giveBack, poolId, settlement, waitingRound } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const signer = createSigner(makeSigningKey())

/** Ada has approved, and her call was signed. */
async function claimed() {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  const claim = await claimedClick(store, roundId)
  const { sub } = await store.database.selectFrom('sign_ups').select('sub').executeTakeFirstOrThrow()
  const at = store.clock.now()
  const entries = { ...clientMetadata({ id: claim.clickId, by: ada, at }, {}), auditHead: 'ab12' }
  return {
    store,
    claim,
    countersignature: countersignatureIn(countersigned(entries, { poolId, sub }, signer)),
  }
}

function eventOf({ database }: Store) {
  return database.selectFrom('audit_events').selectAll().where('kind', '<>', 'seed').executeTakeFirstOrThrow()
}

it('from the row alone, the signature can be checked as the function checks it', async () => {
  const { store, claim, countersignature } = await claimed()
  await store.ledger.settle({ ...settlement(store, claim), countersignature })
  const row = await eventOf(store)
  const kept = keptSignatureFormat.parse(JSON.parse(row.signature ?? ''))
  const request = {
    userAttributes: { sub: row.sub ?? '' },
    clientMetadata: {
      ...kept,
      approvedInTeam: row.team_id ?? '',
      approvedBy: row.user_id ?? '',
      approvalId: row.click_id ?? '',
      signingKey: row.signing_key ?? '',
    },
  }
  const event = { triggerSource: '', userPoolId: row.pool_id ?? '', userName: '', request }
  const { keys } = readPublicKeys(signer.publicKey)
  expect(checkApproval(event, keys, store.clock.now().getTime())).toMatchObject({ kind: 'signed' })
})

it('a call that failed may have confirmed the user, so its signature is kept too', async () => {
  const { store, claim, countersignature } = await claimed()
  await store.ledger.release({ ...giveBack(store, claim), countersignature })
  expect(await eventOf(store)).toMatchObject({ kind: 'click-failed', signing_key: signer.keyId })
})

it('without a key there is none', async () => {
  const { store, claim } = await claimed()
  await store.ledger.settle(settlement(store, claim))
  expect(await eventOf(store)).toMatchObject({ signature: null, signing_key: null })
})
