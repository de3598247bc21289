// What becomes of each try of a step: over a Cognito and a Slack that answer as the test says.
import { describe, expect, it } from 'vitest'
import { createSteps, type StepsParts } from '../../src/after/run-steps.ts'
import type { LookUp, UpdateAnswer } from '../../src/domain/attempt.ts'
import type { SlackAnswer } from '../../src/domain/slack-answer.ts'
import type { Deed } from '../../src/domain/step.ts'
import { type EndOfStep, type StartedStep, stepPatience } from '../../src/domain/step-work.ts'
import { ada, grace } from '../domain/people.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const found = (status: string, isEnabled = true): LookUp => {
  return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
}
const gone: LookUp = { kind: 'gone', requestId: null }

interface World {
  readonly deed?: Deed
  readonly age?: number
  readonly signUp?: Partial<ReturnType<typeof grace>>
  readonly seen?: LookUp
  /** What the list does not show. */
  readonly lookedUp?: LookUp
  readonly answer?: UpdateAnswer
  /** The member with this address; whether Slack refuses to say. */
  readonly members?: Readonly<Record<string, string>>
  readonly finding?: Exclude<SlackAnswer, { kind: 'done' }>
  readonly telling?: SlackAnswer
  readonly mayNotSend?: boolean
}

/** All that was asked and written down, in order. */
async function doOne(world: World) {
  const { deed = { kind: 'add-to-group', group: 'customers' }, age = 0 } = world
  const clock = createHandClock()
  const done: string[] = []
  const ends: EndOfStep[] = []
  const signUp = grace(world.signUp)
  const round = {
    id: 'round',
    number: 1,
    version: 1,
    fence: 1,
    state: { kind: 'waiting', failure: null },
  } as const
  const step: StartedStep = {
    signUpId: '1',
    deed,
    fence: 1,
    by: ada,
    askedBy: ada,
    entry: { signUp, round },
    tries: 3,
    age,
  }
  const steps = [step]
  const tasks: Promise<void>[] = []
  const parts: StepsParts = {
    ledger: {
      dueSteps: async () => [{ poolId: signUp.poolId, sub: signUp.sub }],
      startStep: async () => steps.shift() ?? null,
      sendStep: async () => {
        done.push('written down')
        return world.mayNotSend !== true
      },
      endStep: async (_, end) => {
        ends.push(end)
        return true
      },
      leaveSteps: async () => void done.push('left'),
    },
    userPools: {
      lookInList: async () => {
        done.push('list')
        return world.seen ?? found('CONFIRMED')
      },
      lookUp: async () => {
        done.push('look up')
        return world.lookedUp ?? gone
      },
      addToGroup: async ({ sub, group }) => {
        done.push(`add ${sub} to ${group}`)
        return world.answer ?? { kind: 'done', requestId: 'aws 1' }
      },
    },
    members: {
      find: async (address) => {
        done.push(`find ${address}`)
        if (world.finding !== undefined) return world.finding
        const userId = world.members?.[address]
        return userId === undefined ? { kind: 'nobody' } : { kind: 'member', userId }
      },
      tell: async (userId, { poolName, letInBy }, isToSend) => {
        if (!(await isToSend())) return null
        done.push(`tell ${userId}: ${poolName}, ${letInBy.userId}`)
        return world.telling ?? { kind: 'done' }
      },
    },
    pools: [testPool()],
    poolOf: () => testPool(),
    holder: 'this process',
    ownsWhatItFinds: false,
    tasks: { start: (_, work) => void tasks.push(work()) },
    clock,
    log: createReadableLog(),
    cardsChanged: () => {},
  }
  await createSteps(parts)(new AbortController().signal)
  await Promise.all(tasks)
  return { done, end: ends[0] }
}

const cognito = (kind: string) => ({ failure: { kind: 'cognito', reason: { kind } } })

describe('adding to a group', () => {
  it('looks, and adds by the sub whom the list shows confirmed and enabled', async () => {
    const { done, end } = await doOne({})
    expect(done).toEqual(['list', 'add sub-grace to customers'])
    expect(end).toEqual({ kind: 'done', result: 'added' })
  })

  it.each<readonly [string, World, object]>([
    ['disabled', { seen: found('CONFIRMED', false) }, { kind: 'fail', ...cognito('changed') }],
    ['of another status', { seen: found('RESET_REQUIRED') }, { kind: 'fail', ...cognito('changed') }],
    ['not shown confirmed yet', { seen: found('UNCONFIRMED') }, { kind: 'put-off', ...cognito('changed') }],
    ['deleted', { seen: gone }, { kind: 'fail', failure: { kind: 'gone' } }],
    [
      'an impostor’s model',
      { signUp: { isImitation: true } },
      { kind: 'fail', failure: { kind: 'imitation' } },
    ],
  ])('adds nobody who is %s', async (_, world, end) => {
    const tried = await doOne(world)
    expect(tried.done.filter((one) => one.startsWith('add'))).toEqual([])
    expect(tried.end).toMatchObject(end)
  })

  it.each<readonly [UpdateAnswer, object]>([
    [
      { kind: 'throttled', requestId: 'aws 1' },
      { kind: 'put-off', ...cognito('throttled') },
    ],
    [
      { kind: 'unreachable', requestId: null },
      { kind: 'put-off', ...cognito('unreachable') },
    ],
    [
      { kind: 'no-answer', name: 'TimeoutError', requestId: null },
      { kind: 'put-off', ...cognito('no-answer') },
    ],
    [{ kind: 'not-sent' }, { kind: 'put-off', ...cognito('throttled') }],
    // It was listed just before.
    [
      { kind: 'gone', requestId: 'aws 1' },
      { kind: 'put-off', ...cognito('contradicted') },
    ],
    [
      { kind: 'pool-missing', requestId: 'aws 1' },
      { kind: 'fail', failure: { kind: 'group-missing' } },
    ],
    [
      { kind: 'forbidden', action: 'x', requestId: null },
      { kind: 'fail', ...cognito('forbidden') },
    ],
    [
      { kind: 'credentials', name: 'x', requestId: null },
      { kind: 'fail', ...cognito('credentials') },
    ],
    [
      { kind: 'refused', requestId: null },
      { kind: 'fail', ...cognito('not-allowed') },
    ],
    [
      { kind: 'not-enabled', requestId: null },
      { kind: 'fail', ...cognito('not-enabled') },
    ],
    [
      { kind: 'bad-parameter', requestId: null },
      { kind: 'fail', ...cognito('bad-parameter') },
    ],
    [
      { kind: 'capped', name: 'LimitExceededException', requestId: null },
      { kind: 'fail', ...cognito('capped') },
    ],
    [
      { kind: 'unheard-of', name: 'x', requestId: null },
      { kind: 'fail', ...cognito('unheard-of') },
    ],
  ])('has an end for %o', async (answer, end) => {
    expect((await doOne({ answer })).end).toMatchObject(end)
  })

  it('gives up in the end, with the last reason', async () => {
    const busy = { answer: { kind: 'throttled', requestId: null }, age: stepPatience } as const
    expect((await doOne(busy)).end).toMatchObject({ kind: 'fail', ...cognito('throttled') })
  })
})

describe('telling the member', () => {
  const deed: Deed = { kind: 'tell-member' }
  const members = { 'grace@example.com': 'U0GRACE' }

  it('writes the message down before it is sent, once', async () => {
    const { done, end } = await doOne({ deed, members })
    expect(done).toEqual(['find grace@example.com', 'written down', 'tell U0GRACE: Customers, U0ADA'])
    expect(end).toEqual({ kind: 'done', result: 'told' })
  })

  it('finds whoever has the mailbox behind a tag, and nobody behind what is no address', async () => {
    const tagged = { attributes: { email: 'grace+shop@example.com' } }
    expect((await doOne({ deed, members, signUp: tagged })).end).toMatchObject({ result: 'told' })
    const odd = await doOne({ deed, members, signUp: { attributes: { email: '<!channel>' } } })
    expect(odd.done).toEqual([])
    expect(odd.end).toEqual({ kind: 'done', result: 'nobody-to-tell' })
    expect((await doOne({ deed, signUp: { attributes: {} } })).end).toMatchObject({
      result: 'nobody-to-tell',
    })
  })

  it('sends nothing where it was cancelled meanwhile', async () => {
    const { done, end } = await doOne({ deed, members, mayNotSend: true })
    expect(done.at(-1)).toBe('written down')
    expect(end).toBeUndefined()
  })

  it.each<readonly [World, object]>([
    [{ finding: { kind: 'no-answer' } }, { kind: 'put-off', failure: { kind: 'slack-unreachable' } }],
    [{ finding: { kind: 'rate-limited', retryAfter: 600_000 } }, { kind: 'put-off', pause: 600_000 }],
    [
      { finding: { kind: 'refused', error: 'missing_scope' } },
      { kind: 'fail', failure: { kind: 'slack', error: 'missing_scope' } },
    ],
    // Slack answered that it did not post.
    [{ telling: { kind: 'rate-limited', retryAfter: 5000 } }, { kind: 'put-off' }],
    [
      { telling: { kind: 'refused', error: 'messages_tab_disabled' } },
      { kind: 'fail', failure: { kind: 'slack' } },
    ],
    // It may have: a second message is worse than none.
    [{ telling: { kind: 'no-answer' } }, { kind: 'fail', failure: { kind: 'may-be-told' } }],
  ])('has an end for %o', async (world, end) => {
    expect((await doOne({ deed, members, ...world })).end).toMatchObject(end)
  })
})
