// A channel is reminded of those who wait for too long: in one message, at most every four hours, through whatever happens.
import { describe, expect, it } from 'vitest'
import type { BegunPosting, PostingPlace, Shown } from '../../src/domain/card-view.ts'
import {
  ada,
  cardPlace,
  channel,
  claimedClick,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const hour = 60 * 60_000
const otherPool = 'eu-west-1_Other'
const remindable = { channel, pools: [{ poolId, after: 4 * hour }], isQuiet: () => false }
const mentions = new Map([
  [poolId, 'S0APPROVERS'],
  [otherPool, 'S0OTHERS'],
])

/** So much time passes on a clock that can be believed. */
async function pass({ clock, ledger }: Store, milliseconds: number): Promise<void> {
  clock.advance(milliseconds)
  await ledger.noteTime(clock.now().getTime(), true)
}

/** These sign up, and get their cards. */
async function waiting(store: Store, subs: readonly string[], pool = poolId): Promise<readonly string[]> {
  const rounds: string[] = []
  for (const sub of subs) {
    const { roundId } = await waitingRound(store, grace({ sub, userName: sub, poolId: pool }))
    rounds.push(roundId)
    await postedMessage(store, `${rounds.length}.1`, placeOf(pool))
    store.clock.advance(1000)
  }
  return rounds
}

function placeOf(...pools: readonly string[]): PostingPlace {
  const [rules] = cardPlace.pools
  if (rules === undefined) throw new Error('No pool')
  return { ...cardPlace, pools: pools.map((id) => ({ ...rules, poolId: id })) }
}

async function begun({ ledger }: Store, place = cardPlace): Promise<BegunPosting | null> {
  return ledger.beginPosting(place, mentions)
}

let posts = 0

async function posted(store: Store, place = cardPlace): Promise<BegunPosting> {
  const posting = await begun(store, place)
  if (posting === null) throw new Error('Nothing is to be posted')
  posts += 1
  await store.ledger.notePosted(posting.messageId, posting.attemptId, { channel, ts: `9.${posts}` }, posting)
  return posting
}

function reminderIn(shown: Shown | undefined) {
  if (shown?.kind !== 'reminder') throw new Error('It is no reminder')
  const { named, more } = shown
  return { subs: named.map(({ signUp }) => signUp.sub), more, named }
}

async function decide(store: Store, roundId: string): Promise<void> {
  await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
}

describe('a reminder', () => {
  it('names a few of those who wait for too long, the longest first, and counts the others', async () => {
    const store = await openStore()
    await waiting(store, ['s1', 's2', 's3', 's4', 's5', 's6', 's7'])
    await pass(store, 4 * hour - 7000)
    expect(await store.ledger.planReminder(remindable)).toBe(true)
    const { shown } = await posted(store)
    // The first only: the others are not late yet.
    expect(reminderIn(shown)).toMatchObject({ subs: ['s1'], more: 0 })
    expect(reminderIn(shown).named[0]?.card).toEqual({ channel, ts: '1.1' })
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    expect(reminderIn((await posted(store)).shown)).toMatchObject({
      subs: ['s1', 's2', 's3', 's4', 's5'],
      more: 2,
    })
  })

  it('is planned once, and the next four hours after it was posted', async () => {
    const store = await openStore()
    await waiting(store, ['s1'])
    await pass(store, 4 * hour)
    const both = await Promise.all([
      store.ledger.planReminder(remindable),
      store.ledger.planReminder(remindable),
    ])
    expect(both.filter(Boolean)).toHaveLength(1)
    await pass(store, hour)
    await posted(store)
    await pass(store, 4 * hour - 1)
    expect(await store.ledger.planReminder(remindable)).toBe(false)
    await pass(store, 1)
    expect(await store.ledger.planReminder(remindable)).toBe(true)
  })

  it('is not planned for nobody, in quiet hours, or by a clock that can’t be believed', async () => {
    const store = await openStore()
    await waiting(store, ['s1'])
    await pass(store, 4 * hour - 1001)
    expect(await store.ledger.planReminder(remindable)).toBe(false)
    store.clock.advance(hour)
    expect(await store.ledger.planReminder({ ...remindable, isQuiet: () => true })).toBe(false)
    await store.ledger.noteTime(store.clock.now().getTime(), false)
    expect(await store.ledger.planReminder(remindable)).toBe(false)
    await store.ledger.noteTime(store.clock.now().getTime() - 25 * hour, true)
    expect(await store.ledger.planReminder(remindable)).toBe(false)
    await pass(store, 0)
    expect(await store.ledger.planReminder(remindable)).toBe(true)
  })

  it('waits in quiet hours, in which new cards come without a mention', async () => {
    const store = await openStore()
    await waiting(store, ['s1'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    const atNight = { ...cardPlace, isQuiet: () => true }
    expect(await store.ledger.hasUnposted(atNight)).toBe(false)
    await waitingRound(store, grace({ sub: 's2', userName: 's2' }))
    expect(await posted(store, atNight)).toMatchObject({ shown: { kind: 'cards' }, mention: null })
    expect(await posted(store)).toMatchObject({ shown: { kind: 'reminder' }, mention: 'S0APPROVERS' })
  })

  it('that could not be posted is dropped once nobody is left, and replaced by the next', async () => {
    const store = await openStore()
    const [s1 = '', s2 = ''] = await waiting(store, ['s1', 's2'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    await decide(store, s1)
    await decide(store, s2)
    expect(await begun(store)).toBeNull()
    expect(await store.ledger.hasUnposted(cardPlace)).toBe(false)
    await waiting(store, ['s3'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    expect(reminderIn((await posted(store)).shown).subs).toEqual(['s3'])
    expect(await begun(store)).toBeNull()
  })

  it('without an answer is not followed by another before it is known whether it was posted', async () => {
    const store = await openStore()
    await waiting(store, ['s1'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    const lost = await begun(store)
    await pass(store, 4 * hour)
    expect(await store.ledger.planReminder(remindable)).toBe(false)
    const place = { channel, ts: '9.9' }
    await store.ledger.notePosted(lost?.messageId ?? '', lost?.attemptId ?? '', place, null)
    await pass(store, 4 * hour - 1)
    expect(await store.ledger.planReminder(remindable)).toBe(false)
    await pass(store, 1)
    expect(await store.ledger.planReminder(remindable)).toBe(true)
  })

  it('is drawn anew without those who were decided about, and is over once nobody is left', async () => {
    const store = await openStore()
    const [s1 = '', s2 = ''] = await waiting(store, ['s1', 's2'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    const { messageId } = await posted(store)
    const redraw = async () => {
      const drawing = await store.ledger.startDrawing(messageId, 'process 1')
      if (drawing !== null) await store.ledger.finishDrawing(drawing)
      return drawing?.shown
    }
    await decide(store, s1)
    const states = reminderIn(await redraw()).named.map(({ round }) => round.state.kind)
    expect(states).toEqual(['settled', 'waiting'])
    await decide(store, s2)
    await redraw()
    expect(await store.ledger.standing({ channel, ts: `9.${posts}` })).toBe('gone')
  })

  it('tells no click’s end, and its loss wants no new card', async () => {
    const store = await openStore()
    const [s1 = ''] = await waiting(store, ['s1', 's2'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    const { messageId } = await posted(store)
    await decide(store, s1)
    const drawing = await store.ledger.startDrawing(messageId, 'process 1')
    if (drawing === null) throw new Error('It is up to date')
    await store.ledger.finishDrawing(drawing)
    expect((await store.ledger.untold()).map(({ click }) => click.by)).toEqual([ada])
    expect((await store.ledger.showing(s1)).map((one) => one.messageId)).not.toContain(messageId)
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.hasUnposted(cardPlace)).toBe(false)
  })

  it('is removed once a newer one is posted, and not before', async () => {
    const store = await openStore()
    await waiting(store, ['s1'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    const { messageId } = await posted(store)
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    expect(await store.ledger.replacedReminders(channel)).toEqual([])
    await posted(store)
    const [replaced, ...others] = await store.ledger.replacedReminders(channel)
    expect([replaced?.messageId, others]).toEqual([messageId, []])
    await store.ledger.noteGone(messageId)
    expect(await store.ledger.replacedReminders(channel)).toEqual([])
  })

  it('that Slack refuses for what it says is drawn without names, and never as a card', async () => {
    const store = await openStore()
    await waiting(store, ['s1', 's2'])
    await pass(store, 4 * hour)
    await store.ledger.planReminder(remindable)
    const first = await begun(store)
    const became = await store.ledger.dividePosting(first?.messageId ?? '', first?.attemptId ?? '')
    expect(became).toBe('plainest')
    const second = await begun(store)
    expect(second?.shown).toMatchObject({ kind: 'reminder', isPlain: true })
    expect(await store.ledger.dividePosting(second?.messageId ?? '', second?.attemptId ?? '')).toBe('keep')
  })

  it('of several pools goes by each one’s patience, and mentions each one’s group once a day', async () => {
    const store = await openStore()
    await waiting(store, ['s1'])
    await waiting(store, ['o1'], otherPool)
    const place = placeOf(poolId, otherPool)
    const pools = [...remindable.pools, { poolId: otherPool, after: 6 * hour }]
    const mentioned: (string | null)[] = []
    const named: (readonly string[])[] = []
    for (let passed = 0; passed < 28; passed += 4) {
      await pass(store, 4 * hour)
      await store.ledger.planReminder({ ...remindable, pools })
      const { shown, mention } = await posted(store, place)
      named.push(reminderIn(shown).subs)
      mentioned.push(mention)
    }
    expect(named.slice(0, 2)).toEqual([['s1'], ['s1', 'o1']])
    expect(mentioned).toEqual(['S0APPROVERS', 'S0OTHERS', null, null, null, null, 'S0APPROVERS'])
  })
})
