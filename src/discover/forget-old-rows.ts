// Once a day: what was settled long ago leaves the store, unless Cognito still lists its user as waiting.

import type { OldSignUp, RetentionLedger } from '../domain/ledger.ts'
import type { Pool } from '../domain/pool.ts'
import { isWaiting } from '../domain/sign-up.ts'
import type { UserPools } from '../domain/user-pools.ts'
import { everyPage } from '../shared/every-page.ts'
import { errorFacts, type Log } from '../shared/log.ts'

export interface ForgettingParts {
  readonly ledger: RetentionLedger
  readonly userPools: Pick<UserPools, 'listUnconfirmed'>
  readonly pools: readonly Pool[]
  /** How long settled rows stay, in milliseconds. */
  readonly retention: number
  readonly log: Log
}

/** Makes the turn of the loop that forgets. Where Cognito can't tell who waits in a pool, its sign-ups stay for today. */
export function createForgetting(parts: ForgettingParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, retention, log } = parts
  return async (signal) => {
    const stays = createLists(parts)
    let forgotten = 0
    let page = await ledger.oldSignUps(retention, '')
    while (page.length > 0 && !signal.aborted) {
      const leaving: string[] = []
      for (const signUp of page) if (!(await stays(signUp))) leaving.push(signUp.id)
      forgotten += await ledger.forget(leaving, retention)
      page = await ledger.oldSignUps(retention, page.at(-1)?.id ?? '')
    }
    while (!signal.aborted && (await ledger.forgetRemnants(retention)) > 0) {}
    if (forgotten > 0) log.info({ flow: 'forget', forgotten }, 'old sign-ups were forgotten')
  }
}

/** Cognito is asked only about pools that have old sign-ups, once each. Of a pool that is not watched any more, nobody waits. */
function createLists({ userPools, pools, log }: ForgettingParts): (signUp: OldSignUp) => Promise<boolean> {
  const lists = new Map<string, Promise<ReadonlySet<string> | null>>()
  return async ({ poolId, sub }) => {
    if (!pools.some((pool) => pool.id === poolId)) return false
    const list = lists.get(poolId) ?? readWaiting(poolId)
    lists.set(poolId, list)
    const waiting = await list
    return waiting === null || waiting.has(sub)
  }

  /** Null where the list could not be read whole. */
  async function readWaiting(poolId: string): Promise<ReadonlySet<string> | null> {
    const waiting = new Set<string>()
    try {
      for await (const page of everyPage((token) => userPools.listUnconfirmed(poolId, token))) {
        if (page.unreadable > 0) return null
        for (const user of page.users.filter(isWaiting)) waiting.add(user.sub)
      }
      return waiting
    } catch (error) {
      log.warn(
        { flow: 'forget', pool: poolId, ...errorFacts(error) },
        'Cognito did not tell who is waiting: nothing of this pool is forgotten today',
      )
      return null
    }
  }
}
