// A round that is claimed for a denial: nobody is disabled who is not waiting, and every call is accounted for.
import { describe, expect, it } from 'vitest'
import { type DenyingParts, denyInCognito } from '../../src/decide/deny-in-cognito.ts'
import {
  type AnsweredAttempt,
  type LookUp,
  mayHaveWorked,
  type UpdateAnswer,
} from '../../src/domain/attempt.ts'
import type { Fate } from '../../src/domain/decision.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Ending } from '../../src/domain/round.ts'
import { ada, bob, grace } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'

const signUp = grace()
const pool = testPool({ id: signUp.poolId, approvers: { groups: [], users: [ada.userId] } })

const seen = (status: string, isEnabled = true): LookUp => {
  return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
}
const waiting = seen('UNCONFIRMED')
const disabledNow = seen('UNCONFIRMED', false)
const confirmedNow = seen('CONFIRMED')
const missing: LookUp = { kind: 'gone', requestId: null }
const unread: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }

const yes: UpdateAnswer = { kind: 'done', requestId: 'aws 1' }
const lost: UpdateAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
const busy: UpdateAnswer = { kind: 'throttled', requestId: 'aws 2' }
const unknown: UpdateAnswer = { kind: 'gone', requestId: 'aws 3' }

interface World {
  /** What the list shows, look by look; in the end always the last. */
  readonly lists: readonly LookUp[]
  readonly answers?: readonly UpdateAnswer[]
  readonly lookUp?: LookUp
  readonly onDeny?: Fate
  /** Who asked for an approval that got no answer. */
  readonly unanswered?: Person
  /** An earlier process made the call and died. */
  readonly hasCalled?: boolean
  readonly isClaimLost?: boolean
  /** How long the process is paused between its first look and its call, in milliseconds. */
  readonly pause?: number
}

/** What was asked and written down, in order; and how the round and its click ended. */
async function deny({ lists, answers = [yes], onDeny = 'disable', ...world }: World) {
  const clock = createHandClock()
  const since = clock.now()
  const left = [...answers]
  const looks = [...lists]
  const done: string[] = []
  let ending: Ending | null = null
  let mayHaveDisabled = world.hasCalled === true
  const note = (answered: AnsweredAttempt | null) => {
    if (answered !== null) mayHaveDisabled = mayHaveWorked(answered)
  }
  const parts: DenyingParts = {
    ledger: {
      beginAttempt: async (_, call) => {
        if (world.isClaimLost === true) return null
        if (!done.includes('begin disable')) await clock.sleep(world.pause ?? 0)
        done.push(`begin ${call}`)
        mayHaveDisabled = true
        return { id: 'attempt', unanswered: null, mayBeDisabled: false }
      },
      answerAttempt: async (answered) => note(answered),
      unanswered: async () => world.unanswered ?? null,
      unseenUpdate: async () => null,
      unseenDenial: async () => (mayHaveDisabled ? { by: ada, reason: 'Other', note: null } : null),
      settle: async (settled) => {
        note(settled.answered)
        ending = settled.ending
        done.push(`settled: ${settled.ending.kind}, click ${settled.end.kind}`)
        return []
      },
      release: async ({ failure, answered }) => {
        note(answered)
        done.push(`waits again: ${failure.decision} ${failure.reason.kind}`)
        return []
      },
    },
    userPools: {
      lookInList: async () => {
        done.push('list')
        return (looks.length > 1 ? looks.shift() : looks[0]) ?? unread
      },
      lookUp: async () => {
        done.push('look up')
        return world.lookUp ?? missing
      },
      update: async ({ sub, startBefore }) => {
        if (clock.now() >= startBefore) return { kind: 'not-sent' }
        done.push(sub === signUp.sub ? 'disable' : 'disable another')
        return left.shift() ?? answers.at(-1) ?? yes
      },
    },
    clock,
  }
  const request = { kind: 'deny', roundId: 'round', reason: 'Other', note: null, onDeny } as const
  const click = pressed(since, { request })
  const denying = denyInCognito(parts, { click, roundId: 'round', fence: 1, since, signUp, pool }, request)
  await clock.advance(80_000)
  await denying
  return { done, ending, mayHaveDisabled }
}

const account = (ending: Ending | null) => (ending?.kind === 'denied' ? ending.account : null)

describe('a denial', () => {
  it('looks first, then writes the call down, makes it, and reads the user back', async () => {
    const { done, ending } = await deny({ lists: [waiting, disabledNow] })
    expect(done).toEqual(['list', 'begin disable', 'disable', 'list', 'settled: denied, click denied'])
    expect(ending).toMatchObject({ by: ada, reason: 'Other' })
    expect(account(ending)).toEqual({ kind: 'disabled', certainty: 'answered', status: 'UNCONFIRMED' })
  })

  it('makes no call where the pool keeps denied accounts, but looks all the same', async () => {
    const kept = await deny({ lists: [waiting], onDeny: 'keep' })
    expect(kept.done).toEqual(['list', 'settled: denied, click denied'])
    expect(account(kept.ending)).toEqual({ kind: 'kept' })
    expect((await deny({ lists: [confirmedNow], onDeny: 'keep' })).done).toEqual([
      'list',
      'settled: confirmed-elsewhere, click overtaken',
    ])
  })

  it.each([
    ['confirmed outside', confirmedNow, 'confirmed-elsewhere'],
    ['disabled outside', disabledNow, 'disabled'],
    ['given another status', seen('RESET_REQUIRED'), 'confirmed-elsewhere'],
  ])('never touches somebody who was %s', async (_, look, kind) => {
    expect((await deny({ lists: [look] })).done).toEqual(['list', `settled: ${kind}, click overtaken`])
  })

  it('never touches somebody who was confirmed by an approval that got no answer, and says whose', async () => {
    const { done, ending } = await deny({ lists: [confirmedNow], unanswered: bob })
    expect(done).toEqual(['list', 'settled: confirmed, click overtaken'])
    expect(ending).toMatchObject({ by: bob, certainty: 'probable' })
  })

  it('calls nobody deleted whom only the list does not show', async () => {
    expect((await deny({ lists: [missing], lookUp: missing })).done).toEqual([
      'list',
      'look up',
      'settled: gone, click overtaken',
    ])
    expect((await deny({ lists: [missing, disabledNow], lookUp: waiting })).done).toEqual([
      'list',
      'look up',
      'begin disable',
      'disable',
      'list',
      'settled: denied, click denied',
    ])
  })

  it('says that somebody was confirmed in the moment in which they were disabled', async () => {
    const { ending } = await deny({ lists: [waiting, seen('CONFIRMED', false)] })
    expect(account(ending)).toMatchObject({ status: 'CONFIRMED' })
  })

  it('gives the list two seconds to show the user as disabled, and says if it does not', async () => {
    const late = await deny({ lists: [waiting, waiting, disabledNow] })
    expect(account(late.ending)).toMatchObject({ status: 'UNCONFIRMED' })
    expect(account((await deny({ lists: [waiting, waiting, waiting] })).ending)).toMatchObject({
      status: null,
    })
    expect(account((await deny({ lists: [waiting, unread] })).ending)).toMatchObject({ status: null })
  })

  it('looks again where its process was paused before the call: the user may be confirmed by then', async () => {
    const paused = await deny({ lists: [waiting, confirmedNow], pause: 11_000 })
    expect(paused.done).toEqual([
      'list',
      'begin disable',
      'list',
      'settled: confirmed-elsewhere, click overtaken',
    ])
    const still = await deny({ lists: [waiting, waiting, disabledNow], pause: 11_000 })
    expect(still.done.at(-1)).toBe('settled: denied, click denied')
  })

  it('sends nothing once its claim is lost', async () => {
    expect((await deny({ lists: [waiting], isClaimLost: true })).done).toEqual(['list'])
  })
})

describe('a denial of somebody who was to be let in again', () => {
  const stillDisabled = seen('CONFIRMED', false)

  it('leaves the account disabled, and makes no call', async () => {
    const { done, ending } = await deny({ lists: [stillDisabled], onDeny: 'keep-disabled' })
    expect(done).toEqual(['list', 'settled: denied, click denied'])
    expect(account(ending)).toEqual({ kind: 'kept-disabled' })
  })

  it('is told what they are if somebody has let them in, or deleted them', async () => {
    const inside = await deny({ lists: [confirmedNow], onDeny: 'keep-disabled' })
    expect(inside.done.at(-1)).toBe('settled: confirmed-elsewhere, click overtaken')
    const gone = await deny({ lists: [missing], lookUp: missing, onDeny: 'keep-disabled' })
    expect(gone.done.at(-1)).toBe('settled: gone, click overtaken')
  })
})

describe('a call of a denial without a usable answer', () => {
  it('is repeated, after another look', async () => {
    const { done, ending } = await deny({ lists: [waiting, waiting, disabledNow], answers: [lost, yes] })
    expect(done).toEqual([
      'list',
      'begin disable',
      'disable',
      'list',
      'begin disable',
      'disable',
      'list',
      'settled: denied, click denied',
    ])
    expect(account(ending)).toMatchObject({ certainty: 'answered' })
  })

  it('is not repeated on a user who is disabled by then: it was probably that call', async () => {
    const { done, ending } = await deny({ lists: [waiting, disabledNow], answers: [lost] })
    expect(done.filter((what) => what === 'disable')).toHaveLength(1)
    expect(account(ending)).toEqual({ kind: 'disabled', certainty: 'probable', status: 'UNCONFIRMED' })
  })

  it('is not repeated on a user who was confirmed meanwhile', async () => {
    const { done } = await deny({ lists: [waiting, confirmedNow], answers: [busy] })
    expect(done.filter((what) => what === 'disable')).toHaveLength(1)
    expect(done.at(-1)).toBe('settled: confirmed-elsewhere, click overtaken')
  })

  it('is given up within a minute, and the round waits again', async () => {
    const { done } = await deny({ lists: [waiting], answers: [busy] })
    expect(done.filter((what) => what === 'disable')).toHaveLength(6)
    expect(done.at(-1)).toBe('waits again: deny throttled')
  })

  it('may have worked if nothing could be seen after it: nobody says that it did not', async () => {
    const { done, mayHaveDisabled } = await deny({ lists: [waiting, unread], answers: [lost] })
    expect(done.at(-1)).toBe('waits again: deny uncertain')
    expect(mayHaveDisabled).toBe(true)
  })

  it('is repeated once more where Cognito does not know the user whom it lists, and then given up', async () => {
    const { done } = await deny({ lists: [waiting], answers: [unknown] })
    expect(done.at(-1)).toBe('waits again: deny contradicted')
  })

  it('is looked into where nobody has heard of the answer', async () => {
    const strange: UpdateAnswer = { kind: 'unheard-of', name: 'NewException', requestId: 'aws 4' }
    const undone = await deny({ lists: [waiting], answers: [strange] })
    expect(undone.done).toEqual(['list', 'begin disable', 'disable', 'list', 'waits again: deny unheard-of'])
    expect(undone.mayHaveDisabled).toBe(false)
    const worked = await deny({ lists: [waiting, disabledNow], answers: [strange] })
    expect(account(worked.ending)).toMatchObject({ certainty: 'probable' })
  })
})

describe('a denial that nobody could look into', () => {
  it('sends nothing, and the round waits again', async () => {
    const { done } = await deny({ lists: [unread] })
    expect(done).not.toContain('disable')
    expect(done.at(-1)).toBe('waits again: deny unreachable')
  })

  it('names the right that is missing', async () => {
    const reason = { kind: 'forbidden', action: 'cognito-idp:ListUsers' } as const
    const { done } = await deny({ lists: [{ kind: 'failed', reason, requestId: null }] })
    expect(done).toEqual(['list', 'waits again: deny forbidden'])
  })
})

describe('a denial that a dead process left behind', () => {
  it('is told as done where its call has disabled the user, and makes no second call', async () => {
    const { done, ending } = await deny({ lists: [disabledNow], hasCalled: true })
    expect(done).toEqual(['list', 'settled: denied, click denied'])
    expect(account(ending)).toMatchObject({ certainty: 'probable' })
  })

  it('is carried out where the user still waits', async () => {
    const { done } = await deny({ lists: [waiting, disabledNow], hasCalled: true })
    expect(done.at(-1)).toBe('settled: denied, click denied')
    expect(done.filter((what) => what === 'disable')).toHaveLength(1)
  })
})
