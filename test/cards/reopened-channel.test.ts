// A channel that could not be read, and can be again: cards that were lost there before are posted before newer ones.
import { expect, test } from 'vitest'
import { createFinder, type FindingParts } from '../../src/cards/find-lost-cards.ts'
import { createPublisher, type PublishingParts } from '../../src/cards/publish-cards.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const channel = 'C0CARDS'
const shown = { kind: 'cards', entries: [], bulks: [], isPlain: false } as const

/** Two messages: the posting of the first was lost, the second was not begun, because the channel was closed. */
function openChannel(find: FindingParts['cards']['find']) {
  const running: Promise<void>[] = []
  const posted: string[] = []
  const unposted = ['second']
  let isOpen = false
  let isLost = true
  const clock = createHandClock()
  const log = createReadableLog()
  const wanted = { messageId: 'first', channel, attemptId: 'lost', since: clock.now(), sinceMsAgo: 60_000 }
  const finding: FindingParts = {
    ledger: {
      openPostings: async () => (isLost ? [wanted] : []),
      doubtful: async () => [],
      notePosted: async () => true,
      giveUpPosting: async () => {
        isLost = false
        unposted.unshift('first')
      },
      noteSingle: async () => {},
    },
    cards: { find, remove: async () => ({ kind: 'done' }) },
    pools: [testPool({ channel })],
    clock,
    log,
    cardsChanged: () => {},
  }
  const publishing: PublishingParts = {
    ledger: {
      gather: async () => 0,
      hasUnposted: async () => unposted.length > 0,
      beginPosting: async () => {
        const messageId = unposted.shift()
        if (messageId === undefined) return null
        return { messageId, attemptId: 'next', poolId: testPool().id, version: 1, shown, mention: null }
      },
      notePosted: async (messageId) => {
        posted.push(messageId)
        return true
      },
      endPosting: async () => {},
      dividePosting: async () => 'keep',
    },
    cards: {
      post: async (_, next) => {
        const sent = await next()
        return sent && { sent, answer: { kind: 'posted', ts: '1.1' } }
      },
      remove: async () => ({ kind: 'done' }),
    },
    pools: [testPool({ channel })],
    mayPost: () => true,
    mayOfferIn: () => isOpen,
    isOff: () => false,
    isBeingRead: () => false,
    groupsToMention: async () => new Map(),
    howManyShare: () => 1,
    evidenceRules,
    findLost: createFinder(finding),
    posted: () => {},
    carded: () => {},
    clock,
    log,
    tasks: { start: (_, work) => void running.push(work()) },
  }
  const publish = createPublisher(publishing)
  const turn = async () => {
    await publish(new AbortController().signal)
    await Promise.all(running.splice(0))
  }
  const reopen = () => {
    isOpen = true
  }
  return { clock, turn, reopen, posted }
}

test('what was lost in an outage is posted before what came later, although the search for it is pausing', async () => {
  let isReadable = false
  const { clock, turn, reopen, posted } = openChannel(async () =>
    isReadable ? { kind: 'found', places: [] } : { kind: 'no-answer' },
  )
  for (let failed = 0; failed < 10; failed += 1) {
    await turn()
    // Longer than any pause, except after the last failure: then only the publisher's pause is surely over.
    await clock.advance(failed === 9 ? 30_000 : 60_000)
  }
  isReadable = true
  reopen()
  await turn()
  await turn()
  expect(posted).toEqual(['first', 'second'])
})

test('a history that still can’t be read holds up nothing', async () => {
  const { clock, turn, reopen, posted } = openChannel(async () => ({ kind: 'no-answer' }))
  await turn()
  await clock.advance(30_000)
  reopen()
  await turn()
  await turn()
  expect(posted).toEqual(['second'])
})
