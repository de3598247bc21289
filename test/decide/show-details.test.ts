// Details: who is shown what, on every page, and what is written down before.
import { describe, expect, it } from 'vitest'
import {
  type DetailsParts,
  decideInDetails,
  openDetails,
  turnDetails,
} from '../../src/decide/show-details.ts'
import type { KnownDetails } from '../../src/domain/details.ts'
import type { PoolUser } from '../../src/domain/sign-up.ts'
import type { SlackAnswer } from '../../src/domain/slack-answer.ts'
import type { UserSearch } from '../../src/domain/user-search.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { ada, grace } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { may } from './may.ts'

const signUp = grace({ attributes: { email: 'grace@example.com', phone_number: '+15550100' } })
const pool = testPool({ id: signUp.poolId })
const roundId = 'a1b2c3d4e5f60718.1'
const entry = {
  signUp,
  round: { id: roundId, number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } },
} as const
const known: KnownDetails = { entry, history: { events: [], goesOn: false, total: 0 } }

function user(change: Partial<PoolUser> = {}): PoolUser {
  const { poolId, sub, userName, signedUpAt, attributes } = signUp
  return { poolId, sub, userName, signedUpAt, attributes, status: 'UNCONFIRMED', isEnabled: true, ...change }
}

interface World {
  readonly verdict?: Awaited<ReturnType<DetailsParts['authorise']>>
  readonly found?: KnownDetails | null
  readonly opened?: Awaited<ReturnType<DetailsParts['views']['open']>>
  readonly changed?: readonly SlackAnswer[]
  readonly search?: (attribute: string) => UserSearch
  readonly store?: () => Promise<void>
}

function world({ verdict = may, found = known, ...rest }: World = {}) {
  const done: unknown[] = []
  const answers = [...(rest.changed ?? [])]
  const parts: DetailsParts = {
    ledger: {
      entry: async () => found?.entry ?? null,
      details: async (_, after) => {
        done.push(after === null ? 'read' : `read after ${after.id}`)
        return found
      },
      evidence: async () => null,
      noteLook: async ({ by }) => {
        await rest.store?.()
        done.push(`noted ${by.userId}`)
      },
    },
    evidenceRules,
    storeId: 'a1b2c3d4e5f60718',
    authorise: async () => {
      done.push('authorised')
      return verdict
    },
    views: {
      open: async (page) => {
        done.push(page)
        return rest.opened ?? { kind: 'opened', view: 'V1' }
      },
      change: async (view, page) => {
        done.push(view, page)
        return answers.shift() ?? { kind: 'done' }
      },
    },
    userPools: {
      search: async (_, { attribute }) => {
        done.push(`asked for ${attribute}`)
        return rest.search?.(attribute) ?? { kind: 'found', users: [user()] }
      },
    },
    listProblem: () => ({ kind: 'forbidden', action: 'cognito-idp:ListUsers' }),
    clock: createHandClock(),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => void done.push('logged') },
    poolOf: () => pool,
    answer: async ({ end }) => void done.push('told', end),
  }
  return { parts, done }
}

const asked = {
  toldBy: 'privately',
  by: ada,
  channel: 'C0CARDS',
  pressedOn: null,
  responseUrl: null,
  deliveryKey: 'delivery',
  slackRequestId: 'envelope',
} as const

async function open(change: World = {}) {
  const { parts, done } = world(change)
  await openDetails(parts, { ...asked, request: { kind: 'open-details', roundId } }, 'trigger')
  return done
}

const loading = { kind: 'loading' }

it('opens at once, authorises, asks Cognito’s list, writes down who looks, and only then shows the facts', async () => {
  expect(await open()).toEqual([
    loading,
    'authorised',
    'read',
    'asked for sub',
    'asked for email',
    'asked for phone_number',
    'noted U0ADA',
    'V1',
    {
      kind: 'details',
      details: {
        ...known,
        pool,
        seen: { kind: 'found', user: user() },
        sharing: [
          { attribute: 'email', others: { kind: 'found', users: [] } },
          { attribute: 'phone_number', others: { kind: 'found', users: [] } },
        ],
        evidence: null,
      },
    },
  ])
})

describe('whoever may not look', () => {
  it.each([
    [
      { kind: 'may-not', because: 'not-an-approver' },
      { kind: 'refused', because: 'not-an-approver' },
    ],
    [
      { kind: 'unchecked', because: { kind: 'no-answer' } },
      { kind: 'unchecked', because: { kind: 'no-answer' } },
    ],
  ] as const)('is shown why instead, and nothing is asked or noted: $kind', async (verdict, end) => {
    const withheld = { kind: 'withheld', end, clicker: 'U0ADA', poolName: 'Customers' }
    expect(await open({ verdict })).toEqual([loading, 'authorised', 'V1', withheld])
  })

  it('gets no further page either', async () => {
    const { parts, done } = world({ verdict: { kind: 'may-not', because: 'not-an-approver' } })
    const after = { at: 5, id: 'event' }
    await turnDetails(parts, { ...asked, view: 'V7', request: { kind: 'turn-details', roundId, after } })
    expect(done).toMatchObject(['authorised', 'V7', { kind: 'withheld' }])
  })
})

it('a sign-up that the store does not know is said to be unknown', async () => {
  expect(await open({ found: null })).toMatchObject([loading, 'V1', { end: { kind: 'unknown-round' } }])
})

it('another page is read from the store alone, for whoever is still an approver', async () => {
  const { parts, done } = world()
  const after = { at: 5, id: 'event' }
  await turnDetails(parts, { ...asked, view: 'V7', request: { kind: 'turn-details', roundId, after } })
  expect(done).toEqual(['authorised', 'read after event', 'V7', { kind: 'older', pool, known }])
})

it('names others with the same address, and never the user', async () => {
  const other = user({ sub: 'sub-other', userName: 'other' })
  const search = () => ({ kind: 'found', users: [user(), other] }) as const
  expect((await open({ search })).at(-1)).toMatchObject({
    details: { sharing: [{ others: { users: [other] } }, { others: { users: [other] } }] },
  })
})

it('if Cognito can’t be read, says why and shows what the store knows, without asking further', async () => {
  const search = () => {
    throw new Error('AccessDenied')
  }
  const done = await open({ search })
  const unread = { kind: 'unread', problem: 'forbidden' }
  expect(done.filter((one) => String(one).startsWith('asked'))).toEqual(['asked for sub'])
  expect(done.at(-1)).toMatchObject({
    kind: 'details',
    details: { entry, seen: unread, sharing: [{ others: unread }, { others: unread }] },
  })
})

it('if the look can’t be written down, nothing is shown', async () => {
  const { parts, done } = world({ store: () => Promise.reject(new Error('disk full')) })
  const opening = openDetails(parts, { ...asked, request: { kind: 'open-details', roundId } }, 'trigger')
  await expect(opening).rejects.toThrow('disk full')
  expect(done.slice(-2)).toEqual(['V1', { kind: 'failed' }])
})

describe('if Slack', () => {
  it('opens no modal, the person is told to press again', async () => {
    const told = ['told', { kind: 'answered', answer: { kind: 'details-unopened' } }]
    expect(await open({ opened: { kind: 'refused', error: 'expired_trigger_id' } })).toEqual([
      loading,
      ...told,
    ])
    expect(await open({ opened: { kind: 'no-answer' } })).toEqual([loading, ...told])
  })

  it('delivers the same request twice, nothing is said about the second', async () => {
    expect(await open({ opened: { kind: 'refused', error: 'exchanged_trigger_id' } })).toEqual([loading])
  })

  it('says that the modal is closed, nothing more is done', async () => {
    const done = await open({ changed: [{ kind: 'refused', error: 'not_found' }] })
    expect(done.at(-1)).toMatchObject({ kind: 'details' })
  })

  it('refuses what is to be shown, that is logged and said', async () => {
    const done = await open({ changed: [{ kind: 'refused', error: 'invalid_arguments' }] })
    expect(done.slice(-3)).toEqual(['logged', 'V1', { kind: 'refused-by-slack', error: 'invalid_arguments' }])
  })
})

it('a decision made in it is shown to be under way, and then what came of it, even if it failed', async () => {
  for (const fails of [false, true]) {
    const { parts, done } = world()
    const work = async () => {
      done.push('decided')
      if (fails) throw new Error('the store is away')
    }
    const deciding = decideInDetails(parts, { roundId, by: ada }, 'V1', work)
    await (fails ? expect(deciding).rejects.toThrow('the store is away') : deciding)
    expect(done.slice(0, 4)).toEqual(['V1', { kind: 'deciding' }, 'decided', 'authorised'])
    expect(done.at(-1)).toMatchObject({ kind: 'details' })
    expect(done).not.toContain('noted U0ADA')
  }
})
