// What a member of the workspace is told whose address somebody used who was let in.
import type { MemberNote } from '../domain/member-note.ts'
import { person, type Sentence, untrusted } from './sentence.ts'

export function memberNote({ poolName, letInBy }: MemberNote): Sentence {
  const approver = person(letInBy.userId)
  return [
    'Somebody who signed up to ',
    untrusted(poolName, 100),
    ' with your e-mail address was let in by ',
    approver,
    '. If that was you, there is nothing to do. Not you? Tell ',
    approver,
    ', who can undo it.',
  ]
}
