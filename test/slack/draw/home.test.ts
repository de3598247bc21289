// App Home, as an approver reads it, and as Slack accepts it.
import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../src/domain/evidence.ts'
import {
  firstLook,
  type Home,
  type HomeEntry,
  type HomeFacts,
  readShownLook,
} from '../../../src/domain/home.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import type { SignUp } from '../../../src/domain/sign-up.ts'
import { drawHome } from '../../../src/slack/draw/home.ts'
import { testPool } from '../../support/pool.ts'
import { findElements } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'
import { ada, at, failure, grace, pool, roundOf } from './everything.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }
const partners = testPool({ id: 'eu-west-1_TestPool2', name: 'Partners <!channel>' })

const evidence: Evidence = {
  host: 'mailinator.com',
  domain: 'mailinator.com',
  standing: 'throw-away',
  punycode: null,
  lately: 7,
  address: { refused: { times: 1, last: { at, reason: 'Other' } }, approved: null },
  decided: { approved: 0, refused: 0 },
}

function entryOf(index: number, change: Partial<SignUp> = {}, state = waiting): HomeEntry {
  const signUp = grace({ sub: `sub-${index}`, ...change })
  const round = {
    ...roundOf(state),
    id: `a1b2c3d4e5f60718.0198c0de-0000-7000-8000-00000000000${index}`,
    evidence,
  }
  return { signUp, round, place: { id: round.id, signedUpAt: signUp.signedUpAt.getTime(), warnings: 2 } }
}

function factsOf(change: Partial<HomeFacts> = {}): HomeFacts {
  return {
    look: firstLook,
    waiting: [{ poolId: pool.id, count: 41, since: at }],
    total: 41,
    entries: [entryOf(1)],
    hasPrevious: false,
    hasNext: true,
    hosts: [{ host: 'mailinator.com', count: 41 }],
    decided: { day: {}, week: {}, last: [] },
    ...change,
  }
}

function see(home: Home) {
  const view = drawHome(home)
  const checked = checkView(view)
  if (checked.kind === 'refused') throw new Error(checked.messages.join('\n'))
  const elements = findElements(checked.blocks)
  return {
    view,
    words: readWords(checked.blocks),
    elements,
    actions: elements.map(({ actionId }) => actionId),
  }
}

function queue(change: Partial<HomeFacts> = {}, pools = [pool]) {
  return see({ kind: 'queue', pools, facts: factsOf(change) })
}

describe('the queue', () => {
  it('says how many wait in which pool since when, who, and what speaks against them, with their buttons', () => {
    const { words, actions, elements } = queue()
    expect(words).toContain('Customers: 41 waiting, the first since')
    expect(words).toContain('41 are waiting. Page 1, 1 of them:')
    expect(words).toContain('grace@example.com')
    expect(words).toContain('⚠️ refused before · ⚠️ throw-away address')
    expect(actions.filter((action) => action.startsWith('home-'))).toEqual([
      'home-order',
      'home-host',
      'home-next',
    ])
    expect(actions).toEqual(expect.arrayContaining(['approve', 'deny', 'details']))
    expect(elements.find(({ actionId }) => actionId === 'approve')?.confirm?.text).toContain(
      'grace@example.com',
    )
  })

  it('names the pool of each where there are several, and lets choose one', () => {
    const both = [pool, partners]
    const counted = [...factsOf().waiting, { poolId: partners.id, count: 0, since: null }]
    const { words, actions, elements } = queue({ waiting: counted }, both)
    expect(words).toContain('Partners <!channel>: nobody is waiting')
    expect(words).toContain('pool Customers')
    expect(actions).toContain('home-pool')
    const menu = elements.find(({ actionId }) => actionId === 'home-pool')
    expect(menu?.options.map(({ value }) => value)).toEqual(['*', pool.id, partners.id])
  })

  it('shows what was decided lately, by whom', () => {
    const last = [{ outcome: 'denied', at, by: ada, entry: entryOf(2) } as const]
    const { words } = queue({ decided: { day: { confirmed: 2 }, week: { confirmed: 12, denied: 3 }, last } })
    expect(words).toContain('Last 24 hours: 2 approved')
    expect(words).toContain('Last 7 days: 12 approved, 3 denied')
    expect(words).toContain(`🚫 Denied by <@${ada.userId}>`)
  })

  it('opens a form to approve whom no dialog can show in full', () => {
    const long = `${'m'.repeat(300)}@example.com`
    expect(queue({ entries: [entryOf(1, { attributes: { email: long } })] }).actions).toContain(
      'open-approval',
    )
  })

  it('has no buttons that decide while a decision is carried out, or about an imitation, and says why', () => {
    const claim = {
      clickId: 'c',
      decision: 'approve',
      by: ada,
      holder: 'h',
      fence: 1,
      since: at,
      until: at,
    } as const
    const claimed = queue({ entries: [entryOf(1, {}, { kind: 'claimed', claim })] })
    expect(claimed.words).toContain('Confirming')
    expect(claimed.actions).not.toContain('approve')
    const imitation = queue({ entries: [entryOf(1, { isImitation: true })] })
    expect(imitation.words).toContain('Can’t be approved here')
    expect(imitation.actions).not.toContain('approve')
  })

  it('keeps what is looked at, and where the page ends, in its metadata', () => {
    const look = {
      ...firstLook,
      host: 'rare.example',
      page: { number: 3, from: 'after', place: entryOf(0).place },
    } as const
    const { view, elements, actions } = queue({ look, entries: [entryOf(1), entryOf(2)], hasPrevious: true })
    expect(readShownLook(view.private_metadata ?? '')).toEqual({
      look,
      first: entryOf(1).place,
      last: entryOf(2).place,
    })
    const host = elements.find(({ actionId }) => actionId === 'home-host')
    expect(host?.element['initial_option']).toMatchObject({ value: 'rare.example' })
    expect(actions.filter((action) => action.startsWith('home-')).slice(-3)).toEqual([
      'home-first',
      'home-previous',
      'home-next',
    ])
  })

  it('says so if nobody waits', () => {
    const nobody = { entries: [], total: 0, hosts: [], hasNext: false }
    const { words, actions } = queue({ ...nobody, waiting: [{ poolId: pool.id, count: 0, since: null }] })
    expect(words).toContain('Nobody is waiting here')
    expect(actions).toEqual(['home-order'])
  })

  it('fits into a view, whatever is typed, with as many as a page shows', () => {
    const hostile = 'аa&<>"*_~`@channel<!here>\u202E'.repeat(90)
    const names = Array.from({ length: 12 }, (_, index) => `custom:a_long_attribute_${index}`)
    const attributes = Object.fromEntries(
      ['email', 'name', 'phone_number', ...names].map((name) => [name, hostile]),
    )
    const pools = Array.from({ length: 120 }, (_, index) =>
      testPool({
        id: index === 0 ? pool.id : `eu-west-1_P${index}`,
        name: hostile,
        attributes: names,
        requiredApprovals: 5,
      }),
    )
    const state: RoundState = {
      kind: 'waiting',
      failure: failure({ kind: 'function-failed', message: hostile }, hostile),
    }
    const entries = Array.from({ length: 20 }, (_, index) =>
      entryOf(index, { attributes, userName: hostile, isImitation: index === 3 }, state),
    )
    const hosts = Array.from({ length: 98 }, (_, index) => ({
      host: `${index}.${'h'.repeat(index + 60)}`,
      count: 1,
    }))
    const last = entries.slice(0, 5).map((entry) => ({ outcome: 'confirmed', at, by: ada, entry }) as const)
    const counted = pools.map(({ id }) => ({ poolId: id, count: 10_000, since: at }))
    const host = `${'h'.repeat(240)}.example`
    const change = {
      entries,
      hosts,
      waiting: counted,
      hasPrevious: true,
      decided: { day: {}, week: {}, last },
    }
    const { view } = queue({ ...change, look: { ...firstLook, host, poolId: 'eu-west-1_P119' } }, pools)
    expect(JSON.stringify(view).length).toBeLessThan(250_000 / 2)
    expect(view.private_metadata?.length).toBeLessThan(3000)
  })
})

it('fits into a view with twenty people who typed far domains wherever they could, however Slack counts', () => {
  const far = `x@${'д'.repeat(2046)}`
  const names = Array.from({ length: 10 }, (_, index) => `custom:attribute_${index}`)
  const attributes = Object.fromEntries(['email', 'name', ...names].map((name) => [name, far]))
  const entries = Array.from({ length: 20 }, (_, index) => entryOf(index, { attributes }))
  const { view } = queue({ entries, total: 20 }, [{ ...pool, attributes: names }])
  const written = JSON.stringify(view).replace(/[^ -~]/g, '\\u0000')
  expect(written.length).toBeLessThan(250_000)
})

describe('whoever may not decide', () => {
  it('reads one sentence, which tells nothing of pools or people', () => {
    const { words, view } = see({ kind: 'withheld' })
    expect(words).toBe(
      '🔒 This tab is for approvers only: it shows them the sign-ups that wait for a decision.',
    )
    expect(view).not.toHaveProperty('private_metadata')
  })

  it.each(['unchecked', 'put-away', 'failed'] as const)('reads what to do if it is %s', (kind) => {
    expect(see({ kind }).words).toMatch(/this one again/)
  })
})
