import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CardEntry } from '../../../src/domain/card-entry.ts'
import {
  drawApproveAllForm,
  drawFormOutOfDate,
  howManyListed,
} from '../../../src/slack/draw/approve-all-form.ts'
import { lettersIn, mostLetters } from '../../../src/slack/draw/letters.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { grace, pool, roundOf } from './everything.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })

function entry(index: number): CardEntry {
  const signUp = grace({ userName: `guest-${index}`, attributes: { email: `guest-${index}@example.com` } })
  return { signUp, round: roundOf({ kind: 'waiting', failure: null }) }
}

function wordsOf(blocks: unknown): string {
  const checked = checkBlocks(blocks, 'view')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return readWords(checked.blocks)
}

function form(count: number) {
  const entries = Array.from({ length: count }, (_, index) => entry(index + 1))
  return drawApproveAllForm({ clickId: 'click-1', pool, entries })
}

describe('the form that approves several at once', () => {
  it('lists everybody whom it would approve, a line each', () => {
    expect(wordsOf(form(2).blocks).split('\n')).toEqual([
      'These 2 people will be able to sign in to Customers. Make sure that you know all of them.',
      '• guest-1@example.com (not verified), user name guest-1.',
      '• guest-2@example.com (not verified), user name guest-2.',
    ])
  })

  it('names them as the message does', () => {
    const one = entry(1)
    const attributes = { ...one.signUp.attributes, name: 'Grace Hopper' }
    const entries = [{ ...one, signUp: { ...one.signUp, attributes } }]
    expect(wordsOf(drawApproveAllForm({ clickId: 'click-1', pool, entries }).blocks)).toContain(
      '• Grace Hopper, guest-1@example.com (not verified)',
    )
  })

  it('says how many on its button', () => {
    expect(form(2)).toMatchObject({
      type: 'modal',
      title: plain('Approve all?'),
      submit: plain('Approve all 2'),
      close: plain('Cancel'),
    })
  })

  it('comes back as what it is, with the click that opened it and nothing else', () => {
    expect(form(2)).toMatchObject({ callback_id: 'approve-all', private_metadata: 'click-1' })
  })

  it('fits into what Slack takes, however many there are', () => {
    const { submit } = drawApproveAllForm({
      clickId: 'click-1',
      pool,
      entries: Array.from({ length: 99 }, (_, index) => entry(index)),
    })
    expect(submit?.text).toBe('Approve all 99')
    expect(wordsOf(form(99).blocks)).toContain('guest-99@example.com')
  })
})

describe('nobody is approved by a form that does not show them in full', () => {
  const signUp = grace({
    userName: 'u'.repeat(128),
    attributes: { email: `${'e'.repeat(1500)}@example.com`, name: 'Grace Hopper', 'custom:company': 'Acme' },
  })
  const entries = Array.from({ length: 20 }, () => ({ signUp }))
  const view = (visibility: 'full' | 'masked' | 'domain', count = 1) => {
    const ofPool = { ...pool, visibility }
    const form = { clickId: 'click-1', pool: ofPool, entries: entries.slice(0, count), leftOut: 20 - count }
    return wordsOf(drawApproveAllForm(form).blocks)
  }

  it('however long the address is', () => {
    expect(view('full')).toContain(signUp.attributes['email'])
    expect(view('full')).toContain(signUp.userName)
  })

  it.each(['masked', 'domain'] as const)('with all that a channel that sees %s does not', (visibility) => {
    const words = view(visibility)
    for (const text of ['Grace Hopper', 'Acme', signUp.userName, signUp.attributes['email']])
      expect(words).toContain(text)
  })

  it('whatever is typed', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom('full', 'masked', 'domain'), (typed, visibility) => {
        const odd = grace({
          userName: typed,
          attributes: { email: typed, name: typed, 'custom:company': typed },
        })
        const ofPool = { ...pool, visibility, name: typed }
        const all = Array.from({ length: 20 }, () => ({ signUp: odd }))
        const count = howManyListed(ofPool, all)
        const form = { clickId: 'c', pool: ofPool, entries: all.slice(0, count), leftOut: 20 - count }
        const { blocks } = drawApproveAllForm(form)
        expect(checkBlocks(blocks, 'view')).toMatchObject({ kind: 'taken' })
        expect(count === 1 || lettersIn(blocks) <= mostLetters).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('and where there is no room for all, it says of how many', () => {
    const count = howManyListed({ ...pool, visibility: 'masked' }, entries)
    expect(count).toBeGreaterThan(4)
    expect(count).toBeLessThan(8)
    expect(view('masked', count)).toContain(`${20 - count} more people wait in this message`)
    expect(howManyListed(pool, [entry(1), entry(2)])).toBe(2)
  })
})

describe('a form whose list nobody knows any more', () => {
  it('says so, and can only be closed', () => {
    const view = drawFormOutOfDate()
    expect(view).toMatchObject({ type: 'modal', title: plain('Approve all?'), close: plain('Cancel') })
    expect(view.submit).toBeUndefined()
    expect(wordsOf(view.blocks)).toContain('this list is out of date')
  })
})
