import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advanceMessage,
  type MessageEvent,
  type MessageState,
  messageStateFormat,
  planned,
} from '../../src/domain/message.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 4, 1, 12) + ms)
const attempt = fc.constantFrom('first', 'second', 'third')
const moment = fc.integer({ min: 0, max: 100_000 }).map(at)
const fence = fc.nat({ max: 4 })
const content = fc.constantFrom({ version: 1, rounds: { mia: 1 } }, { version: 2, rounds: { mia: 3 } })
const anyEvent: fc.Arbitrary<MessageEvent> = fc.oneof(
  fc.record({ kind: fc.constant('begin-posting' as const), attempt, now: moment }),
  fc.record({
    kind: fc.constant('posted' as const),
    attempt,
    ts: fc.constantFrom('1.1', '1.2'),
    drawn: content,
  }),
  fc.record({
    kind: fc.constant('found' as const),
    attempt,
    ts: fc.constantFrom('1.1', '1.2'),
    now: moment,
  }),
  fc.record({ kind: fc.constant('not-posted' as const), attempt }),
  fc.record({ kind: fc.constant('give-up' as const), attempt, now: moment }),
  fc.record({ kind: fc.constant('doubt' as const), now: moment }),
  fc.record({ kind: fc.constant('single' as const), searchedAt: moment }),
  fc.record({ kind: fc.constant('start-drawing' as const), by: fc.constant('process 1'), now: moment }),
  fc.record({ kind: fc.constant('drawn' as const), fence, drawn: content }),
  fc.record({ kind: fc.constant('abandon' as const), fence }),
  fc.constant<MessageEvent>({ kind: 'distrust' }),
  fc.constant<MessageEvent>({ kind: 'free' }),
  fc.record({ kind: fc.constant('gone' as const), now: moment }),
)

/** Every state on the way, with the event that led to it. */
function walk(history: readonly MessageEvent[]) {
  let before: MessageState = planned
  return history.map((event) => {
    const next = advanceMessage(before, event)
    const step = { before, event, after: next.kind === 'refused' ? before : next.state }
    before = step.after
    return step
  })
}

describe('whatever happens to a message', () => {
  const always = (holds: (step: ReturnType<typeof walk>[number]) => void) => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40, size: 'max' }), (history) => {
        for (const step of walk(history)) holds(step)
      }),
    )
  }

  it('it stays gone once it is, and where it was posted', () => {
    always(({ before, after }) => {
      if (before.kind === 'gone') expect(after.kind).toBe('gone')
      if (before.kind === 'live' || before.kind === 'gone') expect(after).toMatchObject({ ts: before.ts })
    })
  })

  it('it is posted by the attempt that is written down, and by no other', () => {
    always(({ before, event, after }) => {
      if (before.kind === 'live' || after.kind !== 'live') return
      expect(event).toMatchObject({ kind: expect.stringMatching(/^(?:posted|found)$/), ts: after.ts })
      if (event.kind === 'posted' || event.kind === 'found')
        expect(before).toMatchObject({ kind: 'posting', attempt: event.attempt })
    })
  })

  it('its fence never falls, and nobody is given one that was given out before', () => {
    always(({ before, after }) => {
      if (before.kind !== 'live' || after.kind !== 'live') return
      expect(after.fence).toBeGreaterThanOrEqual(before.fence)
      if (after.drawing === null || after.drawing.fence === before.drawing?.fence) return
      expect(after.drawing.fence).toBe(before.fence + 1)
    })
  })

  it('a doubt is only ended by a search that began after it', () => {
    always(({ before, event, after }) => {
      if (before.doubt === null || (after.doubt !== null && after.doubt >= before.doubt)) return
      expect(event.kind).toBe('single')
      if (event.kind === 'single')
        expect(event.searchedAt.getTime()).toBeGreaterThanOrEqual(before.doubt.getTime())
    })
  })

  it('what was drawn is believed from whoever holds the fence, if nothing came between', () => {
    always(({ before, event, after }) => {
      if (before.kind !== 'live' || after.kind !== 'live' || after.drawn === null) return
      if (after.drawn === before.drawn) return
      expect(event).toMatchObject({ kind: 'drawn', fence: before.drawing?.fence })
      expect(before.drawing?.isCrossed).toBe(false)
    })
  })

  it('its row says so', () => {
    always(({ after }) => {
      expect(messageStateFormat.parse(JSON.parse(JSON.stringify(after)))).toEqual(after)
    })
  })
})
