// What a pool's channel reads if some of the pool's approvers can't approve, and once they can.
import type { ApproversMissing } from '../domain/start-problem.ts'
import { type Sentence, untrusted } from './sentence.ts'

const what: { readonly [State in ApproversMissing['state']]: string } = {
  off: ': nobody can approve its sign-ups at the moment, so no new cards are posted.',
  nobody: ': nobody can approve its sign-ups at the moment.',
  some: ': some of its approvers can’t approve at the moment; the others can.',
  unseen: ': nobody who can approve its sign-ups is in this channel.',
  fixed: ': all its approvers can approve again.',
}

export function approversMissing({ pool, lines, state }: ApproversMissing): Sentence {
  const subject: Sentence = [
    state === 'fixed' ? '✅ Pool ' : '⚠️ Pool ',
    untrusted(pool.name, 100),
    what[state],
  ]
  if (state === 'fixed') return subject
  return [
    ...subject,
    ' Ask an operator to fix this: ',
    untrusted(lines.join(' '), 1000),
    ' Countersign looks again every 5 minutes.',
  ]
}
