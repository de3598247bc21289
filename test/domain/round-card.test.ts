import { expect, it } from 'vitest'
import { nextCard, type RoundCard, type RoundCardEvent } from '../../src/domain/round-card.ts'

/** What becomes of each, for an open round and for a settled one. */
const table: readonly [RoundCardEvent, RoundCard, RoundCard, RoundCard][] = [
  ['planned', 'wanted', 'shown', 'shown'],
  ['planned', 'shown', 'shown', 'shown'],
  ['planned', 'held-back', 'shown', 'shown'],
  ['planned', 'none', 'shown', 'shown'],
  ['message-gone', 'wanted', 'wanted', 'wanted'],
  ['message-gone', 'shown', 'wanted', 'none'],
  ['message-gone', 'held-back', 'held-back', 'held-back'],
  ['message-gone', 'none', 'none', 'none'],
  ['hold-back', 'wanted', 'held-back', 'wanted'],
  ['hold-back', 'shown', 'shown', 'shown'],
  ['hold-back', 'held-back', 'held-back', 'held-back'],
  ['hold-back', 'none', 'none', 'none'],
  ['decided', 'wanted', 'wanted', 'wanted'],
  ['decided', 'shown', 'shown', 'shown'],
  ['decided', 'held-back', 'wanted', 'wanted'],
  ['decided', 'none', 'none', 'none'],
  ['ended-outside', 'wanted', 'none', 'none'],
  ['ended-outside', 'shown', 'shown', 'shown'],
  ['ended-outside', 'held-back', 'none', 'none'],
  ['ended-outside', 'none', 'none', 'none'],
]

it.each(table)(
  '%s: of a round whose card is %s becomes %s, or %s if it is settled',
  (event, card, open, settled) => {
    expect(nextCard(card, event, false)).toBe(open)
    expect(nextCard(card, event, true)).toBe(settled)
  },
)
