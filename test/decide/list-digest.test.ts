// The list of a digest: who is shown it, and in which modal.
import { describe, expect, it } from 'vitest'
import { type DigestListParts, listDigest } from '../../src/decide/list-digest.ts'
import type { DigestPage } from '../../src/domain/digest-list.ts'
import type { ListDigest } from '../../src/domain/request.ts'
import { ada, grace } from '../domain/people.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'

const pool = testPool()
const place = { messageId: 'a1b2c3d4e5f60718.1', poolId: pool.id, shows: 'waiting', after: null } as const
const round = { id: 'r', number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } } as const
const page: DigestPage = { entries: [{ signUp: grace(), round }], waiting: 1, decided: 0, next: null }

const asked: ListDigest = {
  request: { kind: 'list-digest', ...place },
  toldBy: 'privately',
  by: ada,
  channel: pool.channel,
  pressedOn: null,
  responseUrl: null,
  deliveryKey: 'key',
  slackRequestId: null,
}

interface World {
  readonly verdict?: Awaited<ReturnType<DigestListParts['authorise']>>
  readonly found?: DigestPage | null
  readonly opened?: Awaited<ReturnType<DigestListParts['views']['open']>>
}

function world({ verdict = may, found = page, opened = { kind: 'opened', view: 'V1' } }: World = {}) {
  const done: unknown[] = []
  const parts: DigestListParts = {
    ledger: {
      digestPage: async (asked) => {
        done.push(asked)
        return found
      },
    },
    storeId: 'a1b2c3d4e5f60718',
    authorise: async () => verdict,
    views: {
      open: async ({ kind }) => {
        done.push(kind)
        return opened
      },
      change: async (view, shown) => {
        done.push(view, shown.kind)
        return { kind: 'done' }
      },
    },
    clock: createHandClock(),
    log: createReadableLog(),
    poolOf: (id) => (id === pool.id ? pool : null),
    answer: async ({ end }) => void done.push(end),
  }
  return { parts, done }
}

describe('the list of a digest', () => {
  it('opens at once, and shows the page once it is known', async () => {
    const { parts, done } = world()
    await listDigest(parts, asked, 'trigger')
    expect(done).toEqual(['loading', place, 'V1', 'digest-list'])
  })

  it('shows the page that follows in the same modal', async () => {
    const { parts, done } = world()
    const next = { ...place, after: 'r' }
    await listDigest(parts, { ...asked, request: { kind: 'list-digest', ...next }, view: 'V7' }, 'trigger')
    expect(done).toEqual([next, 'V7', 'digest-list'])
  })

  it.each([
    { verdict: { kind: 'may-not', because: 'not-an-approver' } },
    { verdict: { kind: 'unchecked', because: { kind: 'no-answer' } } },
  ] as const)(
    'shows nobody to whom it is not known that they may decide: $verdict.kind',
    async ({ verdict }) => {
      const { parts, done } = world({ verdict })
      await listDigest(parts, asked, 'trigger')
      expect(done).toEqual(['loading', 'V1', 'withheld'])
    },
  )

  it('says so if the digest is unknown, or its pool is not in the configuration', async () => {
    const unknown = world({ found: null })
    await listDigest(unknown.parts, asked, 'trigger')
    expect(unknown.done).toEqual(['loading', place, 'V1', 'withheld'])
    const removed = world()
    const request = { ...asked.request, poolId: 'us-east-1_Removed' }
    await listDigest(removed.parts, { ...asked, request }, 'trigger')
    expect(removed.done).toEqual(['loading', 'V1', 'withheld'])
  })

  it('that Slack did not open is told privately, but not if it was opened before', async () => {
    const lost = world({ opened: { kind: 'no-answer' } })
    await listDigest(lost.parts, asked, 'trigger')
    expect(lost.done).toEqual(['loading', { kind: 'answered', answer: { kind: 'details-unopened' } }])
    const again = world({ opened: { kind: 'refused', error: 'exchanged_trigger_id' } })
    await listDigest(again.parts, asked, 'trigger')
    expect(again.done).toEqual(['loading'])
  })
})
