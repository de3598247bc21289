// A round that waits for too long lapses, unless somebody is deciding. It can be reopened, as one that was denied.
import { describe, expect, it } from 'vitest'
import { approvalLife } from '../../src/domain/deadlines.ts'
import { originOfNext, wayBackFrom } from '../../src/domain/next-round.ts'
import { isLapsed, offersOf } from '../../src/domain/offers.ts'
import { advance, isLeftWaiting, type Round, type RoundState } from '../../src/domain/round.ts'
import { roundOf } from '../slack/draw/everything.ts'
import { ada, bob, grace } from './people.ts'

const now = new Date('2026-05-08T12:00:00Z')
const since = new Date('2026-05-01T12:00:00Z')
const event = { kind: 'lapse', now, since } as const
const lapsed = { kind: 'lapsed', at: now, since } as const
const settled: RoundState = { kind: 'settled', ending: lapsed }
const waiting: RoundState = { kind: 'waiting', failure: null }
const lapsing = (state: RoundState, origin: Round['origin'] = null) =>
  advance({ ...roundOf(state), origin }, event)

describe('a round', () => {
  it('that waits lapses', () => {
    expect(lapsing(waiting)).toMatchObject({ kind: 'changed', state: settled })
  })

  it('does not lapse under a claim, or once it is settled', () => {
    const claim = {
      clickId: 'c',
      decision: 'deny',
      by: ada,
      holder: 'h',
      fence: 1,
      since,
      until: now,
    } as const
    expect(lapsing({ kind: 'claimed', claim }).kind).toBe('refused')
    expect(lapsing(settled).kind).toBe('refused')
  })

  it('does not lapse while an approval counts, but it does once that has lapsed itself', () => {
    const given = (at: Date) => ({ given: [{ by: ada, clickId: 'c', at }], dropped: null })
    const old = new Date(now.getTime() - approvalLife)
    expect(lapsing({ ...waiting, tally: given(new Date(old.getTime() + 1)) }).kind).toBe('refused')
    expect(lapsing({ ...waiting, tally: given(old) }).kind).toBe('changed')
    expect(lapsing({ ...waiting, tally: { given: [], dropped: null } }).kind).toBe('changed')
  })

  it('does not lapse while somebody looks into it', () => {
    const looking = (until: Date) => ({ ...waiting, looking: { by: ada, since, until } })
    expect(lapsing(looking(new Date(now.getTime() + 1))).kind).toBe('refused')
    expect(lapsing(looking(now)).kind).toBe('changed')
  })

  it('does not lapse where a user is to be let in again, as somebody wishes', () => {
    const before = { kind: 'undone', by: bob, at: since } as const
    expect(lapsing(waiting, { kind: 'let-in', by: ada, at: since, before }).kind).toBe('refused')
    expect(lapsing(waiting, { kind: 'resume', by: ada, at: since, lapsed }).kind).toBe('changed')
  })
})

describe('a sign-up that has lapsed', () => {
  const round = roundOf(settled)
  const entry = { signUp: grace(), round }
  const asked = { by: bob, at: now }

  it('has one button, which reopens it', () => {
    expect(offersOf(entry)).toEqual(['reopen', 'details'])
    expect(originOfNext('reopen', entry, asked)).toEqual({ kind: 'resume', ...asked, lapsed })
    expect(offersOf({ ...entry, round: { ...round, isFollowed: true } })).toEqual(['details'])
  })

  it('can be reopened again if that did not work', () => {
    const origin = { kind: 'resume', by: ada, at: since, lapsed } as const
    const ending = { kind: 'not-done', decision: 'reopen', by: ada, at: now, requestId: null } as const
    const tried = {
      ...roundOf({ kind: 'settled', ending: { ...ending, reason: { kind: 'throttled' } } }),
      origin,
    }
    expect(isLapsed(tried)).toBe(true)
    expect(originOfNext('reopen', { signUp: grace(), round: tried }, asked)).toEqual({ ...origin, ...asked })
    if (tried.state.kind === 'settled') expect(isLeftWaiting(tried.state.ending, origin)).toBe(true)
  })

  it('stays on Cognito’s list of those who wait, and is not asked about', () => {
    expect(isLeftWaiting(lapsed)).toBe(true)
  })

  it('is decided about by a command in one go, and by no other click', () => {
    expect(wayBackFrom({ kind: 'command', text: 'sub-grace' }, round)).toBe('reopen')
    expect(wayBackFrom({ kind: 'approve', roundId: round.id }, round)).toBeNull()
    expect(wayBackFrom({ kind: 'command', text: 'sub-grace' }, roundOf(waiting))).toBeNull()
    expect(isLapsed(roundOf(waiting))).toBe(false)
  })
})
