import { describe, expect, it } from 'vitest'
import type { RoundState } from '../../../src/domain/round.ts'
import { drawPlainCard } from '../../../src/slack/draw/plain-card.ts'
import { decisionsIn } from '../../support/decisions.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { confirmed, failure, grace, pool, roundOf } from './everything.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }

function plain(attributes: Readonly<Record<string, string>>, state = waiting, userName = 'grace') {
  const entry = { signUp: grace({ userName, attributes }), round: roundOf(state) }
  const { text, blocks } = drawPlainCard(entry, pool)
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return {
    text,
    words: readWords(checked.blocks),
    buttons: decisionsIn({ buttons: findButtons(checked.blocks) }),
  }
}

describe('the card of a sign-up that Slack refused as it was', () => {
  it('shows plain letters only, says so, and can be approved', () => {
    const { text, words, buttons } = plain({
      email: 'grâce@example.com',
      name: '👩‍💻',
      'custom:company': 'Navy',
    })
    expect(words.split('\n')).toEqual([
      'New sign-up',
      'Name: “[U+1F469][U+200D][U+1F4BB]” · “gr[U+00E2]ce@example.com” (not verified) ⚠️ unusual characters',
      'User name: grace',
      '⚠️ Slack refused this card as it was, so it shows plain letters only. To see all, ask an operator to look this user up in Cognito: sub-grace.',
      'Signed up 2026-05-01 11:00 UTC in pool Customers',
      'Approve Deny… I’m on it Details',
    ])
    expect(text).toBe(
      'Name “[U+1F469][U+200D][U+1F4BB]”, “gr[U+00E2]ce@example.com” ⚠️ unusual characters in Customers: new sign-up.',
    )
    expect(buttons).toMatchObject([
      { value: 'round-1', confirm: { title: 'Approve this sign-up?' } },
      { value: 'round-1', label: 'Deny…' },
    ])
  })

  it('shows little of each text, but the whole domain', () => {
    const { words } = plain({ email: `${'x'.repeat(300)}@example.com`, name: 'x'.repeat(500) })
    expect(words).toMatch(/ · x+…x+@example\.com \(not verified\)/)
    expect(words).toMatch(/\nx{99}…/)
  })

  it('says how it ended, in plain letters', () => {
    const failed = plain({}, { kind: 'waiting', failure: failure({ kind: 'throttled' }) })
    expect(failed.words).toContain(
      '❌ Not confirmed because Cognito was too busy. Press Approve to try again.',
    )
    const settled = plain({}, { kind: 'settled', ending: { ...confirmed, functionError: 'héla' } })
    expect(settled.words).toContain('“h[U+00E9]la”')
    expect(settled.buttons).toEqual([])
  })

  it('holds nothing but plain letters of whatever was typed', () => {
    const odd = '<!channel>\u202e😀|`&\n'
    const { text, words } = plain({ email: odd, name: odd, phone_number: odd }, waiting, odd)
    for (const shown of [text, words])
      expect(shown).not.toMatch(/<!channel>|\u202e|😀|\||`|&(?!lt;|gt;|amp;)/)
  })
})
