// "I'm on it" and "Not any more": who may press them, and what comes of it.
import { describe, expect, it } from 'vitest'
import type { Authorise } from '../../src/decide/authorise.ts'
import { changeLooking } from '../../src/decide/look-into.ts'
import type { LookingResult } from '../../src/domain/claim.ts'
import type { Entitlement } from '../../src/domain/entitlement.ts'
import type { ClickRequest } from '../../src/domain/request.ts'
import { approver, grace } from '../domain/people.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { roundOf } from '../slack/draw/everything.ts'
import { testPool } from '../support/pool.ts'
import { pressed } from './pressed.ts'

const entry = { signUp: grace(), round: { ...roundOf({ kind: 'waiting', failure: null }), id: 'round' } }
const looking: LookingResult = { kind: 'over', end: { kind: 'looking' }, messageIds: ['message'] }

/** What a press comes to, in order. */
async function press(
  kind: 'look-into' | 'stop-looking',
  result: LookingResult = looking,
  authorise: Authorise = async (_, __, judge) => judge(approver()),
) {
  const clock = createHandClock()
  const request: ClickRequest = { kind, roundId: 'round' }
  const done: string[] = []
  const kept: (Entitlement | null)[] = []
  const end = await changeLooking(
    {
      ledger: {
        changeLooking: async (_, __, entitlement) => {
          kept.push(entitlement)
          done.push('written')
          return result
        },
      },
      authorise: (...asked) => {
        done.push('asked Slack')
        return authorise(...asked)
      },
      clock,
      log: createReadableLog(),
      redraw: async (_, messageIds) => void done.push(`drew ${messageIds?.join()}`),
      tell: async () => void done.push('told'),
    },
    pressed(clock.now(), { request }),
    entry,
    testPool(),
  )
  return { end, done, kept }
}

describe('looking into a sign-up', () => {
  it('is for approvers: it is written down with their right to it, and drawn', async () => {
    const { end, done, kept } = await press('look-into')
    expect(end).toBeNull()
    expect(done).toEqual(['asked Slack', 'written', 'drew message'])
    expect(kept).toMatchObject([{ through: { kind: 'users' }, asked: 'button' }])
  })

  it('is not for others, nor for whom Slack says nothing about, nor about one’s own sign-up', async () => {
    const outsider = await press('look-into', looking, async (_, __, judge) =>
      judge(approver({}, { through: null })),
    )
    expect(outsider).toMatchObject({ end: { kind: 'refused', because: 'not-an-approver' }, kept: [] })
    const own = await press('look-into', looking, async (_, __, judge) =>
      judge(approver({ email: 'grace@example.com' })),
    )
    expect(own).toMatchObject({ end: { kind: 'refused', because: 'own-sign-up' }, kept: [] })
    const because = { kind: 'no-answer' } as const
    const unchecked = await press('look-into', looking, async () => ({ kind: 'unchecked', because }))
    expect(unchecked).toMatchObject({ end: { kind: 'unchecked', because }, kept: [] })
  })

  it('that comes too late is told privately, and nothing is drawn', async () => {
    const late: LookingResult = {
      kind: 'over',
      end: { kind: 'late', first: null, ending: null },
      messageIds: null,
    }
    expect((await press('look-into', late)).done).toEqual(['asked Slack', 'written', 'told'])
    expect((await press('look-into', { kind: 'ended' })).done).toEqual(['asked Slack', 'written'])
  })
})

it('to stop, nobody needs a right', async () => {
  const stopped: LookingResult = { kind: 'over', end: { kind: 'stopped-looking' }, messageIds: ['message'] }
  const { done, kept } = await press('stop-looking', stopped)
  expect(done).toEqual(['written', 'drew message'])
  expect(kept).toEqual([null])
})
