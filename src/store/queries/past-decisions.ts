// What teams decided about sign-ups whose rows are forgotten: keyed hashes of the address and the host, with the outcome, the
// day and the reason, and without a name. Only of pools that have a `memory`.
import { createHmac, randomBytes } from 'node:crypto'
import type { ClaimedAddress } from '../../domain/claimed-address.ts'
import { mostCounted, type PastDecision } from '../../domain/evidence.ts'
import type { Tx } from '../transaction.ts'
import { countUpTo } from './count-up-to.ts'

/** How long each pool remembers, in milliseconds; a pool that isn't listed does not. */
export type Memories = ReadonlyMap<string, number>

/** In the transaction that deletes these sign-ups' rows: what was decided is in one place only. */
export async function rememberDecisions(
  tx: Tx,
  now: number,
  signUpIds: readonly string[],
  { memories, newId }: { readonly memories: Memories; readonly newId: () => string },
): Promise<void> {
  if (memories.size === 0) return
  const rows = await tx
    .selectFrom('sign_ups')
    .select(['pool_id', 'folded_address', 'folded_host', 'decided', 'decided_at', 'decided_reason'])
    .where('id', 'in', [...signUpIds])
    .where('decided', 'is not', null)
    .execute()
  const past = rows.flatMap((row) => {
    const { folded_address: mailbox, folded_host: host, decided: outcome, decided_at: at } = row
    const memory = memories.get(row.pool_id)
    if (mailbox === null || host === null || outcome === null || at === null || memory === undefined)
      return []
    const day = startOfDay(at)
    return day < now - memory
      ? []
      : [{ poolId: row.pool_id, mailbox, host, outcome, day, reason: row.decided_reason }]
  })
  if (past.length === 0) return
  const key = await ownKey(tx)
  const values = past.map(({ poolId, mailbox, host, outcome, day, reason }) => {
    const { address_hash, host_hash } = hashes(key, poolId, { mailbox, host })
    return { id: newId(), pool_id: poolId, address_hash, host_hash, outcome, day, reason }
  })
  await tx.insertInto('past_decisions').values(values).execute()
}

/** With this outcome, and not before `since`, in milliseconds; null: nothing at all. */
interface Remembering {
  readonly poolId: string
  readonly claimed: ClaimedAddress
  readonly outcome: PastDecision['outcome']
  readonly since: number | null
}

/** What is remembered of an address, the newest first. */
export async function readRemembered(tx: Tx, { poolId, claimed, outcome, since }: Remembering) {
  const key = since === null ? null : await readKey(tx)
  if (since === null || key === null) return []
  return tx
    .selectFrom('past_decisions')
    .select(['day as at', 'reason'])
    .where('pool_id', '=', poolId)
    .where('address_hash', '=', hashes(key, poolId, claimed).address_hash)
    .where('outcome', '=', outcome)
    .where('day', '>=', since)
    .orderBy('day', 'desc')
    .limit(mostCounted + 1)
    .execute()
}

/** How many decisions with this outcome are remembered of a host. */
export async function countRemembered(
  tx: Tx,
  { poolId, claimed, outcome, since }: Remembering,
): Promise<number> {
  const key = since === null ? null : await readKey(tx)
  if (since === null || key === null) return 0
  return countUpTo(
    tx,
    tx
      .selectFrom('past_decisions')
      .select('id')
      .where('pool_id', '=', poolId)
      .where('host_hash', '=', hashes(key, poolId, claimed).host_hash)
      .where('outcome', '=', outcome)
      .where('day', '>=', since),
  )
}

/** Pools of which anything is remembered, each found by its own step through the index. */
export async function rememberedPools(tx: Tx): Promise<readonly string[]> {
  const pools: string[] = []
  for (let last = ''; ; ) {
    const next = await tx
      .selectFrom('past_decisions')
      .select('pool_id')
      .where('pool_id', '>', last)
      .orderBy('pool_id')
      .limit(1)
      .executeTakeFirst()
    if (next === undefined) return pools
    last = next.pool_id
    pools.push(last)
  }
}

/** Forgets what is remembered of an address, and counts it. */
export async function forgetPastDecisions(tx: Tx, poolId: string, claimed: ClaimedAddress): Promise<number> {
  const key = await readKey(tx)
  if (key === null) return 0
  const forgotten = await tx
    .deleteFrom('past_decisions')
    .where('pool_id', '=', poolId)
    .where('address_hash', '=', hashes(key, poolId, claimed).address_hash)
    .returning('id')
    .execute()
  return forgotten.length
}

/** Not to be turned back without the key; whoever has the key can try addresses. */
function hashes(key: string, poolId: string, { mailbox, host }: ClaimedAddress) {
  const hash = (kind: string, text: string) =>
    createHmac('sha256', key).update(`${kind} ${poolId} ${text}`).digest('base64url')
  return { address_hash: hash('address', mailbox), host_hash: hash('host', host) }
}

async function readKey(tx: Tx): Promise<string | null> {
  const row = await tx.selectFrom('memory_key').select('key').executeTakeFirst()
  return row?.key ?? null
}

/** Makes it if there is none yet. If another replica does so at this moment, the transaction runs again and reads its key. */
async function ownKey(tx: Tx): Promise<string> {
  const known = await readKey(tx)
  if (known !== null) return known
  const key = randomBytes(32).toString('hex')
  await tx.insertInto('memory_key').values({ only: 1, key }).execute()
  return key
}

function startOfDay(at: number): number {
  const day = 24 * 60 * 60_000
  return Math.floor(at / day) * day
}
