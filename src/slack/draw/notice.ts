// Draws what a channel is told about its pool.
import type { ApproversMissing } from '../../domain/start-problem.ts'
import { approversMissing } from '../../wording/approvers-missing.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { fallbackText } from './render-sentence.ts'

export function drawApproversMissing(missing: ApproversMissing): Drawn {
  const sentence = approversMissing(missing)
  return { text: fallbackText(sentence), blocks: [sentenceBlock(sentence)] }
}
