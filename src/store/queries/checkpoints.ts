// Checkpoints of the audit chain: where it stood, signed if there is a key.
import { type Checkpoint, checkpointText } from '../../domain/audit-chain.ts'
import type { Signer } from '../../domain/countersignature.ts'
import type { Tx } from '../transaction.ts'
import { ownStoreId } from './store-id.ts'

/** Nothing if there is one of this kind at this place. */
export async function insertCheckpoint(tx: Tx, checkpoint: Checkpoint, signer: Signer | null): Promise<void> {
  const signature = signer?.sign(checkpointText(await ownStoreId(tx), checkpoint)) ?? null
  await tx
    .insertInto('audit_checkpoints')
    .values({ ...checkpoint, signature, signing_key: signer?.keyId ?? null })
    .onConflict((conflict) => conflict.columns(['seq', 'kind']).doNothing())
    .execute()
}
