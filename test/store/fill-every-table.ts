// A store with rows in every table, and something begun in each that can be begun.
import { randomUUID } from 'node:crypto'
import { firstLook } from '../../src/domain/home.ts'
import { noteNudge } from '../../src/store/queries/nudge-times.ts'
import { rememberDecisions } from '../../src/store/queries/past-decisions.ts'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import type { Tx } from '../../src/store/transaction.ts'
import {
  bob,
  claimedClick,
  entryOf,
  giveBack,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openedList } from './arrange-lists.ts'
import type { Store } from './open-store.ts'

/** Resolves to the round that was decided, as it is then, and the store's id. */
export async function fillEveryTable(store: Pick<Store, 'ledger' | 'transact' | 'clock'>, people = 2) {
  const { ledger, transact } = store
  await ledger.record(
    Array.from({ length: people }, (_, index) =>
      grace({ sub: `sub-${index}`, userName: `name 'of' ${index} \u{1F469}‍\u{1F4BB}` }),
    ),
  )
  const { roundId } = await waitingRound(store)
  const { messageId } = await postedMessage(store)
  await openedList(store, { kind: 'message', messageId }, { kind: 'approve-all', roundIds: [roundId] })
  await ledger.noteScanned(poolId)
  await ledger.noteApprovers([{ id: poolId, approvers: { groups: ['@approvers'], users: [] } }])
  await ledger.noteTime(store.clock.now().getTime(), true)
  await ledger.allowForgetting('sign_ups', 2000)
  const nudge = { kind: 'reminder', subject: 'C0SIGNUPS', at: store.clock.now().getTime() } as const
  await transact((tx) => noteNudge(tx, nudge))
  const home = { person: bob, look: firstLook, hash: 'hash', drawn: 'drawn', readAt: store.clock.now() }
  await ledger.noteHome(home, true)
  const first = await claimedClick(store, roundId)
  await ledger.release(giveBack(store, first))
  const deeds = [{ kind: 'add-to-group', group: "the 'customers'" }, { kind: 'tell-member' }] as const
  await ledger.settle({ ...settlement(store, await claimedClick(store, roundId, bob), bob), deeds })
  const other = (await ledger.waiting(poolId)).find(({ sub }) => sub === 'sub-0')
  await claimedClick(store, other?.roundId ?? '')
  await writtenClick(store, 'a lost round')
  await transact((tx, now) => rememberAll(tx, now))
  return { roundId, entry: await entryOf(store, roundId), storeId: await transact(ownStoreId) }
}

/** Without forgetting the rows of those about whom was decided. */
async function rememberAll(tx: Tx, now: number): Promise<void> {
  const rows = await tx.selectFrom('sign_ups').select('id').execute()
  await rememberDecisions(
    tx,
    now,
    rows.map(({ id }) => id),
    { memories: new Map([[poolId, 800 * 24 * 60 * 60_000]]), newId: randomUUID },
  )
}
