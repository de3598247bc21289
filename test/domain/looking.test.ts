// Who looks into a sign-up that waits: shown for half an hour or until somebody decides, and binding nobody.
import { describe, expect, it } from 'vitest'
import { approvalLife, lookingTime } from '../../src/domain/deadlines.ts'
import { dueChange } from '../../src/domain/due-change.ts'
import { replaces } from '../../src/domain/request.ts'
import {
  advance,
  type Failure,
  type Round,
  type RoundEvent,
  type RoundState,
} from '../../src/domain/round.ts'
import { ada, bob } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const round = (state: RoundState): Round => ({ id: 'round-1', number: 1, version: 5, fence: 3, state })
const waiting: RoundState = { kind: 'waiting', failure: null }
const failure: Failure = {
  decision: 'approve',
  reason: { kind: 'throttled' },
  by: bob,
  at: now,
  requestId: null,
}

const lookInto = (by = ada, at = now): RoundEvent => ({ kind: 'look-into', by, now: at })
const stop = (by = ada): RoundEvent => ({ kind: 'stop-looking', by })
const end = (at: Date): RoundEvent => ({ kind: 'end-looking', now: at })
const approval = (by: typeof ada): RoundEvent => {
  return { kind: 'add-approval', relied: { on: [], own: { by, clickId: 'click', at: now } }, now }
}
const claim: RoundEvent = {
  kind: 'claim',
  clickId: 'click-2',
  decision: 'approve',
  by: bob,
  holder: 'process 2',
  now,
  until: later(90_000),
}
const refused = { kind: 'refused' }
const hers = { by: ada, since: now, until: later(lookingTime) }

/** The round's state after each of these; each has to apply. */
function turned(...events: readonly RoundEvent[]): RoundState {
  let current = round(waiting)
  for (const event of events) {
    const next = advance(current, event)
    if (next.kind === 'refused') throw new Error(`"${event.kind}" does not apply`)
    current = { ...current, state: next.state, fence: next.fence }
  }
  return current.state
}

describe('who looks into a sign-up', () => {
  it('is shown for half an hour, and for as long again if they say so again', () => {
    expect(lookingTime).toBe(1_800_000)
    expect(turned(lookInto())).toEqual({ ...waiting, looking: hers })
    expect(turned(lookInto(), lookInto(ada, later(60_000)))).toMatchObject({
      looking: { by: ada, since: now, until: later(60_000 + lookingTime) },
    })
    expect(turned(lookInto(), lookInto(ada, later(lookingTime)))).toMatchObject({
      looking: { since: later(lookingTime) },
    })
  })

  it('is whoever said so last', () => {
    expect(turned(lookInto(), lookInto(bob, later(1)))).toMatchObject({
      looking: { by: bob, since: later(1) },
    })
  })

  it('can stop, and nobody else can stop them', () => {
    expect(turned(lookInto(), stop())).toEqual(waiting)
    expect(advance(round(turned(lookInto())), stop(bob))).toEqual(refused)
    expect(advance(round(waiting), stop())).toEqual(refused)
  })

  it('is shown no longer once the time is over, and not before', () => {
    expect(advance(round(turned(lookInto())), end(later(lookingTime - 1)))).toEqual(refused)
    expect(turned(lookInto(), end(later(lookingTime)))).toEqual(waiting)
    expect(advance(round(waiting), end(later(lookingTime)))).toEqual(refused)
  })

  it('is shown no longer once anybody decides, even if that fails', () => {
    const claimed = turned(lookInto(), claim)
    expect(claimed).toMatchObject({ kind: 'claimed', claim: { by: bob } })
    expect(turned(lookInto(), claim, { kind: 'release', fence: 4, failure })).toEqual({
      kind: 'waiting',
      failure,
    })
    for (const event of [lookInto(), stop(), end(later(lookingTime))])
      expect(advance(round(claimed), event)).toEqual(refused)
  })

  it('has looked once their approval is one of several, but not because of somebody else’s', () => {
    expect(turned(lookInto(), approval(ada))).not.toHaveProperty('looking', hers)
    expect(turned(lookInto(), approval(bob))).toMatchObject({ looking: hers })
    const drop: RoundEvent = { kind: 'drop-approvals', clickIds: ['click'], because: 'withdrawn', now }
    expect(turned(lookInto(), approval(bob), drop)).toMatchObject({ looking: hers })
  })

  it('stays while a failure is shown, or the facts change', () => {
    expect(turned(lookInto(), { kind: 'note-failure', failure })).toMatchObject({ failure, looking: hers })
    expect(turned(approval(bob), lookInto(), { kind: 'change-facts', now })).toMatchObject({ looking: hers })
  })

  it('looks into nothing that is over', () => {
    const settled = round({ kind: 'settled', ending: { kind: 'gone', at: now } })
    expect(advance(settled, lookInto())).toEqual(refused)
  })
})

it('what a waiting round shows ends by itself with the first of its times', () => {
  expect(dueChange(waiting)).toBeNull()
  expect(dueChange(turned(lookInto()))).toEqual(later(lookingTime))
  expect(dueChange(turned(approval(bob)))).toEqual(later(approvalLife))
  expect(dueChange(turned(approval(bob), lookInto()))).toEqual(later(lookingTime))
  const [first, second] = [now, later(1)].map((at) => ({ by: bob, clickId: 'click', at }))
  if (first === undefined || second === undefined) throw new Error('There are two')
  expect(dueChange({ ...waiting, tally: { given: [second, first], dropped: null } })).toEqual(
    later(approvalLife),
  )
  expect(dueChange(turned(lookInto(), claim))).toBeNull()
})

it('a person’s newer word on who looks replaces the older one, and no decision', () => {
  const roundId = 'round-1'
  const [look, stopped, approve] = [
    { kind: 'look-into', roundId },
    { kind: 'stop-looking', roundId },
    { kind: 'approve', roundId },
  ] as const
  expect([replaces(look, stopped), replaces(stopped, look), replaces(approve, look)]).toEqual([
    true,
    true,
    true,
  ])
  expect([replaces(look, approve), replaces(stopped, approve)]).toEqual([false, false])
  expect(replaces({ kind: 'open-denial', roundId }, look)).toBe(false)
})
