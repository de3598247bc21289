// Draws the card of a sign-up in its plainest form, after Slack refused it as it was.
import type { KnownBlock } from '@slack/types'
import type { CardEntry } from '../../domain/card-entry.ts'
import { mask } from '../../domain/plain-value.ts'
import type { Pool } from '../../domain/pool.ts'
import type { SignUp } from '../../domain/sign-up.ts'
import * as wording from '../../wording/card.ts'
import { cardTitle } from '../../wording/card-title.ts'
import { factsOf } from '../../wording/facts.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { origin } from '../../wording/sign-up.ts'
import { type Drawn, decisionBlocks, sentenceBlock } from './card.ts'
import { evidenceWords } from './evidence.ts'
import { fallbackText, narrowed, plainText } from './render-sentence.ts'

/** How many characters each untrusted text may have. */
const room = 100

/** Nothing of what strangers typed but plain letters, and little of it; no attributes that the pool adds. */
export function drawPlainCard(entry: CardEntry, pool: Pool): Drawn {
  const { round } = entry
  return {
    text: fallbackText(plainest(wording.cardSummary(entry, pool))),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cardTitle(round, pool), emoji: false } },
      ...(round.state.kind === 'settled'
        ? [sentenceBlock(plainest(wording.decided(entry, pool, 'short')))]
        : undecidedBlocks(entry, pool)),
      ...plainButtons(entry, pool),
    ],
  }
}

function undecidedBlocks({ signUp, round }: CardEntry, pool: Pool): KnownBlock[] {
  const status = wording.cardStatus(round, pool, 'short')
  const evidence = evidenceWords(round, 'short')
  const facts = plainest(joined(factsOf(signUp, { ...pool, attributes: [] }, 'short'), '\n'))
  return [
    { type: 'section', text: { type: 'plain_text', text: plainText(facts, 2000), emoji: false } },
    sentenceBlock(wording.plainestForm(signUp.sub)),
    ...(evidence === null ? [] : [sentenceBlock(evidence)]),
    sentenceBlock(plainest(origin(signUp, pool.name))),
    ...(status === null ? [] : [sentenceBlock(plainest(status))]),
  ]
}

function plainButtons({ signUp, round }: CardEntry, pool: Pool): KnownBlock[] {
  return decisionBlocks({ signUp: plainSignUp(signUp), round }, { ...pool, name: plain(pool.name) })
}

function plainSignUp(signUp: SignUp): SignUp {
  const attributes = Object.entries(signUp.attributes).map(([name, text]) => [name, plain(text)] as const)
  return { ...signUp, userName: plain(signUp.userName), attributes: Object.fromEntries(attributes) }
}

function plainest(sentence: Sentence): Sentence {
  const pieces = sentence.map((piece) =>
    typeof piece !== 'string' && piece.kind === 'untrusted' ? { ...piece, text: plain(piece.text) } : piece,
  )
  return narrowed(pieces, room)
}

/** Any other character becomes its number, but not what stands for what the reader may not see. */
function plain(text: string): string {
  return text.split(mask).map(numbered).join(mask)
}

function numbered(text: string): string {
  return text.replace(/[^A-Za-z0-9 .@+_-]/gu, (character) => {
    return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
  })
}
