// What a pool's channel reads if some of the pool's approvers can't approve.
import type { ApproversMissing } from '../domain/start-problem.ts'
import { type Sentence, untrusted } from './sentence.ts'

export function approversMissing({ pool, lines, isOff }: ApproversMissing): Sentence {
  const what = isOff
    ? ': nobody can approve its sign-ups at the moment, so no new cards are posted.'
    : ': some of its approvers can’t approve at the moment; the others can.'
  return [
    '⚠️ Pool ',
    untrusted(pool.name, 100),
    what,
    ' Ask an operator to fix this: ',
    untrusted(lines.join(' '), 1000),
    ' Countersign looks again every 5 minutes.',
  ]
}
