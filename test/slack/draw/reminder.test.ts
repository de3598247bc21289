import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reminded } from '../../../src/domain/card-view.ts'
import type { Pool } from '../../../src/domain/pool.ts'
import type { RoundState } from '../../../src/domain/round.ts'
import type { Visibility } from '../../../src/domain/visibility.ts'
import { drawMessage } from '../../../src/slack/draw/message.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { findButtons } from '../../world/slack/block-kit/find-elements.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { at, confirmed, grace, pool, roundOf } from './everything.ts'

const waiting: RoundState = { kind: 'waiting', failure: null }
const other = { ...pool, id: 'eu-west-1_Other', name: 'Partners' }
const since = new Date('2026-05-01T08:00:00Z')

function named(email: string, change: Partial<Reminded> = {}): Reminded {
  const signUp = grace({ userName: email, attributes: { email } })
  return { signUp, round: roundOf(waiting), since, card: null, ...change }
}

interface Drawing {
  readonly pools?: readonly Pool[]
  readonly all: readonly Reminded[]
  readonly more?: number
  readonly isPlain?: boolean
}

function reminder({ all, more = 0, isPlain = false, pools = [pool] }: Drawing, url: string | null = null) {
  const shown = { kind: 'reminder', named: all, more, isPlain } as const
  const { text, blocks } = drawMessage({ messageId: 'message-1', pools, shown }, url)
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(checked.messages.join())
  return { text, blocks, words: readWords(checked.blocks), buttons: findButtons(checked.blocks) }
}

describe('a reminder', () => {
  it('names those who wait, since when, and links their cards', () => {
    const all = [named('mia@x.example', { card: { channel: 'C1', ts: '12.345' } }), named('ben@x.example')]
    const { words, blocks, text, buttons } = reminder({ all, more: 2 }, 'https://acme.slack.com/')
    expect(words.split('\n')).toEqual([
      'Still waiting',
      '⏰ Waiting for a decision in pool Customers, the longest first:',
      '• mia@x.example, since 2026-05-01 08:00 UTC · Open the card',
      '• ben@x.example, since 2026-05-01 08:00 UTC',
      '2 more were waiting when this was posted. To see everybody: /confirm-user list',
    ])
    expect(JSON.stringify(blocks)).toContain('"url":"https://acme.slack.com/archives/C1/p12345"')
    expect(text).toMatch(/^Still waiting for a decision: • mia@x\.example, since <!date/)
    expect(buttons).toEqual([])
  })

  it('links nothing where the workspace’s address is unknown', () => {
    const all = [named('mia@x.example', { card: { channel: 'C1', ts: '12.345' } })]
    expect(reminder({ all }).words).not.toContain('Open the card')
  })

  it('leaves out who was decided about, and says once nobody is left', () => {
    const ben = named('ben@x.example', { round: roundOf({ kind: 'settled', ending: confirmed }) })
    expect(reminder({ all: [named('mia@x.example'), ben] }).words).not.toContain('ben@')
    const { words, text } = reminder({ all: [ben] })
    expect(words).toBe('☑️ Nobody who was named here is waiting any more.')
    expect(text).toBe(words)
    expect(reminder({ all: [ben], more: 1 }).words).toContain('1 more was waiting when this was posted.')
  })

  it('of a channel with several pools names each one’s', () => {
    const theirs = grace({ poolId: other.id, attributes: { email: 'ben@x.example' } })
    const all = [named('mia@x.example'), named('', { signUp: theirs })]
    const { words } = reminder({ all, pools: [pool, other] })
    expect(words).toContain('⏰ Waiting for a decision, the longest first:')
    expect(words).toContain('• mia@x.example, pool Customers, since')
    expect(words).toContain('• ben@x.example, pool Partners, since')
  })

  it('that Slack refused as it was names nobody', () => {
    const { words, text } = reminder({ all: [named('mia@x.example')], more: 2, isPlain: true })
    expect(words).toBe(
      '⏰ 3 sign-ups are waiting for a decision. Slack refused their names. To see them: /confirm-user list',
    )
    expect(text).not.toContain('mia')
  })

  it('fits, and does nothing, whatever strangers typed', () => {
    fc.assert(
      fc.property(hostileText, (typed) => {
        const signUp = grace({
          userName: typed,
          attributes: { email: typed, name: typed, phone_number: typed },
        })
        const { text } = reminder({ all: Array(5).fill(named('', { signUp })), pools: [pool, other] })
        expect(text).not.toMatch(/<!(?:channel|here|everyone|subteam)|<@|<#|<http/)
        expect(text.length).toBeLessThanOrEqual(3500)
      }),
    )
  })
})

describe.each(['masked', 'domain'] as const)(
  'in a channel whose visibility is %s',
  (visibility: Visibility) => {
    const canary = 'CANARY'
    const attributes = { email: `e${canary}@acme.example`, name: `N${canary}`, phone_number: `+3${canary}` }
    const secret = named('', { signUp: grace({ userName: `u${canary}`, attributes }) })

    it('a reminder says no more than the domain', () => {
      const { text, blocks } = reminder({ all: [secret], pools: [{ ...pool, visibility }] })
      expect(JSON.stringify({ text, blocks })).not.toContain(canary)
      expect(text).toContain('acme.example')
    })

    it('each pool’s own visibility counts, and nobody sees one of a pool that is unknown', () => {
      const theirs = grace({ poolId: other.id, userName: `u${canary}`, attributes })
      const all = [named('mia@x.example'), named('', { signUp: theirs })]
      const { text } = reminder({ all, pools: [pool, { ...other, visibility }] })
      expect(text).toContain('mia@x.example')
      expect(text).not.toContain(canary)
      expect(reminder({ all, pools: [pool] }).text).not.toContain(canary)
    })

    it('a lapsed sign-up’s card says no more either', () => {
      const lapsed: RoundState = { kind: 'settled', ending: { kind: 'lapsed', at, since } }
      const shown = {
        kind: 'cards',
        entries: [{ ...secret, round: roundOf(lapsed) }],
        bulks: [],
        isPlain: false,
      } as const
      const drawn = drawMessage({ messageId: 'm', pool: { ...pool, visibility }, shown })
      expect(JSON.stringify(drawn)).not.toContain(canary)
    })
  },
)
