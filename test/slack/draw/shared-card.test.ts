import { describe, expect, it } from 'vitest'
import type { BulkDecision } from '../../../src/domain/bulk-decision.ts'
import type { CardEntry } from '../../../src/domain/card-entry.ts'
import type { ClickEnd } from '../../../src/domain/click.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import type { SignUp } from '../../../src/domain/sign-up.ts'
import { drawMessage } from '../../../src/slack/draw/message.ts'
import { drawSharedCard, howManyShare } from '../../../src/slack/draw/shared-card.ts'
import { insides } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import {
  ada,
  at,
  clickEnds,
  confirmed,
  endings,
  failure,
  grace,
  pool,
  reasons,
  roundOf,
} from './everything.ts'
import { plainTexts } from './plain-texts.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }

function entry(index: number, state: RoundState = waiting): CardEntry {
  const signUp = grace({
    sub: `sub-${index}`,
    userName: `guest-${index}`,
    attributes: { email: `guest-${index}@example.com` },
  })
  return { signUp, round: { ...roundOf(state), id: `round-${index}` } }
}

/** A message as Slack takes it, and as people see it. */
function seen(entries: readonly CardEntry[], bulks: readonly BulkDecision[] = [], ofPool = pool) {
  const drawn = drawMessage({
    messageId: 'message-1',
    pool: ofPool,
    shown: { kind: 'cards', entries, bulks, isPlain: false },
  })
  const checked = checkBlocks(drawn.blocks, 'message')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return { text: drawn.text, words: readWords(checked.blocks), buttons: findButtons(checked.blocks) }
}

it('who looks into one of several is said where there is room, and left out where there is hardly any', () => {
  const looking = { by: ada, since: at, until: at }
  const state: RoundState = { kind: 'waiting', failure: null, looking }
  const said = /👀 <@U0ADA> is looking into this/
  expect(seen([entry(1, state), entry(2)]).words).toMatch(said)
  const names = Array.from({ length: 6 }, (_, index) => `custom:attribute-${index}`)
  const attributes = Object.fromEntries(names.map((name) => [name, 'x'.repeat(250)]))
  const long = { ...entry(1, state), signUp: grace({ attributes }) }
  expect(seen(Array(20).fill(long), [], { ...pool, attributes: names }).words).not.toMatch(said)
})

describe('several sign-ups in one message', () => {
  it('each have their facts and their own button, and one button asks for all', () => {
    const { words, buttons } = seen([entry(1), entry(2), entry(3)])
    expect(words).toContain('3 new sign-ups')
    expect(words).toContain('In pool Customers')
    expect(words).toMatch(/1\. guest-1@example\.com \(not verified\) · User name: guest-1/)
    expect(words).toMatch(/3\. guest-3@example\.com/)
    expect(buttons.map(({ label, value }) => [label, value])).toEqual([
      ['Approve all…', 'message-1'],
      ['Deny all…', 'message-1'],
      ['Approve', 'round-1'],
      ['Approve', 'round-2'],
      ['Approve', 'round-3'],
      ['Approve all…', 'message-1'],
      ['Deny all…', 'message-1'],
    ])
    expect(buttons.map(({ actionId }) => actionId)).toEqual([
      'approve-all',
      'deny-all',
      ...Array(3).fill('approve'),
      'approve-all',
      'deny-all',
    ])
    expect(buttons[3]?.confirm?.text).toBe(
      'guest-2@example.com (user name guest-2) will be able to sign in to Customers.',
    )
  })

  it('are told apart by their numbers, each with its facts in one line and its button beside it', () => {
    expect(seen([entry(1), entry(2)]).words.split('\n')).toEqual([
      '2 new sign-ups',
      'In pool Customers. Each is decided separately.',
      'Approve all… Deny all…',
      '1. guest-1@example.com (not verified) · User name: guest-1',
      'Signed up 2026-05-01 11:00 UTC Approve',
      '2. guest-2@example.com (not verified) · User name: guest-2',
      'Signed up 2026-05-01 11:00 UTC Approve',
      'Approve all… Deny all…',
    ])
  })

  it('are a section of plain text each while they wait, in which Slack parses nothing', () => {
    const { blocks } = drawSharedCard({ messageId: 'm', pool, entries: [entry(1), entry(2)], bulks: [] })
    expect(blocks[3]).toMatchObject({
      type: 'section',
      text: { type: 'plain_text', emoji: false },
      accessory: { type: 'button', action_id: 'approve', value: 'round-1' },
    })
  })

  it('tell a screen reader whom each button is about', () => {
    const { buttons } = seen([entry(1), entry(2)])
    expect(buttons.map(({ element }) => element['accessibility_label'])).toEqual([
      'Approve all who wait in this message, pool Customers',
      'Deny all who wait in this message, pool Customers',
      'Approve guest-1@example.com',
      'Approve guest-2@example.com',
      'Approve all who wait in this message, pool Customers',
      'Deny all who wait in this message, pool Customers',
    ])
  })

  it('say why one still waits, in a line that shows who tried, and take a new try beside it', () => {
    const failed: RoundState = { kind: 'waiting', failure: failure({ kind: 'throttled' }) }
    const { words, buttons } = seen([entry(1), entry(2, failed)])
    expect(words).toMatch(/2\. guest-2@[^\n]*\n[^\n]*Approve\n❌ Not confirmed[^\n]*<@U0ADA>/)
    expect(buttons.map(({ value }) => value)).toContain('round-2')
  })

  it('warn, in few words, of letters that look like others', () => {
    const { signUp, round } = entry(1)
    const odd = { ...signUp, attributes: { email: 'guеst-1@example.com', email_verified: 'true' } }
    const { words } = seen([{ signUp: odd, round }, entry(2)])
    expect(words).toContain('1. guеst-1@example.com ⚠️ look-alike letters · ')
  })

  it('draw no emoji of what is typed as its name, :tada:', () => {
    const { blocks } = drawSharedCard({ messageId: 'm', pool, entries: [entry(1), entry(2)], bulks: [] })
    expect(plainTexts(blocks).map(({ emoji }) => emoji)).toEqual(Array(17).fill(false))
  })

  it('begin each with its number, not with an empty line', () => {
    const { blocks } = drawSharedCard({ messageId: 'm', pool, entries: [entry(1), entry(2)], bulks: [] })
    expect(insides(blocks[3]).texts[0]).toMatch(/^1\. /)
    const settled: RoundState = { kind: 'settled', ending: confirmed }
    const all = drawSharedCard({
      messageId: 'm',
      pool,
      entries: [entry(1, settled), entry(2, settled)],
      bulks: [],
    })
    expect(insides(all.blocks[2]).texts[0]).toBe('1. ')
  })

  it('show each result in its place, and offer what is left', () => {
    const settled: RoundState = { kind: 'settled', ending: confirmed }
    const { words, buttons } = seen([entry(1), entry(2, settled), entry(3)])
    expect(words).toContain('3 sign-ups, 2 waiting')
    expect(words).toContain(
      '\n2. guest-2@example.com (not verified): ✅ Approved by <@U0ADA>, 2026-05-01 12:00 UTC. They can sign in now.\n3. guest-3',
    )
    expect(buttons.map(({ value }) => value)).toEqual([
      'message-1',
      'message-1',
      'round-1',
      'round-3',
      'message-1',
      'message-1',
    ])
  })

  it('keep one button each where there is no room for two, so that Slack takes the message', () => {
    const ending = endings.find((one) => one.kind === 'undone' && one.signOutFailure !== null)
    if (ending === undefined) throw new Error('No undoing failed to sign out')
    const attributes = { email: `${'x'.repeat(100)}@acme.example`, name: 'x'.repeat(40) }
    const round = roundOf({ kind: 'settled', ending })
    const entries = Array.from({ length: 20 }, () => ({ signUp: grace({ attributes }), round }))
    expect(seen(entries).buttons.map(({ actionId }) => actionId)).toEqual(Array(20).fill('let-in'))
    expect(seen(entries.slice(0, 2)).buttons.map(({ actionId }) => actionId)).toEqual([
      'let-in',
      'undo',
      'let-in',
      'undo',
    ])
  })

  it('have the only way back beside who was approved, so that twenty of them are no longer than before', () => {
    const settled: RoundState = { kind: 'settled', ending: confirmed }
    const entries = Array.from({ length: 20 }, (_, index) => {
      const one = entry(index + 1, settled)
      return { ...one, round: { ...one.round, undoUntil: at } }
    })
    const { words, buttons } = seen(entries)
    expect(words).toContain('In pool Customers.\n1. guest-1@example.com (not verified)')
    expect(words).toContain('They can sign in now.\n20. guest-20@example.com (not verified)')
    expect(buttons.map(({ label }) => label)).toEqual(Array(20).fill('Undo…'))
    expect(
      drawSharedCard({ messageId: 'm', pool, entries, bulks: [] }).blocks.filter(
        ({ type }) => type === 'actions',
      ),
    ).toEqual([])
  })

  it('offer nothing for all where no more than one waits', () => {
    const settled: RoundState = { kind: 'settled', ending: confirmed }
    expect(seen([entry(1), entry(2, settled)]).buttons.map(({ value }) => value)).toEqual(['round-1'])
    expect(seen([entry(1, settled), entry(2, settled)]).words).toContain('2 sign-ups, all decided')
  })

  it('are not called decided while one of them is being confirmed', () => {
    const claim = {
      clickId: 'click-1',
      decision: 'approve' as const,
      by: ada,
      holder: 'process 1',
      fence: 1,
      since: at,
      until: at,
    }
    const shown = seen([
      entry(1, { kind: 'claimed', claim }),
      entry(2, { kind: 'settled', ending: confirmed }),
    ])
    expect(shown.words).toContain('2 sign-ups, 1 being decided')
  })

  it('do not offer to approve one that imitates another', () => {
    const { signUp, round } = entry(1)
    const { words, buttons } = seen([{ signUp: { ...signUp, isImitation: true }, round }, entry(2), entry(3)])
    expect(words).toContain('another sign-up has this one’s id as its user name')
    expect(buttons.map(({ value }) => value)).toEqual([
      'message-1',
      'message-1',
      'round-2',
      'round-3',
      'message-1',
      'message-1',
    ])
  })

  it('are named in the notification', () => {
    expect(seen([entry(1), entry(2)]).text).toBe(
      '2 new sign-ups in Customers: guest-1@example.com, guest-2@example.com.',
    )
  })
})

describe('as many as one message has room for', () => {
  /** Twenty whose addresses, which are also their user names, are so long. */
  function addressed(length: number, attributes: Readonly<Record<string, string>> = {}) {
    const domain = `@${'long-'.repeat(60).slice(0, Math.max(0, length - 28))}mail.example.com`
    const email = `${'grace.brewster.hopper'.slice(0, length - domain.length)}${domain}`
    const signUp = grace({ userName: email, attributes: { email, ...attributes } })
    return Array.from({ length: 20 }, () => ({ signUp, round: roundOf(waiting) }))
  }

  it('are twenty where addresses have up to 40 characters', () => {
    expect(addressed(40)[0]?.signUp.userName).toHaveLength(40)
    const more = { phone_number: '+31201234567', name: 'Grace Brewster Murray Hopper' }
    expect(howManyShare(pool, addressed(40))).toBe(20)
    expect(howManyShare(pool, addressed(40, more))).toBe(20)
  })

  it('are fewer, the longer their addresses are, and the more of each is shown', () => {
    const company = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`custom:${index}`, 'Navy']))
    const counts = [
      howManyShare(pool, addressed(40)),
      howManyShare(pool, addressed(80)),
      howManyShare(pool, addressed(110)),
    ]
    expect(counts).toEqual(counts.toSorted((one, other) => other - one))
    expect(new Set(counts).size).toBe(counts.length)
    const wide = { ...pool, attributes: Object.keys(company) }
    expect(howManyShare(wide, addressed(40, company))).toBeLessThan(20)
    expect(howManyShare(pool, addressed(250))).toBeLessThan(20)
  })

  it('are no more than there are, and at least one', () => {
    expect(howManyShare(pool, addressed(40).slice(0, 3))).toBe(3)
    // Each with more addresses than a section takes.
    const names = Array.from({ length: 10 }, (_, index) => `custom:a_long_attribute_${index}`)
    const wordy = grace({
      attributes: Object.fromEntries(names.map((name) => [name, `a@${'y'.repeat(280)}.example`])),
    })
    const waitingOnes = (...signUps: readonly SignUp[]) =>
      signUps.map((signUp) => ({ signUp, round: roundOf(waiting) }))
    const all = { ...pool, attributes: names }
    expect(howManyShare(all, waitingOnes(grace(), grace(), wordy))).toBe(2)
    expect(howManyShare(all, waitingOnes(wordy, grace()))).toBe(1)
    const huge = grace({ attributes: { email: `${'x'.repeat(100)}@${'y'.repeat(2000)}` } })
    expect(howManyShare({ ...pool, attributes: [] }, waitingOnes(huge))).toBe(1)
  })

  const many = ['email', 'name', 'phone_number', 'custom:a', 'custom:b', 'custom:c', 'custom:d']
  const wide = { ...pool, attributes: many.slice(3) }

  /** So many who typed 400 times x into each field. */
  function talkative(count: number, fields: readonly string[]): readonly CardEntry[] {
    const attributes = Object.fromEntries(fields.map((field) => [field, 'x'.repeat(400)]))
    const signUp = grace({ userName: 'x'.repeat(400), attributes })
    return Array.from({ length: count }, (_, index) => ({ signUp, round: entry(index).round }))
  }

  /** The longest run of what they typed. */
  function longestShown(count: number, fields: readonly string[]): number {
    const { words } = seen(talkative(count, fields), [], wide)
    return Math.max(...words.split(/[^x]+/).map(({ length }) => length))
  }

  it('show long texts as long as there is room for all of them', () => {
    expect(longestShown(2, ['email', 'name', 'phone_number'])).toBe(299)
    expect(longestShown(20, ['email'])).toBe(79)
    expect(longestShown(20, many)).toBe(19)
  })

  it('are only counted in what is said of all of them, where there is no room for names', () => {
    const end: ClickEnd = { kind: 'failed', decision: 'approve' as const, reason: { kind: 'throttled' } }
    const bulk: BulkDecision = {
      id: 'bulk',
      decision: 'approve',
      by: ada,
      asked: 1,
      ended: [{ signUp: entry(1).signUp, end }],
    }
    expect(seen(talkative(20, ['email']), [bulk]).words).toContain('busy: guest-1@example.com.')
    const { words } = seen(talkative(20, many), [bulk], wide)
    expect(words).toContain('1 not confirmed because Cognito was too busy. ')
    expect(words).not.toContain('guest-1')
  })
})

describe('what is said of approvals that were asked for at once', () => {
  const ended = (end: ClickEnd, index: number) => ({ signUp: entry(index).signUp, end })
  const yes: ClickEnd = { kind: 'confirmed', ending: confirmed }
  const busy: ClickEnd = { kind: 'failed', decision: 'approve' as const, reason: { kind: 'throttled' } }

  it('is how far they have got', () => {
    const bulk: BulkDecision = { id: 'bulk', decision: 'approve', by: ada, asked: 4, ended: [ended(yes, 1)] }
    const { words } = seen([entry(1), entry(2)], [bulk])
    expect(words).toContain('\n⏳ <@U0ADA> is approving 4: 1 done.\n1. guest-1')
    expect(words).toMatch(/\n⏳ <@U0ADA> is approving 4: 1 done\.$/)
  })

  it('is in the place of the buttons for all, which come back when it is over', () => {
    const labels = (bulk: BulkDecision) =>
      seen([entry(1), entry(2)], [bulk]).buttons.map(({ label }) => label)
    const bulk: BulkDecision = { id: 'bulk', decision: 'approve', by: ada, asked: 2, ended: [ended(busy, 1)] }
    expect(labels(bulk)).toEqual(['Approve', 'Approve'])
    const forAll = ['Approve all…', 'Deny all…']
    const all = [...forAll, 'Approve', 'Approve', ...forAll]
    expect(labels({ ...bulk, ended: [ended(busy, 1), ended(busy, 2)] })).toEqual(all)
    // Nobody who may not decide takes them away.
    expect(labels({ ...bulk, by: null, ended: [] })).toEqual(all)
  })

  it('names nobody until it is known that they may decide', () => {
    const bulk: BulkDecision = { id: 'bulk', decision: 'approve', by: null, asked: 4, ended: [] }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain(
      '⏳ *4 sign-ups* to approve at once: 0 done.'.replaceAll('*', ''),
    )
  })

  it('is in the end how many were confirmed', () => {
    const bulk: BulkDecision = {
      id: 'bulk',
      decision: 'approve',
      by: ada,
      asked: 2,
      ended: [ended(yes, 1), ended(yes, 2)],
    }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain(
      '✅ <@U0ADA> approved 2 sign-ups at once: 2 confirmed.',
    )
  })

  it('is which of them failed, and why', () => {
    const late: ClickEnd = { kind: 'late', first: ada, ending: confirmed }
    const bulk: BulkDecision = {
      id: 'bulk',
      decision: 'approve',
      by: ada,
      asked: 4,
      ended: [ended(yes, 1), ended(busy, 2), ended(late, 3), ended(busy, 4)],
    }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain(
      '⚠️ <@U0ADA> approved 4 sign-ups at once: 1 confirmed. 2 not confirmed because Cognito was too busy: guest-2@example.com, guest-4@example.com. 1 left out because something else came first: guest-3@example.com. To try again, press Approve on those still waiting.',
    )
  })

  it.each(clickEnds.map((end) => [end.kind, end] as const))('has words for the end "%s"', (_, end) => {
    const bulk: BulkDecision = { id: 'bulk', decision: 'approve', by: ada, asked: 1, ended: [ended(end, 1)] }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain('approved 1 sign-up at once')
  })

  it.each(reasons.map((reason) => [reason.kind, reason] as const))('has words for "%s"', (_, reason) => {
    const bulk: BulkDecision = {
      id: 'bulk',
      decision: 'approve',
      by: ada,
      asked: 1,
      ended: [ended({ kind: 'failed', decision: 'approve' as const, reason }, 1)],
    }
    expect(seen([entry(1), entry(2)], [bulk]).words).toMatch(
      /0 confirmed\. 1 (not confirmed because|may already be confirmed)/,
    )
  })
})
