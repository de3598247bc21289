// Digests: who joins them, what they tell, and what becomes of them.
import { expect, test } from 'vitest'
import type { PostingPlace } from '../../src/domain/card-view.ts'
import { calmAfter } from '../../src/domain/digest.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { testPool } from '../support/pool.ts'
import { ada, cardPlace, channel, claimedClick, grace, poolId, settlement } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const otherPool = 'eu-west-1_TestPool2'
const otherChannel = 'C0OTHER'

function place(change: Partial<PostingPlace> = {}): PostingPlace {
  return { ...cardPlace, rushAt: 3, ...change }
}

const ofBoth: PostingPlace['pools'] = [poolId, otherPool].map((id) => ({
  poolId: id,
  isRead: false,
  howManyShare: ({ length }) => length,
  evidenceRules: evidenceRules(testPool({ id })),
}))

async function signUp(store: Store, names: readonly string[], pool = poolId, backlogAge?: number) {
  const seen = names.map((name) =>
    grace({
      poolId: pool,
      sub: name,
      userName: name,
      signedUpAt: store.clock.now(),
      attributes: { email: `${name}@acme.example` },
    }),
  )
  await store.ledger.record(seen, backlogAge)
}

const five = ['ann', 'ben', 'cem', 'dan', 'eva']

/** Posts what is next in the channel, and resolves to what it shows. */
async function post(store: Store, ts: string, where = place()) {
  await store.ledger.gather(where)
  const begun = await store.ledger.beginPosting(where)
  if (begun === null) return null
  await store.ledger.notePosted(begun.messageId, begun.attemptId, { channel: where.channel, ts }, begun)
  return begun
}

/** What is behind is drawn, and resolves to what it shows. */
async function draw(store: Store) {
  const shown = []
  for (const { messageId } of await store.ledger.outdated()) {
    const drawing = await store.ledger.startDrawing(messageId, 'process 1')
    if (drawing === null) continue
    await store.ledger.finishDrawing(drawing)
    shown.push(drawing)
  }
  return shown
}

async function roundOf(store: Store, sub: string, pool = poolId) {
  return (await store.ledger.waiting(pool)).find((round) => round.sub === sub)?.roundId ?? ''
}

async function approve(store: Store, sub: string, pool = poolId) {
  await store.ledger.settle(settlement(store, await claimedClick(store, await roundOf(store, sub, pool))))
}

/** Where each stands: the digest's id, or what there is of a card. */
async function standing(store: Store) {
  const rows = await store.database
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select(['sign_ups.sub', 'rounds.card', 'rounds.digest_id as digestId'])
    .execute()
  return Object.fromEntries(rows.map(({ sub, card, digestId }) => [sub, digestId ?? card]))
}

test('whose address changes in a digest is looked at anew, and is no “No warnings” meanwhile for longer than a turn', async () => {
  const store = await openStore()
  await signUp(store, five)
  await post(store, '1.1')
  const attributes = { email: 'ann@mailinator.com' }
  await store.ledger.record([
    grace({ sub: 'ann', userName: 'ann', signedUpAt: store.clock.now(), attributes }),
  ])
  await draw(store)
  await store.ledger.gather(place())
  const [drawn] = await draw(store)
  expect(drawn?.shown).toMatchObject({ digest: { pools: [{ waiting: 5, warned: 1 }] } })
  const round = (await store.ledger.entry(await roundOf(store, 'ann')))?.round
  expect(round?.evidence).toMatchObject({ standing: 'throw-away' })
  await store.ledger.gather(place())
  expect(await draw(store)).toEqual([])
})

test('no more than rush_at get cards; of one more, all stand in a digest', async () => {
  const store = await openStore()
  await signUp(store, five.slice(0, 3))
  expect(await store.ledger.gather(place())).toBe(0)
  await signUp(store, ['dan'])
  expect(await store.ledger.gather(place())).toBe(4)
  const begun = await store.ledger.beginPosting(place())
  expect(begun).toMatchObject({
    poolId: '',
    shown: { kind: 'digest', digest: { pools: [{ poolId, waiting: 4, warned: 0 }], results: [] } },
  })
  expect(await store.ledger.hasUnposted(place())).toBe(false)
})

test('nobody gets a card while others are still to join a digest', async () => {
  const store = await openStore()
  await signUp(store, five)
  expect(await store.ledger.hasUnposted(place())).toBe(true)
  expect(await store.ledger.beginPosting(place())).toBeNull()
})

test('a digest tells the hosts, the warnings, since when they wait, and how fast they come', async () => {
  const store = await openStore()
  const from = (sub: string, email: string, second: number) =>
    grace({ sub, userName: sub, signedUpAt: new Date(second * 1000), attributes: { email } })
  await store.ledger.record([
    from('a', 'a@acme.example', 100),
    from('b', 'b@acme.example', 101),
    from('c', 'c@mailinator.com', 102),
    from('d', 'd@zoo.example', 103),
    { ...from('e', '', 104), attributes: {} },
  ])
  const begun = await post(store, '1.1')
  expect(begun?.shown).toMatchObject({
    digest: {
      pools: [
        {
          waiting: 5,
          warned: 1,
          since: new Date(100_000),
          hosts: [
            { host: 'acme.example', count: 2 },
            { host: 'mailinator.com', count: 1 },
            { host: 'zoo.example', count: 1 },
          ],
        },
      ],
      pace: { count: 5, within: 4000, latest: new Date(104_000) },
    },
  })
})

test('whoever comes while the rush lasts joins it, and cards resume when it has calmed down', async () => {
  const store = await openStore()
  await signUp(store, five)
  const digest = await post(store, '1.1')
  await signUp(store, ['fay'])
  expect(await store.ledger.gather(place())).toBe(1)
  expect(await draw(store)).toMatchObject([
    { messageId: digest?.messageId, shown: { digest: { pools: [{ waiting: 6 }] } } },
  ])
  store.clock.advance(calmAfter + 1)
  await signUp(store, ['gil'])
  expect(await post(store, '2.2')).toMatchObject({
    shown: { kind: 'cards', entries: [{ signUp: { sub: 'gil' } }] },
  })
})

test('a rush after that starts the next digest, which takes along who still waits; the first tells its results', async () => {
  const store = await openStore()
  await signUp(store, five)
  const first = await post(store, '1.1')
  await approve(store, 'ann')
  store.clock.advance(calmAfter + 1)
  await signUp(store, ['fay', 'gil', 'hal', 'ida'])
  const next = await post(store, '2.2')
  expect(next?.messageId).not.toBe(first?.messageId)
  expect(next?.shown).toMatchObject({ digest: { pools: [{ waiting: 8 }], results: [] } })
  expect(await draw(store)).toMatchObject([
    {
      messageId: first?.messageId,
      shown: { digest: { pools: [], results: [{ kind: 'confirmed', by: ada, count: 1 }] } },
    },
  ])
})

test('a decision changes the digest, and gets no card of its own', async () => {
  const store = await openStore()
  await signUp(store, five)
  const digest = await post(store, '1.1')
  await approve(store, 'ann')
  expect(await store.ledger.hasUnposted(place())).toBe(false)
  expect(await draw(store)).toMatchObject([
    { messageId: digest?.messageId, shown: { digest: { pools: [{ waiting: 4 }], results: [{ count: 1 }] } } },
  ])
  expect(await draw(store)).toEqual([])
})

test('whoever leaves the pool outside Slack leaves the count, as a result', async () => {
  const store = await openStore()
  await signUp(store, five)
  await post(store, '1.1')
  const [known] = await store.ledger.waiting(poolId)
  if (known === undefined) throw new Error('Nobody waits')
  await store.ledger.observe(known, { kind: 'gone', at: store.clock.now() }, null)
  expect(await draw(store)).toMatchObject([
    { shown: { digest: { pools: [{ waiting: 4 }], results: [{ kind: 'gone', by: null, count: 1 }] } } },
  ])
})

test('a digest that was deleted in Slack is posted again, with those who still wait', async () => {
  const store = await openStore()
  await signUp(store, five)
  const first = await post(store, '1.1')
  await approve(store, 'ann')
  await store.ledger.noteGone(first?.messageId ?? '')
  const again = await post(store, '2.2')
  expect(again?.messageId).not.toBe(first?.messageId)
  expect(again?.shown).toMatchObject({ digest: { pools: [{ waiting: 4 }] } })
  expect(await post(store, '3.3')).toBeNull()
})

test('several pools share their channel’s digest', async () => {
  const store = await openStore()
  await signUp(store, five.slice(0, 2))
  await signUp(store, five.slice(0, 3), otherPool)
  const begun = await post(store, '1.1', place({ pools: ofBoth }))
  expect(begun?.shown).toMatchObject({
    digest: {
      pools: [
        { poolId: otherPool, waiting: 3 },
        { poolId, waiting: 2 },
      ],
    },
  })
})

test('if a pool gets another channel, those of its people who wait move there, and the others stay', async () => {
  const store = await openStore()
  await signUp(store, five.slice(0, 2))
  await signUp(store, five.slice(0, 3), otherPool)
  const first = await post(store, '1.1', place({ pools: ofBoth }))
  const [here, there] = ofBoth
  if (here === undefined || there === undefined) throw new Error('Two pools were expected')
  const moved = await post(store, '2.2', place({ channel: otherChannel, pools: [there] }))
  expect(moved?.shown).toMatchObject({ digest: { pools: [{ poolId: otherPool, waiting: 3 }] } })
  expect(await draw(store)).toMatchObject([
    { messageId: first?.messageId, shown: { digest: { pools: [{ poolId, waiting: 2 }] } } },
  ])
  const places = [
    { poolId, channel },
    { poolId: otherPool, channel: otherChannel },
  ]
  expect(await store.ledger.misplaced(places)).toEqual([])
  expect(await store.ledger.misplaced(places.slice(1))).toMatchObject([{ messageId: first?.messageId }])
})

test('those of a pool that is removed from the configuration stand in a digest again once it is back', async () => {
  const store = await openStore()
  await signUp(store, five)
  await store.ledger.noteScanned(poolId)
  await post(store, '1.1')
  await store.ledger.leaveDigests([otherPool])
  expect(await draw(store)).toMatchObject([{ shown: { digest: { pools: [] } } }])
  expect(await post(store, '2.2')).toMatchObject({ shown: { digest: { pools: [{ waiting: 5 }] } } })
})

test('sign-ups from before the pool’s first start stand in a digest once its whole list was read', async () => {
  const store = await openStore()
  const day = 24 * 3_600_000
  await signUp(store, ['old', 'older'], poolId, day)
  await store.ledger.record([grace({ sub: 'oldest', signedUpAt: new Date(0) })], day)
  expect(await post(store, '1.1')).toMatchObject({ shown: { kind: 'cards' } })
  expect(await post(store, '2.2')).toMatchObject({ shown: { kind: 'cards' } })
  expect(await post(store, '3.3')).toBeNull()
  await store.ledger.noteScanned(poolId)
  const digest = await post(store, '3.3')
  expect(digest?.shown).toMatchObject({ digest: { pools: [{ waiting: 1 }] } })
  expect(await standing(store)).toEqual({ old: 'shown', older: 'shown', oldest: digest?.messageId })
  // That is no rush: who comes now gets a card.
  await signUp(store, ['new'])
  expect(await post(store, '4.4')).toMatchObject({
    shown: { kind: 'cards', entries: [{ signUp: { sub: 'new' } }] },
  })
})

test('while a list is being read, what several would share waits for its end, for some seconds at most', async () => {
  const store = await openStore()
  const [own] = ofBoth
  if (own === undefined) throw new Error('A pool was expected')
  const reading = place({ pools: [{ ...own, isRead: true }] })
  await signUp(store, five)
  expect(await post(store, '1.1', reading)).toBeNull()
  await signUp(store, ['fay'])
  expect(await post(store, '1.1', reading)).toBeNull()
  store.clock.advance(3000)
  expect(await post(store, '1.1', reading)).toMatchObject({ shown: { digest: { pools: [{ waiting: 6 }] } } })
})

test('a few who come while a list is being read get their card at once', async () => {
  const store = await openStore()
  const [own] = ofBoth
  if (own === undefined) throw new Error('A pool was expected')
  await signUp(store, five)
  const reading = { ...cardPlace, pools: [{ ...own, isRead: true }] }
  expect(await post(store, '1.1', reading)).toMatchObject({ shown: { kind: 'cards' } })
})

test('the list of a digest holds those of one pool who wait in it, longest first', async () => {
  const store = await openStore()
  await signUp(store, five.slice(0, 2), otherPool)
  for (const name of five) {
    await signUp(store, [name])
    store.clock.advance(1)
  }
  const digest = await post(store, '1.1', place({ pools: ofBoth }))
  await approve(store, 'ben')
  const list = async (pool: string) => {
    const waiting = await store.ledger.waitingInDigest(digest?.messageId ?? '', pool)
    return waiting && { ...waiting, entries: waiting.entries.map(({ signUp }) => signUp.sub) }
  }
  expect(await list(poolId)).toEqual({ poolId, entries: ['ann', 'cem', 'dan', 'eva'], leftOut: 0 })
  expect((await list(otherPool))?.entries.toSorted()).toEqual(['ann', 'ben'])
  await store.ledger.noteGone(digest?.messageId ?? '')
  expect(await list(poolId)).toBeNull()
})

test('a digest is forgotten with the last of its people', async () => {
  const store = await openStore()
  await signUp(store, five)
  const digest = await post(store, '1.1')
  for (const name of five) await approve(store, name)
  const digests = () => store.database.selectFrom('messages').select('id').execute()
  const { signUps } = await store.ledger.oldSignUps(Number.MAX_SAFE_INTEGER, null)
  const ids = signUps.map(({ id }) => id)
  await store.ledger.allowForgetting('sign_ups', 100)
  await store.ledger.forget(ids.slice(0, 4), Number.MAX_SAFE_INTEGER, new Map())
  expect(await digests()).toEqual([{ id: digest?.messageId }])
  await store.ledger.forget(ids.slice(4), Number.MAX_SAFE_INTEGER, new Map())
  expect(await digests()).toEqual([])
})

test('a digest that Slack refuses is drawn in its plainest form, once', async () => {
  const store = await openStore()
  await signUp(store, five)
  await store.ledger.gather(place())
  const begun = await store.ledger.beginPosting(place())
  expect(await store.ledger.dividePosting(begun?.messageId ?? '', begun?.attemptId ?? '')).toBe('plainest')
  const again = await store.ledger.beginPosting(place())
  expect(again).toMatchObject({ messageId: begun?.messageId, shown: { isPlain: true } })
  expect(await store.ledger.dividePosting(begun?.messageId ?? '', again?.attemptId ?? '')).toBe('keep')
})

test('a digest in which somebody waits ought to be in its channel', async () => {
  const store = await openStore()
  await signUp(store, five)
  const digest = await post(store, '1.1')
  expect(await store.ledger.openIn(channel, [poolId])).toEqual([{ messageId: digest?.messageId, ts: '1.1' }])
  for (const name of five) await approve(store, name)
  expect(await store.ledger.openIn(channel, [poolId])).toEqual([])
})
