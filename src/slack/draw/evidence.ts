// Draws the evidence about a sign-up: one quiet line on its card, a few words on a shared one.
import type { KnownBlock } from '@slack/types'
import type { Round } from '../../domain/round.ts'
import { type EvidenceStyle, evidenceLine } from '../../wording/evidence.ts'
import type { Sentence } from '../../wording/sentence.ts'
import { plainText } from './render-sentence.ts'

/** Slack accepts 3,000 characters there, which the line always fits into. */
const mostCharacters = 3000

/** As it was when the card was planned. Nothing once it is decided, or if there is nothing to say. */
export function evidenceBlocks(round: Round): KnownBlock[] {
  const line = evidenceWords(round, 'long')
  if (line === null) return []
  return [
    {
      type: 'context',
      elements: [{ type: 'plain_text', text: plainText(line, mostCharacters), emoji: false }],
    },
  ]
}

/** The same as words. */
export function evidenceWords({ state, evidence }: Round, style: EvidenceStyle): Sentence | null {
  return evidence === undefined || state.kind === 'settled' ? null : evidenceLine(evidence, style)
}
