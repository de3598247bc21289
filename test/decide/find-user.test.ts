// Whom a command means: the store is searched first, Cognito second, and what is not known is said.
import { describe, expect, it, test } from 'vitest'
import { type FindingParts, findUser } from '../../src/decide/find-user.ts'
import type { CardEntry } from '../../src/domain/card-entry.ts'
import { type Meant, readCommand } from '../../src/domain/command.ts'
import type { Pool } from '../../src/domain/pool.ts'
import type { PoolUser } from '../../src/domain/sign-up.ts'
import type { UserSearch } from '../../src/domain/user-search.ts'
import { testPool } from '../support/pool.ts'

const idOf = (index: number) => `5005a893-21d7-4d47-8806-${String(index).padStart(12, '0')}`

const pool = (id: string, name: string): Pool => testPool({ id, name, channel: 'C1' })
const customers = pool('eu-west-1_A', 'Customers')
const partners = pool('eu-west-1_B', 'Partners')

const user = (index: number, userName: string, change: Partial<PoolUser> = {}): PoolUser => ({
  poolId: customers.id,
  sub: idOf(index),
  userName,
  signedUpAt: new Date(Date.UTC(2026, 4, 1) + index),
  status: 'UNCONFIRMED',
  isEnabled: true,
  attributes: {},
  ...change,
})

const entryOf = ({ poolId, sub, userName, signedUpAt, attributes }: PoolUser): CardEntry => ({
  signUp: { poolId, sub, userName, signedUpAt, attributes, isImitation: false },
  round: { id: `round ${sub}`, number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } },
})

function deniedEntryOf(one: PoolUser): CardEntry {
  const { signUp, round } = entryOf(one)
  const by = { userId: 'U1', teamId: 'T1' }
  const at = new Date(0)
  const ending = { kind: 'denied', by, reason: 'Spam', note: null, at, account: { kind: 'kept' } } as const
  return { signUp, round: { ...round, state: { kind: 'settled', ending } } }
}

test('an exact id confirms nobody at once whom neither the channel nor a dialog shows in full: the answer shows them first', async () => {
  const one = user(1, 'grace')
  const world = { known: [one], answer: () => found(one) }
  expect((await find(one.sub, world)).result).toMatchObject({ kind: 'round' })
  const shown = {
    kind: 'answer',
    answer: { kind: 'candidates', decision: 'approve', roundIds: [`round ${one.sub}`] },
  }
  for (const visibility of ['masked', 'domain'] as const)
    expect((await find(one.sub, world, [{ ...customers, visibility }])).result).toMatchObject(shown)
  expect((await find(one.sub, { ...world, isTooLong: true })).result).toMatchObject(shown)
})

interface World {
  /** Who waits, as the store knows it. */
  readonly known?: readonly PoolUser[]
  /** Who was denied, and left in Cognito. */
  readonly denied?: readonly PoolUser[]
  /** Cognito's answer to each question. */
  answer?(poolId: string, attribute: string, value: string): UserSearch
  readonly problem?: 'forbidden'
  /** No dialog can say in full who anybody is. */
  readonly isTooLong?: boolean
}

const found = (...users: readonly PoolUser[]): UserSearch => ({ kind: 'found', users })
const noAnswer = (): UserSearch => {
  throw new Error('no answer')
}

async function find(typed: string, world: World, pools: readonly Pool[] = [customers]) {
  const rounds = [...(world.known ?? []).map(entryOf), ...(world.denied ?? []).map(deniedEntryOf)]
  const asked: string[] = []
  const reads: number[] = []
  const parts: FindingParts = {
    ledger: {
      latest: async (signUps) =>
        rounds.filter(({ signUp }) =>
          signUps.some(({ sub, poolId }) => sub === signUp.sub && poolId === signUp.poolId),
        ),
      named: async (poolId, userName) =>
        rounds.filter(({ signUp }) => signUp.poolId === poolId && signUp.userName === userName),
      waitingBefore: async (poolId, before, limit) => {
        reads.push(limit)
        const all = rounds
          .filter(({ signUp, round }) => signUp.poolId === poolId && round.state.kind === 'waiting')
          .toReversed()
        const start = before === null ? 0 : all.findIndex(({ round }) => round.id === before.round.id) + 1
        return all.slice(start, start + limit)
      },
      record: async (seen) => {
        for (const one of seen)
          if (!rounds.some(({ signUp }) => signUp.sub === one.sub))
            rounds.push(entryOf(user(0, '', { ...one })))
        return { settledBefore: [] }
      },
      reopen: async () => false,
    },
    userPools: {
      search: async (poolId, { attribute, value }) => {
        asked.push(`${attribute} ${value}`)
        return world.answer?.(poolId, attribute, value) ?? found()
      },
      lookUp: async () => ({ kind: 'gone', requestId: null }),
    },
    listProblem: () => (world.problem === undefined ? null : { kind: 'forbidden', action: 'x' }),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    backlogAge: 0,
    fitsDialog: () => world.isTooLong !== true,
    cardsChanged: () => {},
  }
  const command = readCommand(typed, pools)
  if (command.kind !== 'confirm') throw new Error(`“${typed}” is ${command.kind}`)
  const meant: Meant = command
  const result = await findUser(parts, meant)
  return { result, asked, reads }
}

const candidates = (...indexes: readonly number[]) => ({
  kind: 'answer',
  answer: { kind: 'candidates', roundIds: indexes.map((index) => `round ${idOf(index)}`), unsearched: [] },
})
const answered = (kind: string, facts: object = {}) => ({ kind: 'answer', answer: { kind, ...facts } })

describe('a command confirms at once', () => {
  it('only by an exact sub', async () => {
    const { result } = await find(idOf(1), { answer: () => found(user(1, 'ada')) })
    expect(result).toMatchObject({ kind: 'round', entry: { signUp: { sub: idOf(1) } } })
  })

  it.each(['ada', 'user:ada', 'ada@example.com', '+15550100'])('but not by %s', async (typed) => {
    const ada = user(1, 'ada', { attributes: { email: 'ada@example.com', phone_number: '+15550100' } })
    expect((await find(typed, { answer: () => found(ada) })).result).toMatchObject(candidates(1))
  })

  it('but not by a sub in capital letters', async () => {
    const sub = '5005a893-21d7-4d47-8806-5aa66450dece'
    const ada = user(1, 'ada', { sub })
    const { result } = await find(sub.toUpperCase(), { known: [ada], answer: () => found(ada) })
    expect(result).toMatchObject(answered('candidates'))
  })

  it('but not if another has this sub as the user name', async () => {
    const answer = (_: string, attribute: string) =>
      found(attribute === 'sub' ? user(1, 'ada') : user(2, idOf(1)))
    expect((await find(idOf(1), { answer })).result).toMatchObject(candidates(1, 2))
  })

  it('but not while Cognito gives no answer about the sub', async () => {
    const { result } = await find(idOf(1), { known: [user(1, 'ada')], answer: noAnswer })
    expect(result).toMatchObject({
      answer: { kind: 'candidates', unsearched: [{ poolName: 'Customers', problem: 'out-of-reach' }] },
    })
  })
})

describe('a command that looks for somebody to deny', () => {
  it.each([idOf(1), 'ada'])('shows them, and decides nothing, even by their sub: deny %s', async (typed) => {
    const { result } = await find(`deny ${typed}`, { answer: () => found(user(1, 'ada')) })
    expect(result).toMatchObject(answered('candidates', { decision: 'deny', roundIds: [`round ${idOf(1)}`] }))
  })

  it('says what it took the words for where it finds nobody', async () => {
    const { result } = await find('deny zed', {})
    expect(result).toMatchObject(answered('unknown-user', { decision: 'deny', user: 'zed' }))
  })
})

describe('a command that looks for a history', () => {
  const history = (index: number) => answered('history', { roundId: `round ${idOf(index)}` })

  it.each([idOf(1), 'ada', 'user:ada'])(
    'finds whoever waits, and decides nothing: history %s',
    async (typed) => {
      const { result } = await find(`history ${typed}`, { answer: () => found(user(1, 'ada')) })
      expect(result).toMatchObject(history(1))
    },
  )

  it.each([idOf(1), 'ada'])(
    'finds who was decided about, even if Cognito knows them no longer: %s',
    async (typed) => {
      const decided = { denied: [user(1, 'ada')] }
      expect((await find(`history ${typed}`, decided)).result).toMatchObject(history(1))
      const confirmed = { ...decided, answer: () => found(user(1, 'ada', { status: 'CONFIRMED' })) }
      expect((await find(`history ${typed}`, confirmed)).result).toMatchObject(history(1))
    },
  )

  it('has several to choose from if several are called so', async () => {
    const two = [user(1, 'ada'), user(2, 'ada')]
    const { result } = await find('history ada', { answer: () => found(...two) })
    expect(result).toMatchObject({ answer: { ...candidates(1, 2).answer, decision: 'history' } })
  })

  it('says so of somebody who never waited', async () => {
    const answer = () => found(user(1, 'ada', { status: 'CONFIRMED' }))
    expect((await find('history ada', { answer })).result).toMatchObject(
      answered('not-waiting', { roundIds: [] }),
    )
    expect((await find('history ada', {})).result).toMatchObject(
      answered('unknown-user', { decision: 'history' }),
    )
  })
})

test.each([idOf(1), 'ada', 'deny ada'])(
  'who was decided about is shown: with what Cognito says, or as the store alone knows them: %s',
  async (typed) => {
    const roundIds = [`round ${idOf(1)}`]
    const denied = [user(1, 'ada')]
    const listed = { denied, answer: () => found(user(1, 'ada', { isEnabled: false })) }
    expect((await find(typed, listed)).result).toMatchObject(answered('not-waiting', { roundIds }))
    expect((await find(typed, { denied })).result).toMatchObject(
      answered('decided', { roundIds, unsearched: [] }),
    )
    expect((await find(typed, { denied, answer: noAnswer })).result).toMatchObject(
      answered('decided', { roundIds, unsearched: [{ problem: 'out-of-reach' }] }),
    )
  },
)

test('of somebody who was denied and left in Cognito, the answer is that, and not that nobody could look', async () => {
  const ada = user(1, 'ada')
  const { result } = await find('ada', { denied: [ada], answer: () => found(ada) })
  expect(result).toMatchObject(
    answered('not-waiting', {
      users: [{ status: 'UNCONFIRMED', ending: { kind: 'denied', reason: 'Spam' } }],
    }),
  )
})

describe('the store is searched', () => {
  const ada = user(1, 'ada', { attributes: { email: 'Ada@Example.com', name: 'Ada Lovelace' } })

  it.each([
    'Ada',
    '“ada”',
    '*ADA*,',
    '`ada`.',
    'user:Ada',
    'mailto:ada@example.com',
    '<http://ada|ada>',
    'ada:wave:',
    '\\ada',
    '“ada lovelace”',
  ])('and finds who is in view, though Cognito finds nobody who is called: %s', async (typed) => {
    expect((await find(typed, { known: [ada] })).result).toMatchObject(candidates(1))
  })

  it('and what Cognito knows of the same user is newer', async () => {
    const answer = () => found({ ...ada, status: 'CONFIRMED' })
    expect((await find('ada', { known: [ada], answer })).result).toMatchObject(answered('not-waiting'))
  })

  it('and shows whoever is called nearly so, the most alike first', async () => {
    const known = [user(1, 'grace'), user(2, 'adam'), user(3, 'ada.lovelace')]
    expect((await find('ada', { known })).result).toMatchObject(
      answered('nearest', { roundIds: [`round ${idOf(3)}`, `round ${idOf(2)}`], isWhole: true }),
    )
  })

  it('a hundred at a time, at most two thousand', async () => {
    const known = Array.from({ length: 5000 }, (_, index) => user(index, `user-${index}`))
    const { result, reads } = await find('nobody', { known })
    expect(reads).toEqual(Array(20).fill(100))
    expect(result).toMatchObject(answered('unknown-user', { isWhole: false }))
  })

  it('and whoever has 5,000 namesakes is not asked for in Cognito', async () => {
    const attributes = { email: 'same@example.com' }
    const known = Array.from({ length: 5000 }, (_, index) => user(index, `user-${index}`, { attributes }))
    const { result, asked, reads } = await find('same@example.com', { known })
    expect(result).toMatchObject(answered('too-many', { user: 'same@example.com' }))
    expect(asked).toEqual([])
    expect(reads).toHaveLength(2)
  })
})

describe('Cognito is asked', () => {
  it.each([
    ['ada', ['username ada']],
    ['“Ada”', ['username “Ada”', 'username Ada', 'username ada']],
    [
      'Ada@Example.com',
      [
        'email Ada@Example.com',
        'email ada@example.com',
        'username Ada@Example.com',
        'username ada@example.com',
      ],
    ],
    ['+1 555 0100', ['phone_number +15550100', 'username +1 555 0100']],
    ['user:+15550100', ['username +15550100']],
    [idOf(1), [`sub ${idOf(1)}`, `username ${idOf(1)}`]],
  ])('what the text can mean: %s', async (typed, questions) => {
    expect((await find(typed, {})).asked).toEqual(questions)
  })

  it('about no more than it takes', async () => {
    const answer = (): UserSearch => ({ kind: 'not-askable' })
    expect((await find('x'.repeat(300), { answer })).result).toMatchObject(answered('not-askable'))
  })

  it('and too many for a choice are not shown', async () => {
    const answer = (): UserSearch => ({ kind: 'too-many' })
    expect((await find('ada', { answer })).result).toMatchObject(answered('too-many'))
  })
})

describe('a pool that can’t be searched', () => {
  const answer = (poolId: string) => (poolId === partners.id ? noAnswer() : found())
  const unsearched = [{ poolName: 'Partners', problem: 'out-of-reach' }]

  it('is named, whoever is found elsewhere', async () => {
    const { result } = await find('ada', { known: [user(1, 'ada')], answer }, [customers, partners])
    expect(result).toMatchObject(answered('candidates', { unsearched }))
  })

  it('is not one in which nobody was found', async () => {
    const { result } = await find('ada', { answer }, [customers, partners])
    expect(result).toMatchObject(answered('unknown-user', { poolNames: ['Customers'], unsearched }))
  })

  it('leaves it open who is meant, if there is no other', async () => {
    const { result } = await find('ada', { answer: noAnswer, problem: 'forbidden' })
    expect(result).toMatchObject(
      answered('could-not-look', { unsearched: [{ poolName: 'Customers', problem: 'forbidden' }] }),
    )
  })
})
