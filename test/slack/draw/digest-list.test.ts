// The list of a digest: what an approver reads of each, and that Slack takes it whatever strangers typed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DigestList } from '../../../src/domain/digest-list.ts'
import { drawDetails } from '../../../src/slack/draw/details.ts'
import { listValue, readListValue } from '../../../src/slack/draw/digest-list.ts'
import { lettersIn, mostLetters } from '../../../src/slack/draw/letters.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { checkView } from '../../world/slack/web-api/open-view.ts'
import { ada, confirmed, grace, pool, roundOf } from './everything.ts'

const place = { messageId: 'a1.message', poolId: pool.id, shows: 'waiting', after: null } as const
const waiting = { signUp: grace(), round: roundOf({ kind: 'waiting', failure: null }) }
const decided = { signUp: grace(), round: roundOf({ kind: 'settled', ending: confirmed }) }

function seen(change: Partial<DigestList> = {}) {
  const list = { place, pool, entries: [waiting], waiting: 1, decided: 0, next: null, ...change }
  const view = drawDetails({ kind: 'digest-list', list })
  expect(lettersIn(view.blocks)).toBeLessThanOrEqual(mostLetters)
  const checked = checkView(view)
  if (checked.kind === 'refused') throw new Error(checked.messages.join(', '))
  return { view, words: readWords(checked.blocks) }
}

describe('the list of a digest', () => {
  it('tells who waits, with Details beside each, and how many there are', () => {
    const { view, words } = seen({ waiting: 30, decided: 2, next: 'a1.round' })
    expect(words).toContain('30 waiting, 2 decided in Customers.')
    expect(words).toContain('grace@example.com')
    expect(view.blocks[1]).toMatchObject({ accessory: { action_id: 'details', value: waiting.round.id } })
    expect(view.blocks.at(-1)).toMatchObject({
      elements: [
        { action_id: 'list-more', value: `a1.message ${pool.id} waiting a1.round` },
        { action_id: 'list-others', value: `a1.message ${pool.id} settled` },
      ],
    })
  })

  it('tells how each was decided, and by whom', () => {
    const shown = { ...place, shows: 'settled' } as const
    const { words } = seen({ place: shown, entries: [decided], waiting: 0, decided: 1 })
    expect(words).toContain(`Approved by <@${ada.userId}>`)
  })

  it('says so if nobody is left', () => {
    expect(seen({ entries: [], waiting: 0 }).words).toContain('There is nobody to show here.')
  })

  it('is accepted with twenty people, whatever they typed', () => {
    fc.assert(
      fc.property(hostileText, (typed) => {
        const attributes = { name: typed.repeat(20).slice(0, 2048), email: `${typed}@${typed}` }
        const entry = { ...waiting, signUp: grace({ userName: typed, attributes }) }
        seen({ entries: Array(20).fill(entry) })
        seen({ entries: Array(20).fill({ ...entry, round: decided.round }) })
      }),
      { numRuns: 8 },
    )
  })
})

it('what also stands where Details would does not send anybody to Details', () => {
  for (const kind of ['loading', 'failed'] as const)
    expect(JSON.stringify(drawDetails({ kind }))).toContain('press the button again')
})

it('a button comes back as the page that it asks for, and a wrong one names nothing', () => {
  for (const one of [place, { ...place, shows: 'settled', after: 'a1.round' } as const])
    expect(readListValue(listValue(one))).toEqual(one)
  expect(readListValue('')).toMatchObject({ shows: 'waiting', after: null })
})
