// Draws the card of one sign-up.
import type { Block, ConfirmationDialog, KnownBlock, RichTextSection } from '@slack/types'
import type { CardEntry } from '../../domain/card-entry.ts'
import type { HeldBack } from '../../domain/card-view.ts'
import type { Pool } from '../../domain/pool.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import * as wording from '../../wording/card.ts'
import { heldBackSentence, heldBackTitle } from '../../wording/held-back.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { factsOf, origin } from '../../wording/sign-up.ts'
import { fallbackText, plainText, richText } from './render-sentence.ts'

/** What `chat.postMessage` and `chat.update` take. Always both: text alone would remove the blocks. */
export interface Drawn {
  readonly text: string
  readonly blocks: (KnownBlock | Block)[]
}

/** The button's action. Its value is only the round's id. */
export const approveAction = 'approve'

/** Draws the card of one sign-up. */
export function drawCard(entry: CardEntry, pool: Pool): Drawn {
  return { text: fallbackText(wording.cardSummary(entry, pool)), blocks: cardBlocks(entry, pool) }
}

/** Draws the notice of how many sign-ups of a pool have no card. */
export function drawHeldBack(heldBack: HeldBack, pool: Pool): Drawn {
  const poolName = pool.name === pool.id ? null : pool.name
  const sentence = heldBackSentence(heldBack, poolName)
  return {
    text: fallbackText(sentence),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: heldBackTitle, emoji: false } },
      sentenceBlock(sentence),
    ],
  }
}

/** Draws a stray, without buttons. */
export function drawStray(): Drawn {
  return { text: fallbackText(wording.strayCard), blocks: [sentenceBlock(wording.strayCard)] }
}

function cardBlocks({ signUp, round }: CardEntry, pool: Pool): KnownBlock[] {
  const status = wording.cardStatus(round)
  const isOpen = round.state.kind === 'waiting'
  return [
    { type: 'header', text: { type: 'plain_text', text: wording.cardTitle(round), emoji: false } },
    { type: 'rich_text', elements: [facts(signUp, pool)] },
    sentenceBlock(origin(signUp, pool.name)),
    ...(status === null ? [] : [sentenceBlock(status)]),
    ...(isOpen ? [approveButton({ signUp, round }, pool)] : []),
  ]
}

/** The button that approves one sign-up, or why there is none. */
export function approveButton({ signUp, round }: CardEntry, pool: Pool): KnownBlock {
  if (signUp.isImitation) return sentenceBlock(wording.imitationWarning)
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: approveAction,
        style: 'primary',
        text: { type: 'plain_text', text: wording.approve, emoji: false },
        value: round.id,
        confirm: dialog(signUp, pool),
      },
    ],
  }
}

/** Never narrowed with the card: it is the last that is read before a decision. */
function dialog(signUp: SignUp, pool: Pool): ConfirmationDialog {
  const { title, text, confirm, deny } = wording.approveDialog(signUp, pool.name)
  const plain = (sentence: Sentence, most: number) => ({
    type: 'plain_text' as const,
    text: plainText(sentence, most),
    emoji: false,
  })
  return {
    title: plain(title, 100),
    text: plain(text, 300),
    confirm: plain(confirm, 30),
    deny: plain(deny, 30),
    style: 'primary',
  }
}

/** Who signed up, one fact a line, and which facts Cognito verified. */
export function facts(signUp: SignUp, pool: Pool): RichTextSection {
  return { type: 'rich_text_section', elements: richText(joined(factsOf(signUp, pool, 'long'), '\n')) }
}

/** A sentence as a block in which Slack parses nothing. */
export function sentenceBlock(sentence: Sentence): KnownBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: richText(sentence) }] }
}
