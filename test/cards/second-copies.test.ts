// No card is in its channel twice: a copy that Slack posts late is deleted, and looked for until it is.
import { expect, test } from 'vitest'
import { createFinder, type FindingParts } from '../../src/cards/find-lost-cards.ts'
import { createPublisher, type PublishingParts } from '../../src/cards/publish-cards.ts'
import type { SlackAnswer } from '../../src/domain/slack-answer.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const channel = 'C0CARDS'

const pool = testPool({ channel, approvers: { groups: [], users: ['U0ADA'] } })

const removals: readonly [string, SlackAnswer, boolean][] = [
  ['Slack deletes it', { kind: 'done' }, true],
  ['it is no longer there', { kind: 'refused', error: 'message_not_found' }, true],
  ['Slack refuses to delete it', { kind: 'refused', error: 'cant_delete_message' }, false],
  ['Slack asks the bot to wait', { kind: 'rate-limited', retryAfter: 1000 }, false],
  ['Slack does not answer', { kind: 'no-answer' }, false],
]

/** Posts one message, for which Slack answers after the publisher gave it up, or in time (`isOurs`). */
async function post(isOurs: boolean, removal: SlackAnswer): Promise<readonly string[]> {
  const done: string[] = []
  const running: Promise<void>[] = []
  let isLeft = true
  const parts: PublishingParts = {
    ledger: {
      gather: async () => 0,
      hasUnposted: async () => isLeft,
      beginPosting: async () => {
        isLeft = false
        const shown = { kind: 'cards', entries: [], bulks: [], isPlain: false } as const
        return { messageId: 'message', attemptId: 'first', poolId: pool.id, version: 1, shown, mention: null }
      },
      notePosted: async (messageId, attemptId, { ts }) => {
        done.push(`posted ${messageId} by ${attemptId} at ${ts}`)
        return isOurs
      },
      endPosting: async () => void done.push('posting ended'),
      dividePosting: async () => 'keep',
    },
    cards: {
      post: async (_, next) => {
        const sent = await next()
        return sent && { sent, answer: { kind: 'posted', ts: '1.1' } }
      },
      remove: async ({ ts }) => {
        done.push(`delete ${ts}`)
        return removal
      },
    },
    pools: [pool],
    mayPost: () => true,
    mayOfferIn: () => true,
    isOff: () => false,
    isBeingRead: () => false,
    groupsToMention: async () => new Map(),
    howManyShare: () => 1,
    evidenceRules,
    findLost: async () => {},
    posted: () => {},
    carded: () => {},
    clock: createHandClock(),
    log: createReadableLog(),
    tasks: { start: (_, work) => void running.push(work()) },
  }
  await createPublisher(parts)(new AbortController().signal)
  await Promise.all(running)
  return done
}

test('a card that Slack posts in time stays', async () => {
  expect(await post(true, { kind: 'done' })).toEqual(['posted message by first at 1.1'])
})

test.each(removals)('a copy that comes after its posting was given up is deleted: %s', async (_, removal) => {
  expect(await post(false, removal)).toEqual(['posted message by first at 1.1', 'delete 1.1'])
})

interface Searching {
  /** A posting without an answer, as old as this. */
  readonly lostForMs?: number
  /** A message in doubt; the place is that of the copy that counts. */
  readonly doubtful?: { readonly ts: string } | 'without a place'
  readonly found: readonly string[] | 'nothing known'
  readonly removal?: SlackAnswer
}

async function search({ lostForMs, doubtful, found, removal = { kind: 'done' } }: Searching) {
  const clock = createHandClock()
  const done: string[] = []
  const wanted = { messageId: 'message', channel, since: clock.now() }
  const place = doubtful === undefined || doubtful === 'without a place' ? null : { channel, ts: doubtful.ts }
  const parts: FindingParts = {
    ledger: {
      openPostings: async () =>
        lostForMs === undefined ? [] : [{ ...wanted, attemptId: 'first', sinceMsAgo: lostForMs }],
      doubtful: async () => (doubtful === undefined ? [] : [{ ...wanted, place, asOf: clock.now() }]),
      notePosted: async (_, attemptId, { ts }) => {
        done.push(`posted by ${attemptId} at ${ts}`)
        return true
      },
      giveUpPosting: async (_, attemptId) => void done.push(`give up ${attemptId}`),
      noteSingle: async () => void done.push('single'),
    },
    cards: {
      find: async () =>
        found === 'nothing known'
          ? { kind: 'no-answer' }
          : { kind: 'found', places: found.map((ts) => ({ channel, ts })) },
      remove: async ({ ts }) => {
        done.push(`delete ${ts}`)
        return removal
      },
    },
    pools: [pool],
    clock,
    log: createReadableLog(),
    cardsChanged: () => {},
  }
  await createFinder(parts)([])
  return done
}

test('a posting without an answer is looked for after 20 s, and given up if it is not there', async () => {
  expect(await search({ lostForMs: 19_999, found: [] })).toEqual([])
  expect(await search({ lostForMs: 20_000, found: [] })).toEqual(['give up first'])
  expect(await search({ lostForMs: 20_000, found: ['1.1'] })).toEqual(['posted by first at 1.1'])
})

test('a posting is not given up while Slack doesn’t show the channel', async () => {
  expect(await search({ lostForMs: 60_000, found: 'nothing known' })).toEqual([])
})

test('of a message that is found twice, one copy is written down, and then the other one deleted', async () => {
  const twice = await search({ lostForMs: 20_000, found: ['1.1', '2.2'] })
  expect(twice).toEqual(['posted by first at 1.1', 'delete 2.2'])
})

test.each(removals)(
  'every copy of a doubtful message but the one that counts is deleted, and the doubt ends only then: %s',
  async (_, removal, isRemoved) => {
    const done = await search({ doubtful: { ts: '2.2' }, found: ['1.1', '2.2', '3.3'], removal })
    expect(done).toEqual(['delete 1.1', 'delete 3.3', ...(isRemoved ? ['single'] : [])])
  },
)

test('every copy of a doubtful message that is gone is deleted', async () => {
  expect(await search({ doubtful: 'without a place', found: ['1.1'] })).toEqual(['delete 1.1', 'single'])
})

test('a message stays in doubt while Slack doesn’t show the channel', async () => {
  expect(await search({ doubtful: { ts: '2.2' }, found: 'nothing known' })).toEqual([])
})
