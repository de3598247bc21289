// A process that is paused at an awkward moment, on a real store.
import { expect, it } from 'vitest'
import { createDecider } from '../../src/decide/decide-sign-up.ts'
import type { Click } from '../../src/domain/click.ts'
import { claimLease, clickLife, decisionDeadline } from '../../src/domain/deadlines.ts'
import type { Pool } from '../../src/domain/pool.ts'
import type { Ledger } from '../../src/store/open-ledger.ts'
import { ada, channel, poolId, waitingRound, writtenClick } from '../store/arrange.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'

const pool: Pool = testPool({ id: poolId, channel, approvers: { groups: [], users: [ada.userId] } })

const found = {
  kind: 'found',
  status: 'UNCONFIRMED',
  isEnabled: true,
  isSurelyTheirs: true,
  requestId: 'aws 2',
} as const

/** Carries a click out with this ledger. Resolves to when each call to Cognito was to start at the latest. */
async function deadlinesOf(
  store: Store,
  ledger: Ledger,
  click: Click,
  roomToConfirm = async () => {},
): Promise<readonly Date[]> {
  const deadlines: Date[] = []
  const { now } = store.clock
  const decider = createDecider({
    ledger,
    userPools: {
      confirm: async ({ startBefore }) => {
        deadlines.push(startBefore)
        return now() < startBefore ? { kind: 'confirmed', requestId: 'aws 1' } : { kind: 'not-sent' }
      },
      update: () => Promise.reject(new Error('Nobody denied')),
      lookUp: async () => found,
      lookInList: async () => found,
    },
    clock: { now, sleep: () => new Promise(() => {}) },
    auditHead: () => '',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    authorise: async () => may,
    authoriseAgain: async () => may,
    storeId: 'a1b2c3d4e5f60718',
    holder: 'process 1',
    signer: null,
    poolOf: () => pool,
    answerCommand: () => Promise.reject(new Error('Nobody typed a command')),
    roomToConfirm,
    redraw: async () => {},
    showProgress: () => {},
    closeIfStray: () => {},
    cardsChanged: () => {},
    tell: async () => {},
  })
  await decider.carryOut(click)
  return deadlines
}

it('calls Cognito within a minute of its claim', async () => {
  const store = await openStore()
  const click = await writtenClick(store, (await waitingRound(store)).roundId)
  const until = new Date(store.clock.now().getTime() + decisionDeadline)
  expect(await deadlinesOf(store, store.ledger, click)).toEqual([until])
})

it('sends nothing any more where it was paused right after its claim, until the claim was anybody’s', async () => {
  const store = await openStore()
  const click = await writtenClick(store, (await waitingRound(store)).roundId)
  const until = new Date(store.clock.now().getTime() + decisionDeadline)
  const claim: Ledger['claim'] = async (...given) => {
    const claimed = await store.ledger.claim(...given)
    store.clock.advance(claimLease)
    return claimed
  }
  expect(await deadlinesOf(store, { ...store.ledger, claim }, click)).toEqual([until])
  expect(
    (await store.database.selectFrom('rounds').select('kind').execute()).map(({ kind }) => kind),
  ).toEqual(['waiting'])
})

it('approves nobody by a click that became too old while it waited for its turn', async () => {
  const store = await openStore()
  const click = await writtenClick(store, (await waitingRound(store)).roundId)
  const calls = await deadlinesOf(store, store.ledger, click, async () => store.clock.advance(clickLife + 1))
  expect(calls).toEqual([])
  const row = await store.database.selectFrom('clicks').select('outcome').executeTakeFirstOrThrow()
  expect(JSON.parse(row.outcome ?? '')).toEqual({ kind: 'expired' })
})
