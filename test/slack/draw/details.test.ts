// The modal of Details: what it says, and that Slack takes it whatever strangers typed and however much happened.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Details, DetailsPage } from '../../../src/domain/details.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { PoolUser } from '../../../src/domain/sign-up.ts'
import { type Happening, type HistoryEvent, historyPage } from '../../../src/domain/sign-up-history.ts'
import { drawDetails, readNextPage } from '../../../src/slack/draw/details.ts'
import { lettersIn, mostLetters } from '../../../src/slack/draw/letters.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'
import { ada, at, clickEnds, confirmed, denied, endings, grace, pool, roundOf } from './everything.ts'

const waiting = roundOf({ kind: 'waiting', failure: null })

function userOf(attributes: Readonly<Record<string, string>>, change: Partial<PoolUser> = {}): PoolUser {
  const { poolId, sub, userName, signedUpAt } = grace()
  return { poolId, sub, userName, signedUpAt, attributes, status: 'UNCONFIRMED', isEnabled: true, ...change }
}

function event(happening: Happening, index = 0): HistoryEvent {
  return { place: { at: at.getTime() - index, id: `a1b2c3d4e5f60718.${index}` }, happening }
}

function detailsOf(change: Partial<Details> = {}): Details {
  return {
    entry: { signUp: grace(), round: waiting },
    pool,
    seen: { kind: 'found', user: userOf({ email: 'grace@example.com', 'custom:plan': 'free' }) },
    sharing: [],
    evidence: null,
    history: { events: [event({ kind: 'noticed' })], goesOn: false, total: 1 },
    ...change,
  }
}

function seen(page: DetailsPage) {
  const view = drawDetails(page)
  const checked = checkView(view)
  if (checked.kind === 'refused') throw new Error(checked.messages.join(', '))
  expect(lettersIn(view.blocks)).toBeLessThanOrEqual(mostLetters)
  expect(JSON.stringify(view).length).toBeLessThan(250_000)
  return {
    words: readWords(checked.blocks),
    buttons: findButtons(checked.blocks),
    next: readNextPage(view.private_metadata ?? ''),
  }
}

const shown = (change: Partial<Details> = {}) => seen({ kind: 'details', details: detailsOf(change) })

describe('details', () => {
  it('say what speaks for and against the address, as it is now', () => {
    const evidence: Evidence = {
      host: 'acme.example',
      domain: 'acme.example',
      standing: 'throw-away',
      punycode: null,
      lately: 14,
      address: { refused: null, approved: null },
      decided: { approved: 0, refused: 0 },
    }
    const { words } = shown({ evidence })
    expect(words).toContain('⚠️ A throw-away address')
    expect(words).toContain('14 sign-ups from @acme.example in 24 hours')
  })

  it('say who it is, what Cognito says now, every attribute, and what happened', () => {
    const changedAt = new Date('2026-05-01T11:30:00Z')
    const attributes = {
      sub: 'sub-grace',
      email: 'grace@example.com',
      email_verified: 'false',
      'custom:plan': 'free',
    }
    const { words } = shown({ seen: { kind: 'found', user: userOf(attributes, { changedAt }) } })
    expect(words.split('\n')).toEqual(
      [
        'grace@example.com (not verified)',
        'in pool Customers',
        'Approve Deny… I’m on it',
        'In Cognito just now: UNCONFIRMED, enabled',
        'User name: grace',
        'ID (sub): sub-grace',
        'Signed up: 2026-05-01 11:00 UTC, last changed in Cognito 2026-05-01 11:30 UTC',
        '',
        'All attributes in Cognito',
        'email: grace@example.com',
        'email_verified: false',
        'custom:plan: free',
        '',
        'History, newest first.',
        '2026-05-01 12:00 UTC: 👋 Countersign noticed the sign-up.',
      ].filter((line) => line !== ''),
    )
  })

  it('have the buttons of what can be done, each with the round as its value', () => {
    expect(shown().buttons.map(({ actionId, value }) => [actionId, value])).toEqual([
      ['approve', 'round-1'],
      ['deny', 'round-1'],
      ['look-into', 'round-1'],
    ])
    const settled = { signUp: grace(), round: roundOf({ kind: 'settled', ending: denied }) }
    const { words, buttons } = shown({ entry: settled })
    expect(words).toContain('🚫 Denied by <@U0ADA>')
    expect(buttons.map(({ label }) => label)).toEqual(['Reopen'])
  })

  it('warn of a sign-up that could be taken for another', () => {
    const { words, buttons } = shown({ entry: { signUp: grace({ isImitation: true }), round: waiting } })
    expect(words).toContain('Another sign-up has this one’s id')
    expect(buttons).toEqual([])
  })

  it('say so if Cognito can’t be read or doesn’t list the user, and show what is known', () => {
    const unread = shown({ seen: { kind: 'unread', problem: 'out-of-reach' } }).words
    expect(unread).toContain('⚠️ Cognito could not be read: Cognito gives no answer. What follows is what')
    expect(unread).toContain('Attributes that Countersign has kept\nemail: grace@example.com')
    expect(shown({ seen: { kind: 'not-listed' } }).words).toContain(
      '⚠️ Cognito’s list does not show this user',
    )
  })

  it('say whether the address or the number is another user’s too', () => {
    const users = ['ann', 'ben', 'cid', 'dan'].map((userName) =>
      userOf({}, { userName, status: 'CONFIRMED' }),
    )
    const { words } = shown({
      sharing: [
        { attribute: 'email', others: { kind: 'found', users } },
        { attribute: 'phone_number', others: { kind: 'found', users: [] } },
      ],
    })
    expect(words).toContain(
      '⚠️ 4 other users of this pool have this e-mail address: user name ann (CONFIRMED); user name ben (CONFIRMED); user name cid (CONFIRMED), and 1 more.',
    )
    expect(words).toContain('Nobody else in this pool has this phone number.')
    for (const others of [
      { kind: 'too-many' },
      { kind: 'not-askable' },
      { kind: 'unread', problem: 'forbidden' },
    ] as const)
      expect(shown({ sharing: [{ attribute: 'email', others }] }).words).toContain('this e-mail address')
  })
})

describe('the history', () => {
  const events = Array.from({ length: historyPage }, (_, index) =>
    event({ kind: 'ended', by: ada, end: { kind: 'confirmed', ending: confirmed } }, index),
  )

  it('goes on where the page ends, and says of how many', () => {
    const { words, buttons, next } = shown({ history: { events, goesOn: true, total: 523 } })
    expect(words).toContain('History, newest first: the latest 20 of 523 events.')
    expect(buttons.map(({ label }) => label)).toEqual(['Approve', 'Deny…', 'I’m on it', 'Older…'])
    expect(next).toEqual(events.at(-1)?.place)
  })

  it('leads back from a later page', () => {
    const known = { entry: detailsOf().entry, history: { events, goesOn: false, total: 1000 } }
    const { words, buttons, next } = seen({ kind: 'older', pool, known })
    expect(words).toContain('Earlier history, newest first. 1000 or more events.')
    expect(buttons.map(({ label, value }) => [label, value])).toEqual([['Newest', 'round-1']])
    expect(next).toBeNull()
  })

  it('takes a place that makes no sense for none', () => {
    for (const metadata of ['', 'round', '1 ', 'x y', `${'9'.repeat(20)} id`])
      expect(readNextPage(metadata)).toBeNull()
  })
})

const happenings: readonly Happening[] = [
  ...clickEnds.map((end): Happening => ({ kind: 'ended', by: ada, end })),
  ...endings.map((ending): Happening => ({ kind: 'seen', ending })),
  { kind: 'waiting-again' },
  { kind: 'unreadable', what: '<!channel>'.repeat(50) },
  { kind: 'called', by: ada, call: 'confirm', answer: null },
  { kind: 'called', by: ada, call: 'disable', answer: { kind: '<!here>', requestId: '&'.repeat(500) } },
  { kind: 'called', by: ada, call: 'disable', answer: { kind: 'disabled', requestId: null } },
]

describe('whatever happened, and whatever a stranger typed', () => {
  it.each(happenings)('a line of history is a sentence: $kind', (happening) => {
    const { words } = shown({ history: { events: [event(happening)], goesOn: false, total: 1 } })
    const line = words.split('\n').at(-1) ?? ''
    expect(line).toMatch(/^2026-05-01 12:00 UTC: .*[.)]$/)
    expect(line).not.toMatch(/undefined|null|\[object| {2}|\.\./)
  })

  it('Slack takes the modal', () => {
    const attribute = fc.tuple(fc.string({ minLength: 1, maxLength: 128 }), hostileText)
    const world = fc.record({
      attributes: fc.array(attribute, { maxLength: 80 }),
      typed: hostileText,
      places: fc.array(fc.constantFrom(...happenings), { minLength: 1, maxLength: historyPage }),
    })
    fc.assert(
      fc.property(world, ({ attributes, typed, places }) => {
        const all = Object.fromEntries([...attributes, ['email', typed]])
        const hostile = { ...denied, reason: typed, note: typed }
        const events = [
          ...places.map(event),
          event({ kind: 'ended', by: ada, end: { kind: 'denied', ending: hostile } }, 99),
        ]
        const user = userOf(all, { userName: typed, status: typed })
        const users = [user, user, user, user]
        const page = {
          pool: { ...pool, name: typed },
          entry: {
            signUp: grace({ userName: typed, attributes: all }),
            round: roundOf({ kind: 'settled', ending: hostile }),
          },
          seen: { kind: 'found', user },
          sharing: [
            { attribute: 'email', others: { kind: 'found', users } },
            { attribute: 'phone_number', others: { kind: 'found', users } },
          ],
          history: { events, goesOn: true, total: 500 },
        } as const
        expect(shown(page).next).not.toBeNull()
        seen({ kind: 'older', pool: page.pool, known: page })
      }),
      { numRuns: 30 },
    )
  })

  it('Slack takes as many attributes as Cognito allows, each as long as it allows', () => {
    const all = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `custom:${index}-${'n'.repeat(110)}`,
        `а&<@${'x'.repeat(2040)}`,
      ]),
    )
    const { words } = shown({ seen: { kind: 'found', user: userOf(all) } })
    expect(words).toContain('… and 125 more, for which there is no room here.')
  })

  it.each<DetailsPage>([
    { kind: 'loading' },
    { kind: 'deciding' },
    { kind: 'failed' },
    { kind: 'refused-by-slack', error: 'invalid_arguments' },
    {
      kind: 'withheld',
      end: { kind: 'refused', because: 'not-an-approver' },
      clicker: ada.userId,
      poolName: 'Customers',
    },
    { kind: 'withheld', end: { kind: 'unknown-round' }, clicker: ada.userId, poolName: null },
  ])('a page without facts has no button: $kind', (page) => {
    const { words, buttons } = seen(page)
    expect(buttons).toEqual([])
    expect(words.length).toBeGreaterThan(20)
  })
})
