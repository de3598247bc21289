// A digest is drawn at most every five seconds, however often its people change, and whatever Slack answers.
import { expect, test } from 'vitest'
import { createDrawer, type DrawingParts } from '../../src/cards/draw-cards.ts'
import type { Drawing } from '../../src/domain/card-view.ts'
import type { SlackAnswer } from '../../src/domain/slack-answer.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const digest = { pools: [], pace: null, results: [] }
const drawing: Drawing = {
  messageId: 'digest',
  poolId: '',
  shown: { kind: 'digest', digest, bulks: [], isPlain: false },
  version: 1,
  place: { channel: 'C0CARDS', ts: '1.1' },
  fence: 1,
}

/** Its people change all the time. Resolves to when it was drawn, in seconds. */
async function drawnFor(seconds: number, answer: SlackAnswer): Promise<readonly number[]> {
  const clock = createHandClock()
  const start = clock.now().getTime()
  const drawn: number[] = []
  const parts: DrawingParts = {
    ledger: {
      showing: async () => [],
      outdated: async () => [{ messageId: 'digest', isShared: true }],
      startDrawing: async () => drawing,
      finishDrawing: async () => ({ isOutdated: true }),
      abandonDrawing: async () => {},
      divideDrawing: async () => 'plainest',
      distrustDrawing: async () => {},
      noteGone: async () => {},
    },
    cards: {
      redraw: async (_, next) => {
        const sent = await next()
        if (sent === null) return null
        drawn.push((clock.now().getTime() - start) / 1000)
        return { sent, answer }
      },
      close: async () => null,
    },
    pools: [testPool()],
    clock,
    log: createReadableLog(),
    holder: 'process 1',
    mayOfferIn: () => true,
    messageGone: () => {},
  }
  const drawer = createDrawer(parts)
  for (let second = 0; second < seconds; second += 1) {
    await drawer.settleDoubts()
    await drawer.redrawOutdated(new AbortController().signal)
    await clock.advance(1000)
  }
  return drawn
}

test.each<SlackAnswer>([
  { kind: 'done' },
  { kind: 'no-answer' },
  { kind: 'refused', error: 'internal_error' },
  { kind: 'refused', error: 'invalid_blocks' },
])('a digest is not drawn more than once in five seconds: %o', async (answer) => {
  const drawn = await drawnFor(30, answer)
  expect(drawn.length).toBeGreaterThan(1)
  for (const [index, at] of drawn.entries())
    if (index > 0) expect(at - (drawn[index - 1] ?? 0)).toBeGreaterThanOrEqual(5)
})

test('a digest that changes all the time is drawn every five seconds', async () => {
  expect(await drawnFor(16, { kind: 'done' })).toEqual([0, 5, 10, 15])
})
