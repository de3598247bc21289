// A message in a channel, drawn from its rows: the same function for the first post and for every update.

import { asChannelSees } from '../../domain/as-channel-sees.ts'
import { type CardView, isDailyView, isDigestView, isReminderView } from '../../domain/card-view.ts'
import { wordsToGroup } from '../../wording/mention.ts'
import { group } from '../../wording/sentence.ts'
import { type Drawn, drawCard, sentenceBlock } from './card.ts'
import { drawDaily } from './daily-digest.ts'
import { drawDigest } from './digest.ts'
import { drawPlainCard } from './plain-card.ts'
import { drawReminder } from './reminder.ts'
import { fallbackText } from './render-sentence.ts'
import { drawSharedCard } from './shared-card.ts'

/**
 * Draws what a message shows, as far as its channel may see it, after the group that it mentions. `workspaceUrl` is the
 * workspace's address, under which other messages can be opened; null if it is unknown.
 */
export function drawMessage(view: CardView, workspaceUrl: string | null = null): Drawn {
  const drawn = drawShown(asChannelSees(view), workspaceUrl)
  const mention = view.mention ?? null
  if (mention === null) return drawn
  const blocks = [sentenceBlock(wordsToGroup(mention)), ...drawn.blocks]
  return {
    text: `${fallbackText([group(mention), ' '])}${drawn.text}`,
    blocks: blocks.length > mostBlocks ? drawn.blocks : blocks,
  }
}

/** Slack accepts no more in a message. */
const mostBlocks = 50

function drawShown(view: CardView, workspaceUrl: string | null): Drawn {
  if (isDigestView(view)) return drawDigest(view)
  if (isReminderView(view)) return drawReminder(view, workspaceUrl)
  if (isDailyView(view)) return drawDaily(view)
  const { messageId, pool, shown } = view
  const [first, ...more] = shown.entries
  if (first !== undefined && more.length === 0)
    return shown.isPlain ? drawPlainCard(first, pool) : drawCard(first, pool)
  return drawSharedCard({ messageId, pool, ...shown })
}
