// Draws the card of one sign-up.
import type { Block, KnownBlock, RichTextSection } from '@slack/types'
import { type CardEntry, isBlocked } from '../../domain/card-entry.ts'
import { type Offer, offersOf } from '../../domain/offers.ts'
import type { Pool } from '../../domain/pool.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import * as wording from '../../wording/card.ts'
import { cardTitle } from '../../wording/card-title.ts'
import { factsOf } from '../../wording/facts.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { origin } from '../../wording/sign-up.ts'
import { evidenceBlocks } from './evidence.ts'
import { offerButtons } from './offers.ts'
import { fallbackText, richText } from './render-sentence.ts'

/** What `chat.postMessage` and `chat.update` take. Always both: text alone would remove the blocks. */
export interface Drawn {
  readonly text: string
  readonly blocks: (KnownBlock | Block)[]
}

/** Draws the card of one sign-up. */
export function drawCard(entry: CardEntry, pool: Pool): Drawn {
  return { text: fallbackText(wording.cardSummary(entry, pool)), blocks: cardBlocks(entry, pool) }
}

/** Draws a stray, without buttons. */
export function drawStray(): Drawn {
  return { text: fallbackText(wording.strayCard), blocks: [sentenceBlock(wording.strayCard)] }
}

function cardBlocks(entry: CardEntry, pool: Pool): KnownBlock[] {
  const { signUp, round } = entry
  const title: KnownBlock = {
    type: 'header',
    text: { type: 'plain_text', text: cardTitle(round, pool), emoji: false },
  }
  if (round.state.kind === 'settled')
    return [title, sentenceBlock(wording.decided(entry, pool)), ...decisionBlocks(entry, pool)]
  const status = wording.cardStatus(round, pool)
  return [
    title,
    { type: 'rich_text', elements: [facts(signUp, pool)] },
    ...evidenceBlocks(round),
    sentenceBlock(origin(signUp, pool.name)),
    ...(status === null ? [] : [sentenceBlock(status)]),
    ...decisionBlocks(entry, pool),
  ]
}

interface DecisionStyle {
  /** Only these buttons. */
  readonly only?: (offer: Offer) => boolean
}

/** The buttons of what can be done, and why nothing is decided about a sign-up that Cognito could take for another. */
export function decisionBlocks(
  entry: CardEntry,
  pool: Pool,
  { only = () => true }: DecisionStyle = {},
): KnownBlock[] {
  const warning = isBlocked(entry) ? [sentenceBlock(wording.imitationWarning)] : []
  return [...warning, ...offerButtons(offersOf(entry).filter(only), entry, pool)]
}

/** Who signed up, one fact a line, and which facts Cognito verified. */
export function facts(signUp: SignUp, pool: Pool): RichTextSection {
  return { type: 'rich_text_section', elements: richText(joined(factsOf(signUp, pool, 'long'), '\n')) }
}

/** A sentence as a block in which Slack parses nothing. */
export function sentenceBlock(sentence: Sentence): KnownBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: richText(sentence) }] }
}
