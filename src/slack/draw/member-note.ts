// Draws what a member of the workspace is told whose address somebody used who was let in.
import type { MemberNote } from '../../domain/member-note.ts'
import { memberNote } from '../../wording/member-note.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { fallbackText } from './render-sentence.ts'

export function drawMemberNote(note: MemberNote): Drawn {
  const sentence = memberNote(note)
  return { text: fallbackText(sentence), blocks: [sentenceBlock(sentence)] }
}
