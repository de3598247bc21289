// What follows a confirmation: rows that are there with it, done one after the other, each by one process at a time.
import { describe, expect, it } from 'vitest'
import type { Ending } from '../../src/domain/round.ts'
import type { Deed, StepFailure } from '../../src/domain/step.ts'
import type { StartedStep } from '../../src/domain/step-work.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  confirmedBy,
  entryOf,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const toGroup = (group: string): Deed => ({ kind: 'add-to-group', group })
const telling: Deed = { kind: 'tell-member' }
const all = [toGroup('a'), toGroup('b'), telling]
const signUp = { poolId, sub: 'sub-grace' }
const added = { kind: 'done', result: 'added' } as const
const missing: StepFailure = { kind: 'group-missing', requestId: 'aws 3' }
const entitlement = {
  through: { kind: 'users' },
  asked: 'button',
  personal: { name: 'Bob', userName: 'grace', shown: {} },
} as const

/** A round that was just confirmed, with a card. */
async function confirmedRound(store: Store, deeds: readonly Deed[] = all): Promise<string> {
  const { roundId } = await waitingRound(store)
  await postedMessage(store)
  const claim = await claimedClick(store, roundId)
  await store.ledger.settle({ ...settlement(store, claim), deeds, undoFor: 86_400_000 })
  return roundId
}

async function started(store: Store, holder = 'process 1'): Promise<StartedStep> {
  const step = await store.ledger.startStep(signUp, holder)
  if (step === null) throw new Error('No step is due')
  return step
}

async function statesIn(store: Store, roundId: string) {
  const { round } = await entryOf(store, roundId)
  return round.steps?.map(({ state }) => state.kind)
}

/** A click that takes the round back has opened the next one. */
async function takenBack(store: Store, roundId: string, way: 'undo' | 'let-in') {
  const { id: clickId } = await writtenClick(store, roundId, { request: { kind: way, roundId }, by: bob })
  const claim = await store.ledger.claim(clickId, roundId, 'process 1')
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  return { roundId: claim.roundId, clickId, fence: claim.fence }
}

type Held = Awaited<ReturnType<typeof takenBack>>

async function endUndo(store: Store, held: Held, other?: Ending) {
  const at = store.clock.now()
  const undone = { kind: 'undone', by: bob, at, disabled: 'answered', signOutFailure: null } as const
  const ending: Ending = other ?? undone
  const end = { kind: 'overtaken', ending } as const
  await store.ledger.settle({ ...held, ending, end, answered: null, awsRequestId: null })
}

async function drawAll({ ledger }: Store): Promise<void> {
  for (const { messageId } of await ledger.outdated()) {
    const drawing = await ledger.startDrawing(messageId, 'process 1')
    if (drawing !== null) await ledger.finishDrawing(drawing)
  }
}

const dueNow = (store: Store) => store.ledger.dueSteps([poolId], 20)

describe('steps', () => {
  it('are there with the confirmation, and nobody else’s confirmation makes any', async () => {
    const store = await openStore()
    const { roundId, version } = await waitingRound(store)
    const other = await waitingRound(store, grace({ sub: 'sub-2', userName: 'other' }))
    const claim = await claimedClick(store, roundId)
    await store.ledger.settle({ ...settlement(store, claim), deeds: all })
    const at = store.clock.now()
    const elsewhere: Ending = { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at }
    await store.ledger.observe({ roundId: other.roundId, sub: 'sub-2', version }, elsewhere, null, 0, [])
    expect(
      await store.database
        .selectFrom('steps')
        .select(['name', 'kind', 'user_id'])
        .orderBy('position')
        .execute(),
    ).toEqual([
      { name: 'group a', kind: 'waiting', user_id: ada.userId },
      { name: 'group b', kind: 'waiting', user_id: ada.userId },
      { name: 'tell-member', kind: 'waiting', user_id: ada.userId },
    ])
    expect(await dueNow(store)).toEqual([signUp])
    expect(await store.ledger.dueSteps(['another'], 20)).toEqual([])
  })

  it('follow a confirmation that had no answer and turned out to be ours', async () => {
    const store = await openStore()
    const { roundId, version, sub } = await waitingRound(store)
    const ending = { ...confirmedBy(ada, store.clock.now()), certainty: 'probable' } as const
    expect(await store.ledger.observe({ roundId, version, sub }, ending, null, 0, all)).toBe(true)
    expect(await statesIn(store, roundId)).toEqual(['waiting', 'waiting', 'waiting'])
  })

  it('are none where their transaction fails: the round is not settled either', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId)
    store.repeatIdAfter(0)
    await expect(store.ledger.settle({ ...settlement(store, claim), deeds: all })).rejects.toThrow()
    expect((await entryOf(store, roundId)).round.state.kind).toBe('claimed')
    expect(await dueNow(store)).toEqual([])
  })

  it('are done in their order, one at a time, and each is an audit event', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store)
    const before = (await entryOf(store, roundId)).round.version
    const first = await started(store)
    expect(first).toMatchObject({ deed: toGroup('a'), by: ada, tries: 1, age: 0, fence: 1 })
    expect(await store.ledger.startStep(signUp, 'process 2')).toBeNull()
    expect(await dueNow(store)).toEqual([])
    await store.ledger.endStep(first, added, 'aws 2')
    expect((await entryOf(store, roundId)).round.version).toBe(before + 1)
    expect(await store.ledger.outdated()).toHaveLength(1)

    const second = await started(store)
    expect(second.deed).toEqual(toGroup('b'))
    // One that failed holds up no other.
    await store.ledger.endStep(second, { kind: 'fail', failure: missing }, 'aws 3')
    const third = await started(store)
    expect(third.deed).toEqual(telling)
    await store.ledger.endStep(third, { kind: 'done', result: 'nobody-to-tell' }, null)
    expect(await statesIn(store, roundId)).toEqual(['done', 'failed', 'done'])
    expect(await dueNow(store)).toEqual([])
    const events = (await auditLog(store)).filter(({ kind }) => kind.startsWith('step-'))
    expect(events.map(({ kind, by, aws }) => [kind, by, aws])).toEqual(
      expect.arrayContaining([
        ['step-done', ada.userId, 'aws 2'],
        ['step-failed', ada.userId, 'aws 3'],
        ['step-done', ada.userId, null],
      ]),
    )
    expect(events.map(({ round }) => round)).toEqual([roundId, roundId, roundId])
  })

  it('that are put off wait for their time, and hold up those after them', async () => {
    const store = await openStore()
    await confirmedRound(store)
    const busy: StepFailure = { kind: 'cognito', reason: { kind: 'throttled' }, requestId: 'aws 2' }
    await store.ledger.endStep(await started(store), { kind: 'put-off', failure: busy, pause: 5000 }, null)
    expect(await dueNow(store)).toEqual([])
    expect(await store.ledger.startStep(signUp, 'process 1')).toBeNull()
    store.clock.advance(5000)
    expect(await started(store)).toMatchObject({ deed: toGroup('a'), tries: 2, age: 5000 })
  })

  it('of a dead process are gone on with once its lease is over; what it says later counts no more', async () => {
    const store = await openStore()
    await confirmedRound(store)
    const first = await started(store)
    store.clock.advance(89_999)
    expect(await dueNow(store)).toEqual([])
    store.clock.advance(1)
    expect(await dueNow(store)).toEqual([signUp])
    const again = await started(store, 'process 2')
    expect(again).toMatchObject({ deed: toGroup('a'), fence: 2 })
    expect(await store.ledger.endStep(first, added, null)).toBe(false)
    expect(await store.ledger.endStep(again, added, null)).toBe(true)
    expect((await started(store)).deed).toEqual(toGroup('b'))
  })

  it('are gone on with at once where the only process on the store starts anew', async () => {
    const store = await openStore()
    await confirmedRound(store)
    await started(store)
    await store.ledger.leaveSteps()
    expect(await started(store, 'process 2')).toMatchObject({ deed: toGroup('a'), fence: 2 })
  })
})

describe('a message that can’t be sent twice', () => {
  it('is not sent again by itself if its sender died: it may have been told, and anybody may try again', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store, [telling])
    expect(await store.ledger.sendStep(await started(store))).toBe(true)
    await store.ledger.leaveSteps()
    expect(await dueNow(store)).toEqual([])
    const { round } = await entryOf(store, roundId)
    expect(round.steps?.[0]?.state).toMatchObject({ kind: 'failed', failure: { kind: 'may-be-told' } })
    const click = await writtenClick(store, roundId, { request: { kind: 'try-again', roundId, place: 0 } })
    await store.ledger.trySteps(click.id, roundId, 0, entitlement)
    expect((await started(store)).deed).toEqual(telling)
  })

  it('is sent after a death that came before it was sent', async () => {
    const store = await openStore()
    await confirmedRound(store, [telling])
    await started(store)
    await store.ledger.leaveSteps()
    expect(await store.ledger.sendStep(await started(store))).toBe(true)
  })

  it('is not sent by whose lease is over, nor once the approval is being taken back', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store, [telling])
    const late = await started(store)
    store.clock.advance(90_000)
    expect(await store.ledger.sendStep(late)).toBe(false)
    const step = await started(store, 'process 2')
    await takenBack(store, roundId, 'undo')
    expect(await store.ledger.sendStep(step)).toBe(false)
  })
})

describe('an undo', () => {
  it('holds what is not done while it goes on, and cancels it in the end', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store)
    await store.ledger.endStep(await started(store), added, null)
    const undo = await takenBack(store, roundId, 'undo')
    expect(await dueNow(store)).toEqual([])
    expect(await store.ledger.startStep(signUp, 'process 1')).toBeNull()
    await endUndo(store, undo)
    expect(await statesIn(store, undo.roundId)).toEqual(['done', 'cancelled', 'cancelled'])
    expect(await statesIn(store, roundId)).toBeUndefined()
    expect(await dueNow(store)).toEqual([])
    expect((await auditLog(store)).filter(({ kind }) => kind === 'step-cancelled')).toHaveLength(2)
  })

  it('that did not work lets them go on', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store)
    const undo = await takenBack(store, roundId, 'undo')
    const at = store.clock.now()
    const reason = { kind: 'throttled' } as const
    await endUndo(store, undo, { kind: 'not-done', decision: 'undo', by: bob, at, reason, requestId: null })
    expect(await dueNow(store)).toEqual([signUp])
    expect((await started(store)).deed).toEqual(toGroup('a'))
  })

  it('waits for no call under way: what that did is written down, and it is not repeated', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store, [toGroup('a'), toGroup('b')])
    const first = await started(store)
    const undo = await takenBack(store, roundId, 'undo')
    await endUndo(store, undo)
    expect(await store.ledger.endStep(first, added, null)).toBe(true)
    expect(await statesIn(store, undo.roundId)).toEqual(['done', 'cancelled'])

    const other = await openStore()
    const otherRound = await confirmedRound(other, [toGroup('a')])
    await started(other)
    const otherUndo = await takenBack(other, otherRound, 'undo')
    await endUndo(other, otherUndo)
    other.clock.advance(90_000)
    expect(await other.ledger.startStep(signUp, 'process 2')).toBeNull()
    const { round } = await entryOf(other, otherUndo.roundId)
    expect(round.steps).toMatchObject([{ state: { kind: 'cancelled', mayBeDone: true } }])
    expect(await dueNow(other)).toEqual([])
  })

  it('and letting in again: they are in the groups again, but nobody is told twice', async () => {
    const store = await openStore()
    const roundId = await confirmedRound(store, [toGroup('a'), telling])
    await store.ledger.endStep(await started(store), added, null)
    const note = await started(store)
    await store.ledger.sendStep(note)
    await store.ledger.endStep(note, { kind: 'done', result: 'told' }, null)
    const undo = await takenBack(store, roundId, 'undo')
    await endUndo(store, undo)
    const back = await takenBack(store, undo.roundId, 'let-in')
    const ending = confirmedBy(bob, store.clock.now())
    const deeds = [toGroup('new'), toGroup('a'), telling]
    const end = { kind: 'confirmed', ending } as const
    await store.ledger.settle({ ...back, ending, end, answered: null, awsRequestId: null, deeds })
    expect(await statesIn(store, back.roundId)).toEqual(['waiting', 'waiting', 'done'])
    expect(await started(store)).toMatchObject({ deed: toGroup('new'), by: bob })
  })
})

it.each([
  [
    'its call does not work',
    async ({ ledger }: Store, step: StartedStep) => {
      const busy: StepFailure = { kind: 'cognito', reason: { kind: 'throttled' }, requestId: 'aws 2' }
      await ledger.endStep(step, { kind: 'put-off', failure: busy, pause: 0 }, null)
    },
  ],
  ['its process dies', ({ ledger }: Store) => ledger.leaveSteps()],
])(
  'a step that was under way when its user was put out, and let in again, is not left undone if %s',
  async (_, end) => {
    const store = await openStore()
    const roundId = await confirmedRound(store, [toGroup('a')])
    const step = await started(store)
    const undo = await takenBack(store, roundId, 'undo')
    await endUndo(store, undo)
    const back = await takenBack(store, undo.roundId, 'let-in')
    const ending = confirmedBy(bob, store.clock.now())
    const confirmed = { kind: 'confirmed', ending } as const
    const deeds = [toGroup('a')]
    await store.ledger.settle({ ...back, ending, end: confirmed, answered: null, awsRequestId: null, deeds })
    await end(store, step)
    expect(await statesIn(store, back.roundId)).toEqual(['waiting'])
    expect(await started(store)).toMatchObject({ deed: toGroup('a'), fence: 2 })
  },
)

it('a confirmation is told by its card also where that is drawn only after a step has ended', async () => {
  const store = await openStore()
  const roundId = await confirmedRound(store, [toGroup('a')])
  await store.ledger.endStep(await started(store), { kind: 'fail', failure: missing }, null)
  await drawAll(store)
  expect(await store.ledger.untold()).toEqual([])
  const request = { kind: 'try-again', roundId, place: 0 } as const
  const click = await writtenClick(store, roundId, { request, by: bob })
  await store.ledger.trySteps(click.id, roundId, 0, entitlement)
  await store.ledger.endStep(await started(store), added, null)
  await drawAll(store)
  expect(await store.ledger.untold()).toEqual([])
})

describe('trying again', () => {
  async function failedRound(store: Store) {
    const roundId = await confirmedRound(store, [toGroup('a'), toGroup('b')])
    for (const _ of ['a', 'b'])
      await store.ledger.endStep(await started(store), { kind: 'fail', failure: missing }, null)
    return roundId
  }

  const press = async (store: Store, roundId: string, place: number | null) => {
    const request = { kind: 'try-again', roundId, place } as const
    const click = await writtenClick(store, roundId, { request, by: bob })
    return store.ledger.trySteps(click.id, roundId, place, entitlement)
  }

  it.each([
    [0, ['waiting', 'failed'], [toGroup('a')]],
    [1, ['failed', 'waiting'], [toGroup('b')]],
    [null, ['waiting', 'waiting'], [toGroup('a'), toGroup('b')]],
  ])('begins the step at place %j anew, and the card tells it', async (place, states, deeds) => {
    const store = await openStore()
    const roundId = await failedRound(store)
    expect(await press(store, roundId, place)).toMatchObject({
      kind: 'over',
      end: { kind: 'trying-again', deeds },
      messageIds: [expect.any(String)],
    })
    expect(await statesIn(store, roundId)).toEqual(states)
    expect(await dueNow(store)).toEqual([signUp])
    const events = (await auditLog(store)).filter(({ kind }) => kind === 'click-trying-again')
    expect(events).toMatchObject([{ by: bob.userId, round: roundId }])
    const [row] = await store.database
      .selectFrom('clicks')
      .select(['teller', 'round_version as version'])
      .where('outcome', 'like', '%trying-again%')
      .execute()
    expect(row).toEqual({ teller: 'card', version: (await entryOf(store, roundId)).round.version })
  })

  it('begins nothing that has not failed, or was taken back', async () => {
    const store = await openStore()
    const roundId = await failedRound(store)
    expect(await press(store, roundId, 2)).toMatchObject({ end: { kind: 'nothing-to-try' } })
    await press(store, roundId, 0)
    expect(await press(store, roundId, 0)).toMatchObject({ end: { kind: 'nothing-to-try' } })
    const undo = await takenBack(store, roundId, 'undo')
    await endUndo(store, undo)
    expect(await press(store, roundId, null)).toMatchObject({ end: { kind: 'late' } })
    expect(await press(store, undo.roundId, null)).toMatchObject({ end: { kind: 'nothing-to-try' } })
  })
})

it('a confirmation that is disproved cancels its steps, and forgetting a sign-up forgets them', async () => {
  const store = await openStore()
  const roundId = await confirmedRound(store)
  const { round } = await entryOf(store, roundId)
  const known = { roundId, sub: 'sub-grace', version: round.version }
  expect(await store.ledger.disprove(known, false, null)).toBe(true)
  expect(await statesIn(store, roundId)).toEqual(['cancelled', 'cancelled', 'cancelled'])
  const { id } = await store.database.selectFrom('sign_ups').select('id').executeTakeFirstOrThrow()
  store.clock.advance(1000)
  await store.ledger.forget([id], store.clock.now().getTime(), new Map())
  expect(await store.database.selectFrom('steps').selectAll().execute()).toEqual([])
})
