// Clicks without an end are carried out by whichever process may be sure that no other one works on them.
import { expect, test } from 'vitest'
import { resumeClicks } from '../../src/decide/resume-clicks.ts'
import type { Click } from '../../src/domain/click.ts'
import { ada } from '../domain/people.ts'

const second = 1000

interface Left {
  readonly id: string
  readonly holdsClaim?: boolean
  readonly isLeaseOver?: boolean
  readonly ageMs?: number
}

/** What becomes of these clicks; "running" is at work in this process. */
async function resume(isOwner: boolean, ...left: readonly Left[]): Promise<readonly string[]> {
  const done: string[] = []
  await resumeClicks(
    {
      ledger: {
        unended: async () =>
          left.map(({ id, holdsClaim = false, isLeaseOver = false, ageMs = second }) => ({
            click: clickOf(id),
            holdsClaim,
            isLeaseOver,
            ageMs,
          })),
        freeDrawers: async () => void done.push('free drawers'),
        forgetResponseUrls: async () => {},
      },
      decider: {
        takeUp: async ({ id }, asOwner) => void done.push(`take up ${id}${asOwner ? ' as owner' : ''}`),
        isAtWork: (id) => id === 'running',
      },
      isNotTaken: ({ id }) => id === 'not taken',
      carryOut: ({ id }) => void done.push(`carry out ${id}`),
      start: (_, work) => void work(),
    },
    isOwner,
  )
  return done
}

function clickOf(id: string): Click {
  return {
    id,
    at: new Date('2026-05-01T12:00:00Z'),
    roundId: 'round',
    bulkId: null,
    request: { kind: 'approve', roundId: 'round' },
    toldBy: 'card',
    by: ada,
    channel: 'C0CARDS',
    pressedOn: null,
    responseUrl: null,
    deliveryKey: id,
    slackRequestId: null,
  }
}

test('when the only process starts, it carries out every unclaimed click at once, oldest first', async () => {
  const resumed = await resume(true, { id: 'older', ageMs: 60 * second }, { id: 'newer', ageMs: 0 })
  expect(resumed).toEqual(['free drawers', 'carry out older', 'carry out newer'])
})

test('when the only process starts, it takes up every claim, because the holder is dead', async () => {
  const resumed = await resume(true, { id: 'claimed', holdsClaim: true, isLeaseOver: false })
  expect(resumed).toEqual(['free drawers', 'take up claimed as owner'])
})

test('an unclaimed click is left for two minutes to the process that wrote it down', async () => {
  expect(await resume(false, { id: 'click', ageMs: 120 * second })).toEqual([])
  expect(await resume(false, { id: 'click', ageMs: 121 * second })).toEqual(['carry out click'])
})

test('a claim is left to its holder until its lease is over', async () => {
  const claimed = { id: 'claimed', holdsClaim: true, ageMs: 600 * second }
  expect(await resume(false, claimed)).toEqual([])
  expect(await resume(false, { ...claimed, isLeaseOver: true })).toEqual(['take up claimed'])
})

test('a click that this process is working on is not begun again', async () => {
  const running = { id: 'running', ageMs: 600 * second }
  expect(await resume(false, running)).toEqual([])
  expect(await resume(false, { ...running, holdsClaim: true, isLeaseOver: true })).toEqual([])
})

test('a click that Slack has shown as failed is not carried out, however old it is', async () => {
  expect(await resume(false, { id: 'not taken', ageMs: 600 * second })).toEqual([])
})
