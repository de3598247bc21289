// App Home: who is shown what, when, how often; and that a queue disappears from whoever may not see it any more.
import { describe, expect, it } from 'vitest'
import type { Allowed } from '../../src/decide/answer-command.ts'
import { createHomes, type HomesParts } from '../../src/decide/keep-homes.ts'
import {
  firstLook,
  type Home,
  type HomeFacts,
  type HomeLook,
  type HomePublishing,
  type PublishedHome,
} from '../../src/domain/home.ts'
import type { SlackRefusal } from '../../src/domain/slack-answer.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { createTasks } from '../../src/shared/tasks.ts'
import { ada, bob } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const pool = testPool()
const may: Allowed = { kind: 'may', pools: [pool] }
const refused: Allowed = { kind: 'may-not', end: { kind: 'refused', because: 'not-an-approver' } }
const unchecked: Allowed = { kind: 'may-not', end: { kind: 'unchecked', because: { kind: 'no-answer' } } }
const conflict: SlackRefusal = { kind: 'refused', error: 'hash_conflict' }

function factsOf(look: HomeLook, total: number): HomeFacts {
  const decided = { day: {}, week: {}, last: [] }
  return { look, waiting: [], total, entries: [], hasPrevious: false, hasNext: false, hosts: [], decided }
}

/** A store, a Slack that keeps hashes, and a bot between them. */
function world() {
  const clock = createHandClock()
  const rows = new Map<string, PublishedHome>()
  const slack = new Map<string, { readonly home: Home; readonly hash: string }>()
  const published: string[] = []
  const logged: string[] = []
  const answers: SlackRefusal[] = []
  const state: { allowed: Allowed; total: number; changedAt: Date | null; counted: number; hashes: number } =
    {
      allowed: may,
      total: 1,
      changedAt: null,
      counted: 0,
      hashes: 0,
    }
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_: object, said: string) => void logged.push(said),
  }
  const tasks = createTasks(clock, log)
  const parts: HomesParts = {
    ledger: {
      readHome: async (userId, _pools, look) => ({
        facts: factsOf(look, state.total),
        published: rows.get(userId) ?? null,
        readAt: clock.now(),
      }),
      publishedHome: async (userId) => rows.get(userId) ?? null,
      noteHome: async (home, isSeen) => {
        const { userId } = home.person
        const seenAt = isSeen ? clock.now() : (rows.get(userId)?.seenAt ?? clock.now())
        rows.set(userId, { ...home, seenAt })
      },
      forgetHome: async (userId) => void rows.delete(userId),
      noteHomeSeen: async (userId) => {
        const row = rows.get(userId)
        if (row !== undefined) rows.set(userId, { ...row, seenAt: clock.now() })
      },
      publishedHomes: async () => ({
        homes: [...rows.values()],
        changedAt: state.changedAt,
        now: clock.now(),
      }),
      countWarnings: async () => {
        state.counted += 1
        return 0
      },
    },
    homes: {
      publish: async (userId, home, before, isRenewal): Promise<HomePublishing> => {
        const drawn = JSON.stringify(home)
        if (isRenewal && before?.drawn === drawn) return { kind: 'same' }
        const answer = answers.shift()
        if (answer !== undefined) return answer
        const hash = before?.hash ?? null
        if (hash !== null && hash !== slack.get(userId)?.hash) return conflict
        state.hashes += 1
        slack.set(userId, { home, hash: `h${state.hashes}` })
        published.push(
          home.kind === 'queue' ? `${userId} sees ${home.facts.total}` : `${userId}: ${home.kind}`,
        )
        return { kind: 'published', hash: `h${state.hashes}`, drawn }
      },
    },
    allowed: async () => state.allowed,
    evidenceRules,
    pools: [pool],
    clock,
    log,
    tasks,
    signal: new AbortController().signal,
  }
  const homes = createHomes(parts)
  const settle = () => clock.advance(0).then(() => clock.advance(0))
  const since = (from: number) => published.slice(from)
  const keep = async () => {
    const from = published.length
    await homes.keep(new AbortController().signal)
    await settle()
    return since(from)
  }
  const change = (total: number) => {
    state.total = total
    state.changedAt = clock.now()
  }
  const open = async (look: HomeLook = firstLook) => {
    const from = published.length
    homes.look(ada, look)
    await settle()
    return since(from)
  }
  return { homes, clock, rows, slack, published, logged, answers, state, settle, keep, change, open }
}

const second = 1000
const minute = 60 * second

describe('on opening', () => {
  it('an approver sees who waits, and it is noted what they see', async () => {
    const { open, rows } = world()
    expect(await open()).toEqual(['U0ADA sees 1'])
    expect(rows.get(ada.userId)).toMatchObject({ person: ada, hash: 'h1', look: firstLook })
  })

  it('somebody else sees one sentence, and nothing is noted', async () => {
    const { open, rows, state, keep, change } = world()
    state.allowed = refused
    expect(await open()).toEqual(['U0ADA: withheld'])
    expect(rows.size).toBe(0)
    change(2)
    expect(await keep()).toEqual([])
  })

  it('whoever can’t be checked sees that, and no list', async () => {
    const { open, state } = world()
    state.allowed = unchecked
    expect(await open()).toEqual(['U0ADA: unchecked'])
  })

  it('what Slack does not answer is tried again', async () => {
    const { open, answers, clock, published } = world()
    answers.push({ kind: 'no-answer' }, { kind: 'rate-limited', retryAfter: 2000 })
    expect(await open()).toEqual([])
    await clock.advance(5 * second)
    expect(published).toEqual(['U0ADA sees 1'])
  })

  it.each(['not_enabled', 'missing_scope', 'user_not_found', 'account_inactive'])(
    '%s is said once, and nothing is tried in vain',
    async (error) => {
      const { open, answers, logged, keep, clock, change } = world()
      for (const _ of [1, 2]) {
        answers.push({ kind: 'refused', error })
        expect(await open()).toEqual([])
      }
      change(2)
      await clock.advance(minute)
      expect(await keep()).toEqual([])
      expect(logged).toEqual(['Slack does not take what App Home is to show'])
    },
  )

  it('whoever is shown what Slack refuses for what it is, is told so', async () => {
    const { open, answers, logged } = world()
    answers.push({ kind: 'refused', error: 'view_too_large' })
    expect(await open()).toEqual(['U0ADA: failed'])
    expect(logged).toHaveLength(1)
  })
})

describe('two who publish at once', () => {
  it('never replace a newer view: what the other wrote down is read before it is tried again', async () => {
    const { open, rows, slack, clock, published } = world()
    await open()
    slack.set(ada.userId, { home: { kind: 'failed' }, hash: 'other' })
    expect(await open({ ...firstLook, host: 'acme.example' })).toEqual([])
    const row = rows.get(ada.userId)
    if (row !== undefined) rows.set(ada.userId, { ...row, hash: 'other' })
    await clock.advance(second)
    expect(published).toEqual(['U0ADA sees 1', 'U0ADA sees 1'])
    expect(rows.get(ada.userId)?.look.host).toBe('acme.example')
  })

  it('a renewal leaves a view that somebody else has just published', async () => {
    const { open, rows, slack, keep, clock, change } = world()
    await open()
    slack.set(ada.userId, { home: { kind: 'failed' }, hash: 'other' })
    change(2)
    await clock.advance(5 * second)
    expect(await keep()).toEqual([])
    const row = rows.get(ada.userId)
    if (row !== undefined) rows.set(ada.userId, { ...row, hash: 'other' })
    await clock.advance(5 * second)
    expect(await keep()).toEqual(['U0ADA sees 2'])
  })

  it('a hash that nobody knows is replaced at the next renewal, and at once if the person asks', async () => {
    const { open, slack, keep, clock, change, published } = world()
    await open()
    slack.set(ada.userId, { home: { kind: 'failed' }, hash: 'lost' })
    change(2)
    await clock.advance(5 * second)
    expect(await keep()).toEqual([])
    await clock.advance(5 * second)
    expect(await keep()).toEqual(['U0ADA sees 2'])
    slack.set(ada.userId, { home: { kind: 'failed' }, hash: 'lost again' })
    expect(await open()).toEqual([])
    await clock.advance(second)
    expect(published.at(-1)).toBe('U0ADA sees 2')
  })
})

describe('for whoever looks', () => {
  it('it is renewed after a change, not before 5 s are over, and not if nothing else would show', async () => {
    const { open, keep, clock, change, state } = world()
    await open()
    await clock.advance(second)
    change(2)
    expect(await keep()).toEqual([])
    await clock.advance(4 * second)
    expect(await keep()).toEqual(['U0ADA sees 2'])
    await clock.advance(5 * second)
    state.changedAt = clock.now()
    expect(await keep()).toEqual([])
  })

  it('it is not renewed for them 10 minutes later, unless they did something there', async () => {
    const { open, keep, clock, change, homes, settle } = world()
    await open()
    await clock.advance(9 * minute)
    homes.used(ada)
    await settle()
    await clock.advance(9 * minute)
    change(2)
    expect(await keep()).toEqual(['U0ADA sees 2'])
    await clock.advance(2 * minute)
    change(3)
    expect(await keep()).toEqual([])
  })

  it('it shows what has come of what they did, at once', async () => {
    const { open, homes, settle, published, state, clock } = world()
    homes.acted(ada)
    await settle()
    expect(published).toEqual([])
    await open()
    state.total = 0
    homes.acted(ada)
    homes.acted(bob)
    await settle()
    expect(published).toEqual(['U0ADA sees 1', 'U0ADA sees 0'])
    await clock.advance(11 * minute)
    homes.acted(ada)
    await settle()
    expect(published).toHaveLength(2)
  })

  it('it stays on the page and the choice that they look at', async () => {
    const { open, keep, clock, change, rows } = world()
    const look = { ...firstLook, host: 'acme.example' }
    await open(look)
    change(2)
    await clock.advance(5 * second)
    await keep()
    expect(rows.get(ada.userId)?.look).toEqual(look)
  })

  it('only then warnings are counted', async () => {
    const { open, keep, clock, state } = world()
    await keep()
    expect(state.counted).toBe(0)
    await open()
    await keep()
    expect(state.counted).toBe(1)
    await clock.advance(11 * minute)
    await keep()
    expect(state.counted).toBe(1)
  })
})

describe('the queue disappears', () => {
  it('at once from whoever leaves the group, however long ago they looked', async () => {
    const { open, homes, state, settle, published, clock, rows } = world()
    await open()
    await clock.advance(60 * minute)
    state.allowed = refused
    homes.left([ada.userId, bob.userId])
    await settle()
    expect(published).toEqual(['U0ADA sees 1', 'U0ADA: withheld'])
    expect(rows.size).toBe(0)
  })

  it('soon after the group changed otherwise, and within a minute in any case', async () => {
    const { open, homes, state, keep, clock, published } = world()
    await open()
    await keep()
    state.allowed = refused
    await clock.advance(5 * second)
    expect(await keep()).toEqual([])
    homes.groupChanged()
    homes.groupChanged()
    await clock.advance(12 * second)
    expect(published).toEqual(['U0ADA sees 1', 'U0ADA: withheld'])
    state.allowed = may
    await open()
    state.allowed = refused
    await clock.advance(minute)
    expect(await keep()).toEqual(['U0ADA: withheld'])
  })

  it('when they act, or ask for more', async () => {
    const { open, homes, state, settle, published } = world()
    await open()
    state.allowed = refused
    homes.acted(ada)
    await settle()
    expect(published.at(-1)).toBe('U0ADA: withheld')
    expect(await open()).toEqual(['U0ADA: withheld'])
  })

  it('whatever hash is known, and again if Slack did not answer', async () => {
    const { open, homes, state, slack, answers, published, clock, keep } = world()
    await open()
    slack.set(ada.userId, { home: { kind: 'failed' }, hash: 'other' })
    state.allowed = refused
    answers.push({ kind: 'no-answer' }, { kind: 'no-answer' }, { kind: 'no-answer' })
    homes.left([ada.userId])
    await clock.advance(20 * second)
    expect(published).toHaveLength(1)
    expect(await keep()).toEqual(['U0ADA: withheld'])
  })

  it('but not because Slack does not say who may decide', async () => {
    const { open, homes, state, settle, published } = world()
    await open()
    state.allowed = unchecked
    homes.left([ada.userId])
    await settle()
    expect(published).toEqual(['U0ADA sees 1'])
  })

  it('after a day without a look', async () => {
    const { open, keep, clock, rows } = world()
    await open()
    await clock.advance(24 * 60 * minute)
    expect(await keep()).toEqual(['U0ADA: put-away'])
    expect(rows.size).toBe(0)
  })
})
