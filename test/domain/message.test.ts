import { describe, expect, it } from 'vitest'
import {
  advanceMessage,
  type Drawn,
  isOlder,
  type MessageEvent,
  type MessageState,
} from '../../src/domain/message.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 4, 1, 12) + ms)
const now = at(0)
const old: Drawn = { version: 1, rounds: { mia: 1 } }
const fresh: Drawn = { version: 2, rounds: { mia: 3 } }

const planned: MessageState = { kind: 'planned', doubt: null }
const posting: MessageState = { kind: 'posting', attempt: 'second', since: now, doubt: null }
const live = {
  kind: 'live',
  ts: '1.1',
  drawn: old,
  fence: 3,
  drawing: null,
  doubt: null,
} as const satisfies MessageState
const drawing = { by: 'process 1', fence: 3, until: at(30_000), isCrossed: false } as const
const drawn: MessageState = { ...live, drawing }
const gone: MessageState = { kind: 'gone', ts: '1.1', at: now, doubt: null }

const states = { planned, posting, live, drawn, gone }
type StateName = keyof typeof states

const events = {
  'begins to be posted': { kind: 'begin-posting', attempt: 'third', now: at(5) },
  'is posted': { kind: 'posted', attempt: 'second', ts: '1.1', drawn: fresh },
  'is posted by an older attempt': { kind: 'posted', attempt: 'first', ts: '1.0', drawn: fresh },
  'is found': { kind: 'found', attempt: 'second', ts: '1.1', now: at(5) },
  'is found for an older attempt': { kind: 'found', attempt: 'first', ts: '1.0', now: at(5) },
  'is not posted': { kind: 'not-posted', attempt: 'second' },
  'is not posted by an older attempt': { kind: 'not-posted', attempt: 'first' },
  'is given up': { kind: 'give-up', attempt: 'second', now: at(5) },
  'is given up by an older attempt': { kind: 'give-up', attempt: 'first', now: at(5) },
  'is in doubt': { kind: 'doubt', now: at(5) },
  'is the only one': { kind: 'single', searchedAt: at(5) },
  'begins to be drawn': { kind: 'start-drawing', by: 'process 2', now: at(5) },
  'is drawn': { kind: 'drawn', fence: 3, drawn: fresh },
  'is drawn late': { kind: 'drawn', fence: 2, drawn: fresh },
  'is not drawn after all': { kind: 'abandon', fence: 3 },
  'is not drawn by whoever is late': { kind: 'abandon', fence: 2 },
  'is distrusted': { kind: 'distrust' },
  'loses its drawer': { kind: 'free' },
  'is gone': { kind: 'gone', now: at(5) },
} as const satisfies Record<string, MessageEvent>
type EventName = keyof typeof events

/** What becomes of each state; whatever is not named here does not apply. */
const changes: { readonly [Name in EventName]: Partial<Record<StateName, MessageState>> } = {
  'begins to be posted': { planned: { kind: 'posting', attempt: 'third', since: at(5), doubt: null } },
  // A search of the channel may have found it before its answer came.
  'is posted': {
    posting: { kind: 'live', ts: '1.1', drawn: fresh, fence: 0, drawing: null, doubt: null },
    live,
    drawn,
  },
  'is posted by an older attempt': {},
  // What was found may be an earlier attempt's copy, and this one's may still appear.
  'is found': {
    posting: { kind: 'live', ts: '1.1', drawn: null, fence: 0, drawing: null, doubt: at(60_005) },
    live,
    drawn,
  },
  'is found for an older attempt': {},
  'is not posted': { posting: planned },
  'is not posted by an older attempt': {},
  'is given up': { posting: { ...planned, doubt: at(60_005) } },
  'is given up by an older attempt': {},
  'is in doubt': {
    planned: { ...planned, doubt: at(5) },
    posting: { ...posting, doubt: at(5) },
    live: { ...live, doubt: at(5) },
    drawn: { ...drawn, doubt: at(5) },
    gone: { ...gone, doubt: at(5) },
  },
  'is the only one': {},
  'begins to be drawn': {
    live: { ...live, fence: 4, drawing: { by: 'process 2', fence: 4, until: at(30_005), isCrossed: false } },
  },
  'is drawn': { live: { ...live, drawn: null }, drawn: { ...live, drawn: fresh } },
  'is drawn late': {
    live: { ...live, drawn: null },
    drawn: { ...live, drawn: null, drawing: { ...drawing, isCrossed: true } },
  },
  'is not drawn after all': { drawn: live },
  'is not drawn by whoever is late': {},
  'is distrusted': {
    live: { ...live, drawn: null },
    drawn: { ...live, drawn: null, drawing: { ...drawing, isCrossed: true } },
  },
  'loses its drawer': { drawn: live },
  'is gone': {
    planned: { kind: 'gone', ts: null, at: at(5), doubt: null },
    posting: { kind: 'gone', ts: null, at: at(5), doubt: at(60_005) },
    live: { ...gone, at: at(5) },
    drawn: { ...gone, at: at(5) },
  },
}

const names = <Name extends string>(of: Readonly<Record<Name, unknown>>) =>
  Object.keys(of).filter((name): name is Name => name in of)

describe.each(names(states))('a message that is %s', (state) => {
  it.each(names(events))('%s: becomes what it must, or stays as it is', (event) => {
    const expected = changes[event][state]
    expect(advanceMessage(states[state], events[event])).toEqual(
      expected === undefined ? { kind: 'refused' } : { kind: 'changed', state: expected },
    )
  })
})

/** What is left after these events, those that do not apply left out. */
function follow(first: MessageState, ...history: readonly MessageEvent[]): MessageState {
  return history.reduce((state, event) => {
    const next = advanceMessage(state, event)
    return next.kind === 'refused' ? state : next.state
  }, first)
}

describe('a posting whose answer was lost', () => {
  const lost = follow(
    planned,
    { kind: 'begin-posting', attempt: 'first', now },
    { kind: 'give-up', attempt: 'first', now: at(20_000) },
    { kind: 'begin-posting', attempt: 'second', now: at(21_000) },
  )

  it('is not the message once another one is: its own is to be deleted, before and after', () => {
    const late: MessageEvent = { kind: 'posted', attempt: 'first', ts: '1.0', drawn: old }
    expect(advanceMessage(lost, late)).toEqual({ kind: 'refused' })
    const posted = follow(lost, { kind: 'posted', attempt: 'second', ts: '1.1', drawn: old })
    expect(posted).toMatchObject({ kind: 'live', ts: '1.1' })
    expect(advanceMessage(posted, late)).toEqual({ kind: 'refused' })
  })

  it('is in doubt until it can come no more, whatever else puts it in doubt before', () => {
    const posted = follow(
      lost,
      { kind: 'posted', attempt: 'second', ts: '1.1', drawn: old },
      { kind: 'doubt', now: at(30_000) },
    )
    expect(posted.doubt).toEqual(at(80_000))
    expect(follow(posted, { kind: 'single', searchedAt: at(79_999) }).doubt).toEqual(at(80_000))
    expect(follow(posted, { kind: 'single', searchedAt: at(80_000) }).doubt).toBeNull()
  })

  it('is in doubt from the last that puts it in doubt, in whichever order', () => {
    const first: MessageEvent = { kind: 'doubt', now: at(5) }
    const second: MessageEvent = { kind: 'doubt', now: at(10) }
    for (const history of [
      [first, second],
      [second, first],
    ]) {
      const posted = follow(live, ...history)
      expect(posted.doubt).toEqual(at(10))
      expect(follow(posted, { kind: 'single', searchedAt: at(9) }).doubt).toEqual(at(10))
    }
  })

  it('is what a search found of it, whose content nobody knows', () => {
    const found = follow(posting, { kind: 'found', attempt: 'second', ts: '1.1', now: at(20_000) })
    expect(found).toMatchObject({ kind: 'live', ts: '1.1', drawn: null })
  })
})

describe('a drawer that was taken over', () => {
  const takenOver = follow(drawn, { kind: 'start-drawing', by: 'process 2', now: drawing.until })

  it('was so when its lease was over, not a moment before', () => {
    expect(takenOver).toMatchObject({ fence: 4, drawing: { by: 'process 2', fence: 4 } })
    const early: MessageEvent = { kind: 'start-drawing', by: 'process 2', now: at(29_999) }
    expect(advanceMessage(drawn, early)).toEqual({ kind: 'refused' })
  })

  it('frees nothing', () => {
    expect(advanceMessage(takenOver, { kind: 'abandon', fence: 3 })).toEqual({ kind: 'refused' })
  })

  it('makes nobody believe the message if it comes while the other one draws, or after', () => {
    const late: MessageEvent = { kind: 'drawn', fence: 3, drawn: old }
    const second: MessageEvent = { kind: 'drawn', fence: 4, drawn: fresh }
    for (const history of [
      [late, second],
      [second, late],
    ])
      expect(follow(takenOver, ...history)).toMatchObject({ drawn: null, drawing: null })
    expect(follow(takenOver, second)).toMatchObject({ drawn: fresh, drawing: null })
  })
})

describe('a message has to be drawn', () => {
  it('if its rows are newer, or nobody knows what it shows', () => {
    expect(isOlder(old, 1, [])).toBe(false)
    expect(isOlder(old, 2, [])).toBe(true)
    expect(isOlder(null, 0, [])).toBe(true)
  })

  it('for a claim that lasts, and once for each', () => {
    expect(isOlder(old, 1, [{ roundId: 'mia', version: 2 }])).toBe(true)
    expect(isOlder(fresh, 2, [{ roundId: 'mia', version: 3 }])).toBe(false)
  })
})
