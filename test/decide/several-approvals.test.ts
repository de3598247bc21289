// A pool that requires several approvals: how clicks are carried out, on a real store.
import { describe, expect, it } from 'vitest'
import { createAuthorise } from '../../src/decide/authorise.ts'
import { createDecider, type Decider } from '../../src/decide/decide-sign-up.ts'
import type { ConfirmAnswer, LookUp } from '../../src/domain/attempt.ts'
import type { Click, ClickEnd, NewClick } from '../../src/domain/click.ts'
import { approvalLife } from '../../src/domain/deadlines.ts'
import type { ClaimantAnswer } from '../../src/domain/may-decide.ts'
import type { Person } from '../../src/domain/person.ts'
import { type Ending, tallyOf } from '../../src/domain/round.ts'
import { approver } from '../domain/people.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import {
  ada,
  auditLog,
  bob,
  channel,
  claimedClick,
  entryOf,
  grace,
  newClick,
  poolId,
  waitingRound,
} from '../store/arrange.ts'
import { clicksOf, openedList, submissionOf } from '../store/arrange-lists.ts'
import { openStore } from '../store/open-store.ts'
import { testPool } from '../support/pool.ts'

const cyd: Person = { userId: 'U0CYD', teamId: 'T0HOME' }

const waitingStill: Extract<LookUp, { kind: 'found' }> = {
  kind: 'found',
  status: 'UNCONFIRMED',
  isEnabled: true,
  isSurelyTheirs: true,
  requestId: null,
}

const yes: ConfirmAnswer = { kind: 'confirmed', requestId: 'aws 1' }
const no: ConfirmAnswer = { kind: 'forbidden', action: 'x:y', requestId: null }

/** A sign-up in such a pool, and people who press its buttons. Whatever a test changes is so from the next press on. */
async function openPool(requiredApprovals: number) {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  const world = {
    requiredApprovals,
    /** What Slack says about somebody, if it says anything else than that they may approve. */
    slack: new Map<string, 'no-approver' | 'nothing'>(),
    mailboxes: new Map<string, string>(),
    answer: yes,
    /** What Cognito shows of the user. */
    shows: waitingStill,
    /** What happens while Slack is asked about somebody. */
    meanwhile: async (_: string) => {},
  }
  const calls: Readonly<Record<string, string>>[] = []
  const updates: string[] = []
  const claimant = async ({ userId }: Person): Promise<ClaimantAnswer> => {
    await world.meanwhile(userId)
    const says = world.slack.get(userId)
    if (says === 'nothing') return { kind: 'uncheckable', because: { kind: 'no-answer' } }
    const email = world.mailboxes.get(userId) ?? `${userId}@acme.example`
    const through = says === undefined ? ({ kind: 'users' } as const) : null
    return { kind: 'known', claimant: approver({ userId, email }, { through }) }
  }
  const clock = { now: store.clock.now, sleep: () => new Promise<never>(() => {}) }
  const told: string[] = []
  const decider: Decider = createDecider({
    ledger: store.ledger,
    userPools: {
      confirm: async ({ clientMetadata }) => {
        calls.push(clientMetadata)
        return world.answer
      },
      update: async ({ call }) => {
        updates.push(call)
        world.shows = { ...waitingStill, status: 'CONFIRMED', isEnabled: call === 'enable' }
        return { kind: 'done', requestId: null }
      },
      lookUp: async () => world.shows,
      lookInList: async () => world.shows,
    },
    clock,
    log: createReadableLog(),
    auditHead: () => '',
    authorise: createAuthorise({ people: { claimant }, clock }),
    authoriseAgain: createAuthorise({ people: { claimant }, clock }),
    storeId: 'a1b2c3d4e5f60718',
    holder: 'process 1',
    signer: null,
    poolOf: () => {
      return testPool({ id: poolId, channel, requiredApprovals: world.requiredApprovals })
    },
    answerCommand: async () => ({ kind: 'round', entry: await entryOf(store, roundId) }),
    roomToConfirm: async () => {},
    redraw: async () => {},
    showProgress: () => {},
    closeIfStray: () => {},
    cardsChanged: () => {},
    tell: async (clickId) => void told.push(clickId),
  })

  const endOf = async (id: string): Promise<ClickEnd | null> => {
    const row = await store.database
      .selectFrom('clicks')
      .select('outcome')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return JSON.parse(row.outcome ?? 'null')
  }
  const write = async (by: Person, change: Partial<NewClick> = {}): Promise<Click> => {
    store.clock.advance(1)
    const written = await store.ledger.writeDown(newClick(roundId, { by, ...change }))
    if (written === null) throw new Error('The click was written down before')
    return written.click
  }
  const press = async (by: Person, change: Partial<NewClick> = {}) => {
    const click = await write(by, change)
    await decider.carryOut(click, await entryOf(store, click.roundId ?? roundId))
    return endOf(click.id)
  }
  const state = async () => (await entryOf(store, roundId)).round.state
  const counted = async () => (tallyOf(await state())?.given ?? []).map(({ by }) => by.userId)
  return { store, roundId, world, calls, updates, told, decider, write, press, endOf, state, counted }
}

describe('a pool that requires two approvals', () => {
  it('lets nobody in with one, and tells whoever pressed twice that theirs counts already', async () => {
    const { press, calls, counted } = await openPool(2)
    const first = { kind: 'counted', have: 1, needed: 2, already: null, dropped: [] }
    expect(await press(ada)).toEqual(first)
    expect(await press(ada)).toEqual({ ...first, already: ada })
    expect(calls).toEqual([])
    expect(await counted()).toEqual([ada.userId])
  })

  it('lets them in with the second, in the name of both', async () => {
    const { press, calls, state, store } = await openPool(2)
    await press(ada)
    expect(await press(bob)).toMatchObject({ kind: 'confirmed', ending: { by: bob, approvers: [ada, bob] } })
    expect(calls).toMatchObject([{ approvedBy: bob.userId, approvers: `${ada.userId},${bob.userId}` }])
    expect(await state()).toMatchObject({ kind: 'settled', ending: { approvers: [ada, bob] } })
    expect((await auditLog(store)).map(({ kind }) => kind)).toEqual(['click-counted', 'click-confirmed'])
  })

  it('takes two accounts with one e-mail address for one person', async () => {
    const { press, world, calls } = await openPool(2)
    world.mailboxes.set(ada.userId, 'ada@acme.example').set(cyd.userId, 'Ada+2@ACME.example')
    await press(ada)
    expect(await press(cyd)).toMatchObject({ kind: 'counted', already: ada })
    expect(calls).toEqual([])
  })

  it('counts an approval by command, and one of several that a form asks for', async () => {
    const { press, calls, counted } = await openPool(3)
    const command = { request: { kind: 'command', text: 'sub-grace' }, toldBy: 'privately' } as const
    expect(await press(ada, command)).toMatchObject({ kind: 'counted', have: 1 })
    expect(await press(bob, { toldBy: 'bulk' })).toMatchObject({ kind: 'counted', have: 2 })
    expect(await counted()).toEqual([ada.userId, bob.userId])
    expect(calls).toEqual([])
  })

  it('is let in by exactly one of two who press at once', async () => {
    const { write, decider, store, roundId, calls, endOf } = await openPool(2)
    const entry = await entryOf(store, roundId)
    const clicks = [await write(ada), await write(bob)]
    await Promise.all(clicks.map((click) => decider.carryOut(click, entry)))
    const ends = await Promise.all(clicks.map(({ id }) => endOf(id)))
    expect(ends.map((end) => end?.kind).toSorted()).toEqual(['confirmed', 'counted'])
    expect(calls).toHaveLength(1)
  })

  it('lets nobody in again with one: the next round counts it, and waits for another', async () => {
    const { press, store, roundId, world, updates } = await openPool(2)
    const ending: Ending = {
      kind: 'undone',
      by: bob,
      at: store.clock.now(),
      disabled: 'answered',
      signOutFailure: null,
    }
    const end = { kind: 'overtaken', ending } as const
    const held = await claimedClick(store, roundId, bob)
    await store.ledger.settle({ ...held, ending, end, answered: null, awsRequestId: null })
    world.shows = { ...waitingStill, status: 'CONFIRMED', isEnabled: false }

    const letIn = { kind: 'let-in', roundId } as const
    expect(await press(ada, { request: letIn })).toMatchObject({ kind: 'counted', have: 1, needed: 2 })
    expect(await press(cyd, { request: letIn })).toMatchObject({ kind: 'followed' })
    expect(updates).toEqual([])
    const next = (await store.ledger.waiting(poolId)).map((one) => one.roundId)
    expect(next).toHaveLength(1)
    const approval = { kind: 'approve', roundId: next[0] ?? '' } as const
    expect(await press(ada, { request: approval })).toMatchObject({ kind: 'counted', already: ada })
    expect(updates).toEqual([])
    expect(await press(bob, { request: approval })).toMatchObject({
      kind: 'confirmed',
      ending: { approvers: [ada, bob] },
    })
    expect(updates).toEqual(['enable'])
  })

  it('lets one denial end it', async () => {
    const { press, roundId, calls, state } = await openPool(2)
    await press(ada)
    const denial = { kind: 'deny', roundId, reason: 'Other', note: null, onDeny: 'keep' } as const
    expect(await press(bob, { request: denial })).toMatchObject({ kind: 'denied' })
    expect(await state()).toMatchObject({ kind: 'settled', ending: { kind: 'denied', by: bob } })
    expect(calls).toEqual([])
  })
})

describe('when the last approval comes, everybody before is checked anew:', () => {
  it('whoever lost the right counts no longer, and the last one waits on', async () => {
    const { press, world, calls, counted, store } = await openPool(2)
    await press(ada)
    world.slack.set(ada.userId, 'no-approver')
    expect(await press(bob)).toEqual({
      kind: 'counted',
      have: 1,
      needed: 2,
      already: null,
      dropped: [{ by: ada, because: 'lost-right' }],
    })
    expect(calls).toEqual([])
    expect(await counted()).toEqual([bob.userId])
    expect((await auditLog(store)).map(({ kind, by }) => `${kind} ${by}`)).toEqual([
      `click-counted ${ada.userId}`,
      `approval-lost-right ${ada.userId}`,
      `click-counted ${bob.userId}`,
    ])
    expect(await press(cyd)).toMatchObject({ kind: 'confirmed', ending: { approvers: [bob, cyd] } })
  })

  it('if Slack does not say whether one of them may, nothing changes', async () => {
    const { press, world, calls, state, store } = await openPool(3)
    await press(ada)
    await press(bob)
    const before = await state()
    world.slack.set(ada.userId, 'no-approver').set(bob.userId, 'nothing')
    expect(await press(cyd)).toEqual({ kind: 'unchecked', because: { kind: 'no-answer' }, of: bob })
    expect(await state()).toEqual(before)
    expect(calls).toEqual([])
    expect((await auditLog(store)).map(({ kind }) => kind).at(-1)).toBe('click-unchecked')
    world.slack.clear()
    expect(await press(cyd)).toMatchObject({ kind: 'confirmed' })
  })

  it('an approval that is withdrawn while Slack answers is not one of them', async () => {
    const { press, write, world, decider, roundId, calls, counted } = await openPool(2)
    await press(ada)
    world.meanwhile = async (userId) => {
      if (userId !== ada.userId) return
      world.meanwhile = async () => {}
      const withdrawal = await write(ada, { request: { kind: 'withdraw', roundId } })
      await decider.carryOut(withdrawal)
    }
    expect(await press(bob)).toMatchObject({ kind: 'counted', have: 1 })
    expect(await counted()).toEqual([bob.userId])
    expect(calls).toEqual([])
  })

  it('nor one that lapsed', async () => {
    const { press, store, counted } = await openPool(2)
    await press(ada)
    store.clock.advance(approvalLife)
    expect(await press(bob)).toMatchObject({ kind: 'counted', have: 1 })
    expect(await counted()).toEqual([bob.userId])
  })
})

describe('approvals hold for what their givers saw:', () => {
  const changed = grace({ attributes: { email: 'grace@example.org' } })

  it('once that changes, all are to be given anew', async () => {
    const { press, store, counted } = await openPool(2)
    await press(ada)
    await store.ledger.record([changed])
    expect(await counted()).toEqual([])
    expect(await press(bob)).toMatchObject({ kind: 'counted', have: 1 })
    expect(await press(ada)).toMatchObject({ kind: 'confirmed' })
  })

  it.each([1, 2])(
    'one of a list is given for what the list showed, also where %i is enough',
    async (needed) => {
      const { decider, store, roundId, state, calls, endOf } = await openPool(needed)
      const submitted = async () => {
        store.clock.advance(1)
        const source = { kind: 'message', messageId: 'message' } as const
        const formId = await openedList(store, source, { kind: 'approve-all', roundIds: [roundId] })
        return async () => {
          const [click] = clicksOf(await store.ledger.writeDownAll(submissionOf(formId)))
          if (click === undefined) throw new Error('Nobody is chosen')
          await decider.carryOut(click)
          return endOf(click.id)
        }
      }
      const submit = await submitted()
      store.clock.advance(1)
      await store.ledger.record([changed])
      const reason = { kind: 'facts-changed' }
      expect(await submit()).toEqual({ kind: 'failed', decision: 'approve', reason })
      expect(await state()).toMatchObject({ kind: 'waiting', failure: { reason, by: ada } })
      expect(calls).toEqual([])
      expect(await (await submitted())()).toMatchObject({ kind: needed === 1 ? 'confirmed' : 'counted' })
    },
  )

  it('nobody is denied from a list who is somebody else by now', async () => {
    const { decider, store, roundId, state, updates, endOf } = await openPool(1)
    store.clock.advance(1)
    const source = { kind: 'message', messageId: 'message' } as const
    const list = { kind: 'deny-all', roundIds: [roundId], onDeny: 'disable', reasons: ['Spam'] } as const
    const formId = await openedList(store, source, { ...list, host: 'example.com' })
    store.clock.advance(1)
    await store.ledger.record([changed])
    const [click] = clicksOf(await store.ledger.writeDownAll(submissionOf(formId)))
    if (click === undefined) throw new Error('Nobody is chosen')
    await decider.carryOut(click)
    const reason = { kind: 'facts-changed' }
    expect(await endOf(click.id)).toEqual({ kind: 'failed', decision: 'deny', reason })
    expect(await state()).toMatchObject({ kind: 'waiting', failure: { reason, decision: 'deny' } })
    expect(updates).toEqual([])
  })

  it('one that was under way is not counted, and its giver is asked to look again', async () => {
    const { press, world, store, counted, state, calls } = await openPool(2)
    world.meanwhile = async () => {
      world.meanwhile = async () => {}
      await store.ledger.record([changed])
    }
    const failed = { kind: 'failed', decision: 'approve', reason: { kind: 'facts-changed' } }
    expect(await press(ada)).toEqual(failed)
    expect(await counted()).toEqual([])
    expect(await state()).toMatchObject({ failure: { reason: failed.reason, by: ada } })

    await press(ada)
    world.meanwhile = async () => {
      world.meanwhile = async () => {}
      await store.ledger.record([grace()])
    }
    expect(await press(bob)).toEqual(failed)
    expect(calls).toEqual([])
  })
})

describe('a number that changes in the configuration', () => {
  it('decides nothing by itself: lower, it needs one more click', async () => {
    const { press, world, calls } = await openPool(3)
    await press(ada)
    await press(bob)
    world.requiredApprovals = 2
    expect(calls).toEqual([])
    expect(await press(ada)).toMatchObject({ kind: 'confirmed', ending: { by: ada, approvers: [ada, bob] } })
  })

  it('if it becomes one, whoever approved before is still checked', async () => {
    const { press, world } = await openPool(2)
    await press(ada)
    world.requiredApprovals = 1
    world.slack.set(ada.userId, 'no-approver')
    const end = await press(bob)
    expect(end).toMatchObject({ kind: 'confirmed', ending: { by: bob } })
    expect(end).not.toHaveProperty('ending.approvers')
  })

  it('higher, it needs more', async () => {
    const { press, world, calls } = await openPool(2)
    await press(ada)
    world.requiredApprovals = 3
    expect(await press(bob)).toMatchObject({ kind: 'counted', have: 2, needed: 3 })
    expect(calls).toEqual([])
  })
})

describe('after a failure', () => {
  it.each([ada, bob, cyd])('all approvals stay, and $userId can try again alone', async (again) => {
    const { press, world, counted, state } = await openPool(2)
    world.answer = no
    await press(ada)
    expect(await press(bob)).toMatchObject({ kind: 'failed', reason: { kind: 'forbidden' } })
    expect(await counted()).toEqual([ada.userId, bob.userId])
    expect(await state()).toMatchObject({ kind: 'waiting', failure: { by: bob } })
    world.answer = yes
    expect(await press(again)).toMatchObject({ kind: 'confirmed', ending: { by: again } })
  })

  it('an approval that is withdrawn is missing again', async () => {
    const { press, world, roundId, calls } = await openPool(2)
    world.answer = no
    await press(ada)
    await press(bob)
    world.answer = yes
    await press(bob, { request: { kind: 'withdraw', roundId } })
    expect(await press(ada)).toMatchObject({ kind: 'counted', have: 1, already: ada })
    expect(calls).toHaveLength(1)
  })
})

describe('an approval that a dead process left', () => {
  it('is counted once', async () => {
    const { write, decider, endOf, counted, press } = await openPool(3)
    const click = await write(ada)
    await Promise.all([decider.carryOut(click), decider.carryOut(click)])
    await decider.carryOut(click)
    expect(await endOf(click.id)).toMatchObject({ kind: 'counted', have: 1 })
    await press(bob)
    expect(await counted()).toEqual([ada.userId, bob.userId])
  })

  /** The last click claims, and its process dies before it calls. */
  const claimedAndDead = async () => {
    const opened = await openPool(2)
    const { press, write, store, roundId } = opened
    await press(ada)
    const given = tallyOf(await opened.state())?.given ?? []
    const click = await write(bob)
    const own = { by: bob, clickId: click.id, at: click.at }
    await store.ledger.claim(click.id, roundId, 'dead', null, {
      on: given.map(({ clickId }) => clickId),
      own,
    })
    return { ...opened, click }
  }

  it('and that was the last one needed is carried out, in the name of all', async () => {
    const { decider, click, endOf, calls } = await claimedAndDead()
    await decider.takeUp(click, true)
    expect(await endOf(click.id)).toMatchObject({ kind: 'confirmed', ending: { approvers: [ada, bob] } })
    expect(calls).toHaveLength(1)
  })

  it('is not carried out if one of them has lost the right meanwhile', async () => {
    const { decider, click, endOf, calls, world, press, counted } = await claimedAndDead()
    world.slack.set(ada.userId, 'no-approver')
    await decider.takeUp(click, true)
    expect(await endOf(click.id)).toMatchObject({ kind: 'failed', reason: { kind: 'withdrawn' } })
    expect(calls).toEqual([])
    expect(await press(bob)).toMatchObject({ kind: 'counted', have: 1, already: bob })
    expect(await counted()).toEqual([bob.userId])
  })

  it('keeps nobody busy meanwhile: whoever presses is told that somebody else was first', async () => {
    const { press, world, calls, state } = await claimedAndDead()
    world.slack.set(ada.userId, 'no-approver')
    let asked = 0
    world.meanwhile = async () => {
      asked += 1
      if (asked > 20) throw new Error('It asks again and again')
    }
    expect(await press(cyd)).toMatchObject({ kind: 'late', first: bob, ending: null })
    expect(calls).toEqual([])
    expect(await state()).toMatchObject({ kind: 'claimed', claim: { by: bob } })
  })

  it('is not carried out once the pool requires more', async () => {
    const { decider, click, endOf, calls, world, press, counted } = await claimedAndDead()
    world.requiredApprovals = 3
    await decider.takeUp(click, true)
    expect(await endOf(click.id)).toMatchObject({ kind: 'failed', reason: { kind: 'too-few' } })
    expect(calls).toEqual([])
    expect(await counted()).toEqual([ada.userId, bob.userId])
    expect(await press(cyd)).toMatchObject({ kind: 'confirmed', ending: { approvers: [ada, bob, cyd] } })
  })

  it('nor one that was enough alone', async () => {
    const { write, store, roundId, world, decider, endOf, calls, press, updates } = await openPool(1)
    const click = await write(ada)
    await store.ledger.claim(click.id, roundId, 'dead')
    world.requiredApprovals = 2
    await decider.takeUp(click, true)
    expect(await endOf(click.id)).toMatchObject({ kind: 'failed', reason: { kind: 'too-few' } })
    expect([calls, updates]).toEqual([[], []])
    expect(await press(bob)).toMatchObject({ kind: 'counted', have: 1 })
  })

  it('is not carried out for something else than they saw', async () => {
    const { decider, click, endOf, calls, store, counted } = await claimedAndDead()
    await store.ledger.record([grace({ attributes: { email: 'grace@example.org' } })])
    await decider.takeUp(click, true)
    expect(await endOf(click.id)).toMatchObject({ kind: 'failed', reason: { kind: 'facts-changed' } })
    expect(calls).toEqual([])
    expect(await counted()).toEqual([])
  })
})

describe('a withdrawal', () => {
  it('asks Slack nothing, and is not carried out after a quarter of an hour', async () => {
    const { press, write, world, decider, roundId, store, endOf, counted } = await openPool(2)
    await press(ada)
    world.slack.set(ada.userId, 'nothing')
    const late = await write(ada, { request: { kind: 'withdraw', roundId } })
    store.clock.advance(16 * 60_000)
    await decider.carryOut(late)
    expect(await endOf(late.id)).toEqual({ kind: 'expired' })
    expect(await counted()).toEqual([ada.userId])
    expect(await press(ada, { request: { kind: 'withdraw', roundId } })).toEqual({ kind: 'withdrawn' })
    expect(await counted()).toEqual([])
  })
})

it('a pool that requires one approval writes nothing down but its claim', async () => {
  const { press, state, calls } = await openPool(1)
  expect(await press(ada)).toMatchObject({ kind: 'confirmed' })
  expect(calls).toEqual([expect.not.objectContaining({ approvers: expect.anything() })])
  expect(await state()).not.toHaveProperty('ending.approvers')
})
