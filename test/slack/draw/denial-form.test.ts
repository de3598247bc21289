import { describe, expect, it } from 'vitest'
import type { DenialForm } from '../../../src/domain/denial-form.ts'
import { drawDenialForm } from '../../../src/slack/draw/denial-form.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'
import { grace, pool } from './everything.ts'

const usual: DenialForm = {
  clickId: 'click-1',
  pool,
  signUp: grace(),
  onDeny: 'disable',
  reasons: ['Spam or a bot', 'Other'],
}

/** What a person reads, if Slack takes the form. */
function wordsOf(view: unknown): string {
  const checked = checkView(view)
  if (checked.kind === 'refused') throw new Error(checked.messages.join(', '))
  return readWords(checked.blocks)
}

function shown(changes: Partial<DenialForm> = {}): string {
  return wordsOf(drawDenialForm({ ...usual, ...changes }))
}

describe('the form that denies a sign-up', () => {
  it('shows who it is, fact by fact, with the whole domain', () => {
    const email = `${'x'.repeat(200)}@a-very-long-domain.of-some-company.example`
    const words = shown({ signUp: grace({ attributes: { email, name: 'Grace' } }) })
    expect(words).toContain('User name: grace')
    expect(words).toContain('@a-very-long-domain.of-some-company.example')
    expect(words).toMatch(/^Grace · x+@/m)
    expect(words).toContain('in pool Customers')
  })

  it('offers the pool’s reasons, none of them chosen, and a note of 500 characters', () => {
    expect(drawDenialForm(usual).blocks).toMatchObject([
      {},
      {},
      {
        type: 'input',
        element: {
          type: 'static_select',
          options: [
            { text: { text: 'Spam or a bot' }, value: '0' },
            { text: { text: 'Other' }, value: '1' },
          ],
        },
      },
      { type: 'input', optional: true, element: { type: 'plain_text_input', max_length: 500 } },
      {},
    ])
    expect(JSON.stringify(drawDenialForm(usual))).not.toContain('initial_option')
  })

  it('comes back as what it is, with the click that opened it and nothing else', () => {
    expect(drawDenialForm(usual)).toMatchObject({ callback_id: 'deny', private_metadata: 'click-1' })
  })

  it('says who reads the note', () => {
    expect(shown()).toContain('Everybody in the channel can read the reason and the note.')
    expect(shown({ pool: { ...pool, visibility: 'domain' } })).toContain('the reason, but not the note.')
  })

  it('says what happens to the account, as the pool has it', () => {
    expect(shown()).toContain('The account is disabled in Cognito, and they can’t sign in.')
    expect(shown()).toContain('Reopen, on the denied card, takes that back.')
    expect(shown({ onDeny: 'keep' })).toContain('The account stays in Cognito as it is: unconfirmed')
  })

  it.each([
    [{ userName: 'Grace@example.com' }, true],
    [{ userName: 'sub-grace' }, true],
    [{ userName: 'grace' }, false],
    [{ userName: 'sub-grace', attributes: {} }, false],
  ])('warns that the address is blocked for its owner where the user name is the address: %o', (who, is) => {
    expect(shown({ signUp: grace(who) }).includes('blocks this address for its true owner')).toBe(is)
    expect(shown({ signUp: grace(who), onDeny: 'keep' })).not.toContain('true owner')
  })

  it('is one that Slack takes, whatever was typed and configured', () => {
    const hostile = '<!channel> \u202e&'.repeat(200)
    const reasons = Array.from({ length: 100 }, () => '\u200b&'.repeat(37))
    const signUp = grace({ userName: hostile, attributes: { email: hostile, name: hostile } })
    expect(shown({ signUp, reasons, pool: { ...pool, name: hostile } })).toContain('[U+202E]')
  })
})
