// Imitations: sign-ups that Cognito could take for each other, since one has the other's `sub` as its user name, perhaps in
// capitals: a pool may ignore case.
import { fold } from '../../domain/fold.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import type { Tx } from '../transaction.ts'
import { readLatestRound, touchRounds } from './rounds.ts'

type Named = Pick<SignUp, 'poolId' | 'sub' | 'userName'>

/** Marks a new sign-up and those it can be taken for, if there are any. */
export async function markNewImitation(tx: Tx, now: number, named: Named): Promise<void> {
  const isLike = (await findLookalikes(tx, named)).length > 0 || (await isLikeForgotten(tx, named))
  if (isLike) await markImitations(tx, now, named)
}

/** Marks this sign-up and those it can be taken for, or removes the marks: a user who is gone imitates no other. */
export async function markImitations(tx: Tx, now: number, named: Named): Promise<void> {
  for (const one of [named, ...(await findLookalikes(tx, named))]) {
    const isLike = (await findPresentLookalikes(tx, one)).length > 0 || (await isLikeForgotten(tx, one))
    const isImitation = isLike ? 1 : 0
    const marked = await tx
      .updateTable('sign_ups')
      .set({ is_imitation: isImitation })
      .where('pool_id', '=', one.poolId)
      .where('sub', '=', one.sub)
      .where('is_imitation', '<>', isImitation)
      .returning('id')
      .executeTakeFirst()
    if (marked !== undefined) await touchRounds(tx, now, marked.id)
  }
}

async function findPresentLookalikes(tx: Tx, named: Named): Promise<readonly Named[]> {
  const present: Named[] = []
  for (const lookalike of await findLookalikes(tx, named)) {
    const state = (await readLatestRound(tx, lookalike.poolId, lookalike.sub))?.round.state
    const isGone = state?.kind === 'settled' && state.ending.kind === 'gone'
    if (!isGone) present.push(lookalike)
  }
  return present
}

/** Of a sign-up whose rows are forgotten, its events still have the `sub`: it is imitated unless the last says that it is gone. */
async function isLikeForgotten(tx: Tx, { poolId, sub, userName }: Named): Promise<boolean> {
  const name = fold(userName)
  if (name === fold(sub)) return false
  const last = await tx
    .selectFrom('audit_events')
    .select('kind')
    .where('pool_id', '=', poolId)
    .where('sub', '=', name)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last === undefined || last.kind === 'seen-gone') return false
  const known = await tx
    .selectFrom('sign_ups')
    .select('id')
    .where('pool_id', '=', poolId)
    .where('folded_sub', '=', name)
    .executeTakeFirst()
  return known === undefined
}

/** Two queries that an index answers each: for an `or`, SQLite would read the whole pool. */
async function findLookalikes(tx: Tx, { poolId, sub, userName }: Named): Promise<Named[]> {
  const inPool = tx
    .selectFrom('sign_ups')
    .select(['pool_id as poolId', 'sub', 'user_name as userName'])
    .where('pool_id', '=', poolId)
    .where('sub', '<>', sub)
  const imitated = await inPool.where('folded_sub', '=', fold(userName)).execute()
  const imitating = await inPool.where('folded_name', '=', fold(sub)).execute()
  return [...imitated, ...imitating]
}
