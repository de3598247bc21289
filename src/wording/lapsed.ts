// A sign-up about which nobody decided for as long as its pool lets one wait. It is nobody's decision, and no refusal.
import type { Lapsed } from '../domain/way-back.ts'
import { type Sentence, time } from './sentence.ts'

export function lapsedSentence({ at, since }: Lapsed): Sentence {
  return [
    '⌛ Lapsed, ',
    time(at),
    ': it had been waiting since ',
    time(since),
    ', and nobody had decided. The account was left as it was: unconfirmed, so they can’t sign in. To decide after all, reopen the sign-up.',
  ]
}

/** The same where there is little room. */
export function lapsedInShort({ at }: Lapsed): Sentence {
  return ['⌛ Lapsed, ', time(at), ': nobody had decided. Left unconfirmed.']
}
