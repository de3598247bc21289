import { describe, expect, it } from 'vitest'
import type { BulkApproval } from '../../../src/domain/bulk-approval.ts'
import type { ClickEnd } from '../../../src/domain/click.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import type { CardEntry } from '../../../src/domain/workspace.ts'
import { drawMessage } from '../../../src/slack/draw/message.ts'
import { drawSharedCard, mostSharing } from '../../../src/slack/draw/shared-card.ts'
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
function seen(entries: readonly CardEntry[], bulks: readonly BulkApproval[] = [], ofPool = pool) {
  const drawn = drawMessage({
    messageId: 'message-1',
    pool: ofPool,
    shown: { kind: 'cards', entries, bulks },
  })
  const checked = checkBlocks(drawn.blocks, 'message')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return { text: drawn.text, words: readWords(checked.blocks), buttons: findButtons(checked.blocks) }
}

describe('several sign-ups in one message', () => {
  it('each have their facts and their own button, and one button asks for all', () => {
    const { words, buttons } = seen([entry(1), entry(2), entry(3)])
    expect(words).toContain('3 new sign-ups')
    expect(words).toContain('In pool Customers')
    expect(words).toMatch(/1\. User name: guest-1 · E-mail: guest-1@example\.com \(not verified\)/)
    expect(words).toMatch(/3\. User name: guest-3/)
    expect(buttons.map(({ label, value }) => [label, value])).toEqual([
      ['Approve', 'round-1'],
      ['Approve', 'round-2'],
      ['Approve', 'round-3'],
      ['Approve all…', 'message-1'],
    ])
    expect(buttons[1]?.confirm?.text).toBe(
      'guest-2@example.com (user name guest-2) will be able to sign in to Customers.',
    )
  })

  it('show each result in its place, and offer what is left', () => {
    const settled: RoundState = { kind: 'settled', ending: confirmed }
    const { words, buttons } = seen([entry(1), entry(2, settled), entry(3)])
    expect(words).toContain('3 sign-ups, 2 waiting')
    expect(words).toMatch(/2\. User name: guest-2[\s\S]*Approved by <@U0ADA>[\s\S]*3\. User name/)
    expect(buttons.map(({ value }) => value)).toEqual(['round-1', 'round-3', 'message-1'])
  })

  it('offer nothing for all where no more than one waits', () => {
    const settled: RoundState = { kind: 'settled', ending: confirmed }
    expect(seen([entry(1), entry(2, settled)]).buttons.map(({ value }) => value)).toEqual(['round-1'])
    expect(seen([entry(1, settled), entry(2, settled)]).words).toContain('2 sign-ups, all decided')
  })

  it('are not called decided while one of them is being confirmed', () => {
    const claim = { clickId: 'click-1', by: ada, holder: 'process 1', fence: 1, since: at, until: at }
    const shown = seen([
      entry(1, { kind: 'claimed', claim }),
      entry(2, { kind: 'settled', ending: confirmed }),
    ])
    expect(shown.words).toContain('2 sign-ups, 1 being confirmed')
  })

  it('do not offer to approve one that imitates another', () => {
    const { signUp, round } = entry(1)
    const { words, buttons } = seen([{ signUp: { ...signUp, isImitation: true }, round }, entry(2), entry(3)])
    expect(words).toContain('another sign-up has this one’s id as its user name')
    expect(buttons.map(({ value }) => value)).toEqual(['round-2', 'round-3', 'message-1'])
  })

  it('are named in the notification', () => {
    expect(seen([entry(1), entry(2)]).text).toBe(
      '2 new sign-ups in Customers: guest-1@example.com, guest-2@example.com.',
    )
  })
})

/** Letters of two alphabets, and characters that grow when they are escaped. */
const hostile = 'аa&<>"*_~`@channel<!here>\u202E'.repeat(40)

function hostileEntry(index: number, state: RoundState, attributes: readonly string[]): CardEntry {
  const all = ['email', 'phone_number', 'name', ...attributes]
  const signUp = grace({
    sub: `sub-${index}`,
    userName: hostile,
    attributes: Object.fromEntries(all.map((name) => [name, hostile])),
  })
  return { signUp, round: { ...roundOf(state), id: '0198c0de-0000-7000-8000-000000000000' } }
}

const longNames = Array.from({ length: 12 }, (_, index) => `custom:a_long_attribute_${index}`)

describe('as many as one message has room for', () => {
  const states: readonly RoundState[] = [
    waiting,
    ...reasons.map(
      (reason): RoundState => ({
        kind: 'waiting',
        failure: failure('name' in reason ? { ...reason, name: hostile } : reason, hostile),
      }),
    ),
    { kind: 'waiting', failure: failure({ kind: 'function-failed', message: hostile }) },
    { kind: 'claimed', claim: { clickId: 'c', by: ada, holder: 'h', fence: 1, since: at, until: at } },
    ...endings.map((ending): RoundState => ({ kind: 'settled', ending })),
    { kind: 'settled', ending: { ...confirmed, functionError: hostile } },
  ]

  it.each([0, 3, 12])('fit, whatever is typed into them, with %i attributes more', (count) => {
    const attributes = longNames.slice(0, count)
    const hostilePool = { ...pool, name: hostile, attributes }
    const most = mostSharing(hostilePool)
    expect(most).toBeGreaterThanOrEqual(count === 0 ? 20 : 8)
    for (const state of states) {
      const entries = Array.from({ length: most }, (_, index) => hostileEntry(index, state, attributes))
      const ended = entries.flatMap(({ signUp }) => clickEnds.slice(0, 3).map((end) => ({ signUp, end })))
      const bulk: BulkApproval = { id: 'bulk', by: ada, asked: ended.length, ended }
      expect(seen(entries, [bulk, bulk, bulk], hostilePool).text.length).toBeLessThanOrEqual(3500)
    }
  })

  it('are twenty at most', () => {
    expect(mostSharing({ ...pool, attributes: [] })).toBe(20)
  })

  it('keep long texts long where they fit', () => {
    const { words } = seen([hostileEntry(1, waiting, []), entry(2)])
    expect(words.length).toBeGreaterThan(1000)
    const drawn = drawSharedCard({ messageId: 'm', pool, entries: [entry(1), entry(2)], bulks: [] })
    expect(drawn.blocks.length).toBeLessThanOrEqual(50)
  })
})

describe('what is said of approvals that were asked for at once', () => {
  const ended = (end: ClickEnd, index: number) => ({ signUp: entry(index).signUp, end })
  const yes: ClickEnd = { kind: 'confirmed', ending: confirmed }
  const busy: ClickEnd = { kind: 'failed', reason: { kind: 'throttled' } }

  it('is how far they have got', () => {
    const bulk: BulkApproval = { id: 'bulk', by: ada, asked: 4, ended: [ended(yes, 1)] }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain(
      '⏳ <@U0ADA> approved 4 sign-ups at once: 1 done, 3 to go.',
    )
  })

  it('is in the end how many were confirmed', () => {
    const bulk: BulkApproval = { id: 'bulk', by: ada, asked: 2, ended: [ended(yes, 1), ended(yes, 2)] }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain(
      '✅ <@U0ADA> approved 2 sign-ups at once: 2 confirmed.',
    )
  })

  it('is which of them failed, and why', () => {
    const late: ClickEnd = { kind: 'late', first: ada, ending: confirmed }
    const bulk: BulkApproval = {
      id: 'bulk',
      by: ada,
      asked: 4,
      ended: [ended(yes, 1), ended(busy, 2), ended(late, 3), ended(busy, 4)],
    }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain(
      '⚠️ <@U0ADA> approved 4 sign-ups at once: 1 confirmed. 2 not confirmed because Cognito was too busy: guest-2@example.com, guest-4@example.com. 1 left out because something else came first: guest-3@example.com. To try again, press Approve on those still waiting.',
    )
  })

  it.each(clickEnds.map((end) => [end.kind, end] as const))('has words for the end "%s"', (_, end) => {
    const bulk: BulkApproval = { id: 'bulk', by: ada, asked: 1, ended: [ended(end, 1)] }
    expect(seen([entry(1), entry(2)], [bulk]).words).toContain('approved 1 sign-up at once')
  })

  it.each(reasons.map((reason) => [reason.kind, reason] as const))('has words for "%s"', (_, reason) => {
    const bulk: BulkApproval = {
      id: 'bulk',
      by: ada,
      asked: 1,
      ended: [ended({ kind: 'failed', reason }, 1)],
    }
    expect(seen([entry(1), entry(2)], [bulk]).words).toMatch(
      /0 confirmed\. 1 (not confirmed because|may already be confirmed)/,
    )
  })
})
