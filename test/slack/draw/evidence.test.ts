// One quiet line on a card, a few words on a shared one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { Round, RoundState } from '../../../src/domain/round.ts'
import { drawCard } from '../../../src/slack/draw/card.ts'
import { evidenceBlocks } from '../../../src/slack/draw/evidence.ts'
import { lettersIn, mostLetters } from '../../../src/slack/draw/letters.ts'
import { drawPlainCard } from '../../../src/slack/draw/plain-card.ts'
import { drawSharedCard, howManyShare } from '../../../src/slack/draw/shared-card.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { ada, at, confirmed, grace, pool, roundOf } from './everything.ts'
import { plainTexts } from './plain-texts.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }
const refused = { times: 1, last: { at: new Date('2025-11-03T00:00:00Z'), reason: 'Competitor' } }
const approved = { times: 2, last: { at, reason: null } }

const nothing: Evidence = {
  host: 'acme.example',
  domain: 'acme.example',
  standing: 'unknown',
  punycode: null,
  lately: 1,
  address: { refused: null, approved: null },
  decided: { approved: 0, refused: 0 },
}

const everything: Evidence = {
  ...nothing,
  standing: 'throw-away',
  punycode: { shows: 'аcme.example', looksLike: 'acme.example' },
  lately: 14,
  address: { refused, approved },
  decided: { approved: 12, refused: 101 },
}

function taken(blocks: unknown): string {
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(`${checked.error}: ${checked.messages.join(', ')}`)
  return readWords(checked.blocks)
}

const about = (change: Partial<Evidence>, state: RoundState = waiting): Round => ({
  ...roundOf(state),
  evidence: { ...nothing, ...change },
})
const line = (change: Partial<Evidence>) => taken(evidenceBlocks(about(change)))

function shared(evidence: Evidence, state: RoundState = waiting): string {
  const entries = [1, 2].map((index) => ({
    signUp: grace({ sub: `sub-${index}` }),
    round: { ...roundOf(state), id: `round-${index}`, evidence },
  }))
  return taken(drawSharedCard({ messageId: 'message-1', pool, entries, bulks: [] }).blocks)
}

describe('the line on a card', () => {
  it.each<[Partial<Evidence>, string]>([
    [
      { address: { refused, approved: null } },
      '⚠️ A sign-up claiming this address was refused on 3 Nov 2025: “Competitor”',
    ],
    [
      { address: { refused: { ...refused, times: 3 }, approved: null } },
      '⚠️ Sign-ups claiming this address were refused 3 times, last on 3 Nov 2025: “Competitor”',
    ],
    [
      { address: { refused: null, approved: { ...approved, times: 1 } } },
      'A sign-up claiming this address was approved on 1 May 2026',
    ],
    [{ decided: { approved: 12, refused: 0 } }, '12 approved from @acme.example'],
    [{ decided: { approved: 101, refused: 2 } }, 'more than 100 approved, 2 refused from @acme.example'],
    [{ standing: 'throw-away' }, '⚠️ A throw-away address'],
    [{ standing: 'free-mail', lately: 14 }, 'Free mail · 14 sign-ups from @acme.example in 24 hours'],
    [{ standing: 'expected' }, 'A domain that you expect'],
    [{ host: 'acme.example.evil.test', domain: 'evil.test' }, 'Part of @evil.test'],
    [{ punycode: { shows: 'bücher.de', looksLike: null } }, 'The domain shows as @bücher.de'],
    [
      { punycode: { shows: 'аcme.example', looksLike: 'acme.example' } },
      '⚠️ The domain shows as @аcme.example, which looks like @acme.example',
    ],
    [{}, ''],
  ])('%o', (change, words) => {
    expect(line(change)).toBe(words)
  })

  it('stands on the card, and on one in its plainest form, until it is decided', () => {
    const entry = { signUp: grace(), round: about(everything) }
    expect(taken(drawCard(entry, pool).blocks)).toContain('⚠️ A throw-away address · 14 sign-ups from')
    expect(taken(drawPlainCard(entry, pool).blocks)).toContain('⚠️ refused before')
    const settled = { ...entry, round: about(everything, { kind: 'settled', ending: confirmed }) }
    expect(taken(drawCard(settled, pool).blocks)).not.toContain('throw-away')
    expect(taken(drawPlainCard(settled, pool).blocks)).not.toContain('refused before')
  })

  it('is missing where nothing was written down', () => {
    expect(evidenceBlocks(roundOf(waiting))).toEqual([])
  })
})

describe('the words on a shared card', () => {
  it('are few, warnings first, and repeat nothing that a stranger typed', () => {
    expect(shared(everything)).toContain(
      ' · ⚠️ refused before · ⚠️ look-alike domain · ⚠️ throw-away address · 14 from this domain in 24 hours · approved before · 12 approved, more than 100 refused from this domain',
    )
    expect(shared({ ...nothing, standing: 'expected' })).toContain(' · expected domain')
    expect(shared({ ...nothing, standing: 'free-mail' })).toContain(' · free mail')
    expect(shared({ ...nothing, host: 'a.acme.example' })).toContain(' · subdomain')
    expect(shared({ ...nothing, punycode: { shows: 'ü.de', looksLike: null } })).toContain(
      ' · domain in Punycode',
    )
  })

  it('are missing where there is nothing to say, and once it is decided', () => {
    expect(shared(nothing)).not.toContain(' · ⚠️')
    expect(shared(everything, { kind: 'settled', ending: confirmed })).not.toContain('refused before')
  })

  it('are only what warns where there is no room for more', () => {
    const email = `${'x'.repeat(60)}@${'y'.repeat(48)}.example`
    const attributes = { email, name: 'n'.repeat(300), phone_number: 'p'.repeat(300) }
    const all = Array.from({ length: 20 }, (_, index) => ({
      signUp: grace({ sub: `sub-${index}`, userName: email, attributes }),
      round: { ...roundOf(waiting), id: `round-${index}`, evidence: everything },
    }))
    const entries = all.slice(0, howManyShare(pool, all))
    const draw = (some: typeof all) => {
      return drawSharedCard({ messageId: 'message-1', pool, entries: some, bulks: [] }).blocks
    }
    expect(lettersIn(draw(entries))).toBeLessThanOrEqual(mostLetters)
    const narrowest = JSON.stringify(draw(all))
    expect(narrowest).toContain(' · ⚠️ refused before · ⚠️ look-alike domain · ⚠️ throw-away address"')
    const others = all.map(({ signUp, round }) => ({ signUp, round: { ...round, evidence: nothing } }))
    expect(howManyShare(pool, others)).toBeGreaterThan(entries.length)
  })
})

const host = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,63}$/), { minLength: 2, maxLength: 10 })
  .map((labels) => labels.join('.').slice(-253))

describe('whatever strangers typed', () => {
  it('Slack takes the line, no domain in it loses its end, and nothing in it is Slack’s markup', () => {
    fc.assert(
      fc.property(host, hostileText, hostileText, hostileText, (name, shows, looksLike, reason) => {
        const evidence: Evidence = {
          ...everything,
          host: name,
          domain: name,
          punycode: { shows: shows.slice(0, 253), looksLike: looksLike.slice(0, 253) },
          address: { refused: { times: 1, last: { at, reason } }, approved },
        }
        const blocks = evidenceBlocks(about(evidence))
        expect(taken(blocks)).toContain(`14 sign-ups from @${name} in 24 hours`)
        for (const { text, emoji } of plainTexts(blocks)) {
          expect(emoji).toBe(false)
          expect(text.length).toBeLessThan(3000)
          expect(text).not.toMatch(/…$/)
        }
        shared(evidence)
        const claim = {
          clickId: 'c',
          decision: 'deny',
          by: ada,
          holder: 'h',
          fence: 1,
          since: at,
          until: at,
        } as const
        shared(evidence, { kind: 'claimed', claim })
      }),
    )
  })
})
