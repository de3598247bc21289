// A claimed way back, over a Cognito whose looks and answers the test gives, one after the other.

import type { ClaimedClick, Conclusion } from '../../src/decide/conclude.ts'
import type { ReopeningParts } from '../../src/decide/reopen-in-cognito.ts'
import type { AnsweredAttempt, LookUp, Update, UpdateAnswer } from '../../src/domain/attempt.ts'
import { mayHaveWorked } from '../../src/domain/attempt.ts'
import type { Person } from '../../src/domain/person.ts'
import type { ClickRequest } from '../../src/domain/request.ts'
import type { Ending } from '../../src/domain/round.ts'
import type { Origin, Way } from '../../src/domain/way-back.ts'
import { ada, grace } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'

export const seen = (status: string, isEnabled = true): LookUp => {
  return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
}
export const missing: LookUp = { kind: 'gone', requestId: null }
export const unread: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }

export const yes: UpdateAnswer = { kind: 'done', requestId: 'aws 1' }
export const lost: UpdateAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
export const busy: UpdateAnswer = { kind: 'throttled', requestId: 'aws 2' }
export const refused: UpdateAnswer = { kind: 'refused', requestId: 'aws 3' }
export const unknown: UpdateAnswer = { kind: 'gone', requestId: 'aws 4' }

interface World {
  /** What the list shows, look by look; in the end always the last. */
  readonly lists: readonly LookUp[]
  /** Of each kind of call, one after the other; in the end always the last. */
  readonly answers?: { readonly [Call in Update]?: readonly UpdateAnswer[] }
  /** What the call does in Cognito, whatever its answer. */
  readonly effect?: (call: Update) => void
  /** An earlier process made this call and died. */
  readonly hasCalled?: Update
  readonly unanswered?: Person
}

type Flow<From extends Origin> = (
  parts: ReopeningParts,
  claimed: ClaimedClick,
  origin: From,
) => Promise<Conclusion | null>

/** What was asked and written down, in order, and how the round ended; null if it waits. */
export async function goBack<From extends Origin>(flow: Flow<From>, origin: From, world: World) {
  const clock = createHandClock()
  const since = clock.now()
  const looks = [...world.lists]
  const left = new Map(Object.entries(world.answers ?? {}).map(([call, answers]) => [call, [...answers]]))
  const done: string[] = []
  const endings: Ending[] = []
  let session: string | null = null
  const unseen = new Set<string>(world.hasCalled === undefined ? [] : [world.hasCalled])
  const note = (answered: AnsweredAttempt | null) => {
    if (answered !== null && !mayHaveWorked(answered)) unseen.delete(answered.call)
  }
  const parts: ReopeningParts = {
    ledger: {
      beginAttempt: async (_, call) => {
        unseen.add(call)
        return { id: 'attempt', unanswered: null, mayBeDisabled: false }
      },
      answerAttempt: async (answered) => note(answered),
      unanswered: async () => world.unanswered ?? null,
      unseenUpdate: async (_, __, call) => (unseen.has(call) ? ada : null),
      settle: async (settled) => {
        note(settled.answered)
        endings.push(settled.ending)
        session = settled.roleSession ?? null
        done.push(`settled: ${settled.ending.kind}, click ${settled.end.kind}`)
        return []
      },
      letWait: async ({ answered, end }) => {
        note(answered)
        done.push(`waits, click ${end.kind}`)
        return []
      },
      release: async ({ failure }) => {
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
        return missing
      },
      update: async ({ call, startBefore }) => {
        if (clock.now() >= startBefore) return { kind: 'not-sent' }
        done.push(call)
        world.effect?.(call)
        const answers = left.get(call) ?? []
        return (answers.length > 1 ? answers.shift() : answers[0]) ?? yes
      },
    },
    clock,
  }
  const request: ClickRequest = { kind: buttonOf(origin), roundId: 'round' }
  const signUp = grace()
  const pool = testPool({ id: signUp.poolId, approverRole: 'arn:aws:iam::123456789012:role/approver' })
  const click = pressed(since, { request })
  const going = flow(
    parts,
    { click, roundId: 'next', fence: 1, since, signUp, pool, origin, approvers: [] },
    origin,
  )
  await clock.advance(120_000)
  await going
  return { done, ending: endings.at(-1) ?? null, session, unseen: [...unseen] }
}

/** The way back whose button opened the round. */
export function buttonOf({ kind }: Origin): Way {
  return kind === 'resume' ? 'reopen' : kind
}
