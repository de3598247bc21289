// Draws a reminder: who is still waiting, each with a link to their card.
import type { ReminderView } from '../../domain/card-view.ts'
import { isUndecided } from '../../domain/reminder.ts'
import {
  nobodyLeft,
  remindedInShort,
  remindedLine,
  remindedMore,
  reminderIntro,
  reminderSummary,
  reminderTitle,
} from '../../wording/reminder.ts'
import type { Sentence } from '../../wording/sentence.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { urlOf } from './message-url.ts'
import { fallbackText } from './render-sentence.ts'

export function drawReminder({ pools, shown }: ReminderView, workspaceUrl: string | null): Drawn {
  const { named, more, isPlain } = shown
  const waiting = named.filter(isUndecided)
  if (waiting.length === 0) return drawSentence(nobodyLeft(more))
  if (isPlain) return drawSentence(remindedInShort(waiting.length + more))
  const [only, another] = pools
  const isOneOfSeveral = another !== undefined
  const nameOf = (poolId: string) => pools.find(({ id }) => id === poolId)?.name ?? poolId
  const lines = waiting.map(({ signUp, since, card }) =>
    remindedLine(signUp, {
      since,
      poolName: isOneOfSeveral ? nameOf(signUp.poolId) : null,
      url: card === null || workspaceUrl === null ? null : urlOf(card, workspaceUrl),
    }),
  )
  return {
    text: fallbackText(reminderSummary(lines, more)),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: reminderTitle, emoji: false } },
      ...[reminderIntro(isOneOfSeveral ? null : (only?.name ?? null)), ...lines, remindedMore(more)].map(
        sentenceBlock,
      ),
    ],
  }
}

function drawSentence(sentence: Sentence): Drawn {
  return { text: fallbackText(sentence), blocks: [sentenceBlock(sentence)] }
}
