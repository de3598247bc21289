import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CardEntry } from '../../../src/domain/card-entry.ts'
import type { ListAnswer, ListForm } from '../../../src/domain/choosing.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { Pool } from '../../../src/domain/pool.ts'
import { lettersIn, mostLetters } from '../../../src/slack/draw/letters.ts'
import { drawListForm, drawListPage, pagesOf, readBoxBlock } from '../../../src/slack/draw/list-form.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findElements } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'
import { confirmed, grace, pool, roundOf } from './everything.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })

function entry(index: number, attributes: Readonly<Record<string, string>> = {}): CardEntry {
  const email = `guest-${index}@example.com`
  const signUp = grace({ userName: `guest-${index}`, attributes: { email, ...attributes } })
  return { signUp, round: roundOf({ kind: 'waiting', failure: null }) }
}

const many = (count: number) => Array.from({ length: count }, (_, index) => entry(index + 1))

function takenBlocks(blocks: unknown) {
  const checked = checkBlocks(blocks, 'view')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return checked.blocks
}

/** As it is opened, with everybody chosen. */
function formOf(entries: readonly CardEntry[], ofPool: Pool, changed: Partial<ListForm> = {}): ListForm {
  const starts = pagesOf(ofPool, entries)
  const page = changed.page ?? 0
  const roundIds = entries.map((_, place) => `round-${place}`)
  const shown = entries.map((one, place) => ({ ...one, place }))
  return {
    clickId: 'click-1',
    poolId: ofPool.id,
    list: { kind: 'approve-all', roundIds },
    leftOut: 0,
    ticks: entries.map(() => ({ isChosen: true, at: 0 })),
    starts,
    page,
    turn: 0,
    shown: shown.slice(starts[page], starts[page + 1] ?? entries.length),
    ...changed,
  }
}

const draw = (entries: readonly CardEntry[], changed: Partial<ListForm> = {}, ofPool: Pool = pool) =>
  drawListForm(formOf(entries, ofPool, changed), ofPool)

const denial = (
  count: number,
  changed: Partial<Extract<ListAnswer, { kind: 'deny-all' }>> = {},
): ListAnswer => ({
  kind: 'deny-all',
  roundIds: Array.from({ length: count }, (_, place) => `round-${place}`),
  onDeny: 'disable',
  reasons: ['Spam', 'Other'],
  host: null,
  ...changed,
})

const boxesIn = (blocks: unknown) =>
  findElements(takenBlocks(blocks)).filter(({ type }) => type === 'checkboxes')

const wordsOf = (blocks: unknown) => readWords(takenBlocks(blocks))

describe('a list form', () => {
  it('shows everybody with a box, and says how many are chosen', () => {
    const ticks = [true, false, true].map((isChosen) => ({ isChosen, at: 0 }))
    const { blocks } = draw(many(3), { ticks })
    expect(boxesIn(blocks).map(({ blockId, element }) => [blockId, 'initial_options' in element])).toEqual([
      ['0.0', true],
      ['1.0', false],
      ['2.0', true],
    ])
    const words = wordsOf(blocks)
    expect(words).toContain('2 of 3 chosen. They will be able to sign in to Customers.')
    expect(words).toContain('2. guest-2@example.com (not verified) · User name: guest-2')
  })

  it('comes back as what it is, with the click that opened it and nothing else', () => {
    expect(draw(many(2))).toMatchObject({
      callback_id: 'approve-all',
      private_metadata: 'click-1',
      title: plain('Whom to approve?'),
      submit: plain('Approve chosen'),
      close: plain('Cancel'),
    })
    expect(draw(many(2), { list: denial(2) })).toMatchObject({
      callback_id: 'deny-all',
      private_metadata: 'click-1',
      title: plain('Whom to deny?'),
      submit: plain('Deny chosen'),
    })
  })

  it('tells what warns of each, in a few words', () => {
    const evidence: Evidence = {
      host: 'mailinator.com',
      domain: 'mailinator.com',
      standing: 'throw-away',
      punycode: null,
      lately: 1,
      address: { refused: null, approved: null },
      decided: { approved: 0, refused: 0 },
    }
    const one = entry(1)
    expect(wordsOf(draw([{ ...one, round: { ...one.round, evidence } }]).blocks)).toContain(
      '⚠️ throw-away address',
    )
  })

  it('has no box beside whom it can’t decide about', () => {
    const [one, two, three] = [entry(1), entry(2), entry(3)]
    const settled = { ...one, round: roundOf({ kind: 'settled', ending: confirmed }) }
    const imitation = { ...two, signUp: { ...two.signUp, isImitation: true } }
    const { blocks } = draw([settled, imitation, three])
    expect(boxesIn(blocks).map(({ blockId }) => blockId)).toEqual(['2.0'])
    expect(wordsOf(blocks)).toContain('1. guest-1@example.com')
    expect(wordsOf(blocks)).toContain('Approved by')
  })

  it('asks a denial for one reason, and says what it does', () => {
    const view = draw(many(2), { list: denial(2) })
    expect(checkView(view)).toMatchObject({ kind: 'taken' })
    expect(wordsOf(view.blocks)).toContain('Their accounts will be disabled in Cognito')
    const [reason] = findElements(takenBlocks(view.blocks))
    expect(reason?.options.map(({ label }) => label)).toEqual(['Spam', 'Other'])
  })

  it('says how many have the host that it lists, exactly', () => {
    const list = denial(2, { host: 'x.example' })
    expect(wordsOf(draw(many(2), { list, leftOut: 141 }).blocks)).toContain(
      '143 sign-ups wait with an address at exactly @x.example in Customers.',
    )
  })

  it('says of whom there is no room, and what to do', () => {
    expect(wordsOf(draw(many(2), { leftOut: 1 }).blocks)).toContain(
      '1 more person waits, for whom there is no room in one list. Submit this one',
    )
  })
})

describe('the pages of a list', () => {
  it('hold thirty people each, and lead to each other', () => {
    const entries = many(70)
    expect(pagesOf(pool, entries)).toEqual([0, 30, 60])
    const buttons = (page: number) =>
      findElements(takenBlocks(draw(entries, { page }).blocks))
        .filter(({ type }) => type === 'button')
        .map(({ actionId, value }) => [actionId, value])
    expect(buttons(0)).toEqual([['more-people', '1']])
    expect(buttons(1)).toEqual([
      ['earlier-people', '0'],
      ['more-people', '2'],
    ])
    expect(buttons(2)).toEqual([['earlier-people', '1']])
    expect(wordsOf(draw(entries, { page: 1 }).blocks)).toContain('Page 2 of 3.')
  })

  it('have boxes with new ids after each turn, so that Slack shows the ticks that we know of', () => {
    const [box] = boxesIn(draw(many(70), { page: 1, turn: 4 }).blocks)
    expect(box?.blockId).toBe('30.4')
    expect(readBoxBlock('30.4')).toEqual({ place: 30, turn: 4 })
    for (const other of ['reason', '30', '30.', '1234.1', '-1.0', '']) expect(readBoxBlock(other)).toBeNull()
  })
})

describe('nobody is decided about whom the form does not show in full', () => {
  const signUp = grace({
    userName: 'u'.repeat(128),
    attributes: { email: `${'e'.repeat(1500)}@example.com`, name: 'Grace Hopper', 'custom:company': 'Acme' },
  })
  const long = { signUp, round: roundOf({ kind: 'waiting', failure: null }) }

  it.each(['full', 'masked', 'domain'] as const)('where the channel sees %s', (visibility) => {
    const { blocks } = draw([long], {}, { ...pool, visibility, attributes: ['custom:company'] })
    const words = wordsOf(blocks)
    for (const text of ['Grace Hopper', 'Acme', signUp.userName, signUp.attributes['email']])
      expect(words).toContain(text)
  })

  it('so fewer share a page if that takes much room', () => {
    const starts = pagesOf(
      pool,
      Array.from({ length: 20 }, () => long),
    )
    expect(starts.length).toBeGreaterThan(3)
    expect(starts.length).toBeLessThan(8)
  })

  it('and there is no box where Slack has no room for it', () => {
    const name = 'n'.repeat(2000)
    const { blocks } = draw([{ ...long, signUp: { ...signUp, attributes: { ...signUp.attributes, name } } }])
    expect(boxesIn(blocks)).toEqual([])
    expect(wordsOf(blocks)).toContain('Too long to be shown here in full')
  })

  it('whatever is typed, it fits into what Slack takes', () => {
    const kinds = fc.constantFrom('full', 'masked', 'domain')
    fc.assert(
      fc.property(hostileText, kinds, fc.boolean(), (typed, visibility, isDenial) => {
        const odd = grace({
          userName: typed,
          attributes: { email: typed, name: typed, 'custom:company': typed },
        })
        const ofPool = { ...pool, visibility, name: typed }
        const all = Array.from({ length: 40 }, () => ({ ...long, signUp: odd }))
        const list = denial(40, { host: typed, reasons: [typed || 'Other'] })
        const view = draw(all, isDenial ? { list } : {}, ofPool)
        expect(checkView(view)).toMatchObject({ kind: 'taken' })
        expect(view.blocks.length < 10 || lettersIn(view.blocks) <= mostLetters).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('in place of a list', () => {
  it('whoever lost the right sees why, and nobody', () => {
    const end = { kind: 'refused', because: 'not-an-approver' } as const
    const view = drawListPage({ kind: 'withheld', end, clicker: 'UEVE', poolName: 'Customers' })
    expect(wordsOf(view.blocks)).toContain('You are not an approver')
  })
})
