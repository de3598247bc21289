import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawCard } from '../../../src/slack/draw/card.ts'
import { drawMessage } from '../../../src/slack/draw/message.ts'
import { drawPlainCard } from '../../../src/slack/draw/plain-card.ts'
import { drawSharedCard } from '../../../src/slack/draw/shared-card.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { grace, pool, roundOf } from './everything.ts'

const entry = { signUp: grace(), round: roundOf({ kind: 'waiting', failure: null }) }

describe('a message', () => {
  it('of one sign-up is its card', () => {
    const shown = { kind: 'cards', entries: [entry], bulks: [], isPlain: false } as const
    expect(drawMessage({ messageId: 'message-1', pool, shown })).toEqual(drawCard(entry, pool))
  })

  it('of one sign-up is the plainest card there is, if Slack refused the other', () => {
    const shown = { kind: 'cards', entries: [entry], bulks: [], isPlain: true } as const
    expect(drawMessage({ messageId: 'message-1', pool, shown })).toEqual(drawPlainCard(entry, pool))
  })

  it('of several is one that they share', () => {
    const entries = [entry, entry]
    const shown = { kind: 'cards', entries, bulks: [], isPlain: false } as const
    expect(drawMessage({ messageId: 'message-1', pool, shown })).toEqual(
      drawSharedCard({ messageId: 'message-1', pool, entries, bulks: [] }),
    )
  })
})

describe('a message that mentions a group', () => {
  const shownBy = (userName: string) =>
    ({
      kind: 'cards',
      entries: [{ ...entry, signUp: grace({ userName, attributes: { name: userName } }) }],
      bulks: [],
      isPlain: false,
    }) as const

  it('begins with it, in its text and in a block of its own', () => {
    const view = { messageId: 'message-1', pool, shown: shownBy('grace') }
    const plain = drawMessage(view)
    const { text, blocks } = drawMessage({ ...view, mention: 'S0APPROVERS' })
    expect(text).toBe(`<!subteam^S0APPROVERS> ${plain.text}`)
    const said = { type: 'text', text: ': somebody is waiting for a decision.' }
    const elements = [{ type: 'usergroup', usergroup_id: 'S0APPROVERS' }, said]
    expect(blocks).toEqual([
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
      ...plain.blocks,
    ])
    expect(checkBlocks(blocks, 'message').kind).toBe('taken')
  })

  it('is never what a stranger’s text makes', () => {
    fc.assert(
      fc.property(hostileText, (typed) => {
        const drawn = drawMessage({ messageId: 'message-1', pool, shown: shownBy(typed) })
        expect(drawn.text).not.toContain('<!')
        expect(JSON.stringify(drawn.blocks)).not.toContain('"usergroup"')
      }),
    )
  })
})
