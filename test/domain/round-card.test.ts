import { expect, it } from 'vitest'
import { nextCard, type RoundCard, type RoundCardEvent } from '../../src/domain/round-card.ts'

/** What becomes of each, for an open round and for a settled one. */
const table: readonly [RoundCardEvent, RoundCard, RoundCard, RoundCard][] = [
  ['planned', 'wanted', 'shown', 'shown'],
  ['planned', 'shown', 'shown', 'shown'],
  ['planned', 'digest', 'shown', 'shown'],
  ['planned', 'none', 'shown', 'shown'],
  ['message-gone', 'wanted', 'wanted', 'wanted'],
  ['message-gone', 'shown', 'wanted', 'none'],
  ['message-gone', 'digest', 'digest', 'digest'],
  ['message-gone', 'none', 'none', 'none'],
  ['join-digest', 'wanted', 'digest', 'wanted'],
  ['join-digest', 'shown', 'shown', 'shown'],
  ['join-digest', 'digest', 'digest', 'digest'],
  ['join-digest', 'none', 'none', 'none'],
  ['ended-outside', 'wanted', 'none', 'none'],
  ['ended-outside', 'shown', 'shown', 'shown'],
  ['ended-outside', 'digest', 'digest', 'digest'],
  ['ended-outside', 'none', 'none', 'none'],
]

it.each(table)(
  '%s: of a round whose card is %s becomes %s, or %s if it is settled',
  (event, card, open, settled) => {
    expect(nextCard(card, event, false)).toBe(open)
    expect(nextCard(card, event, true)).toBe(settled)
  },
)
