// The notice of how many sign-ups of a pool have no card.
import type { HeldBack } from '../domain/card-view.ts'
import { type Sentence, strong, time, untrusted } from './sentence.ts'

export const heldBackTitle = 'Sign-ups without a card'

/** How many, and how to see them. `poolName` is null if there is only one pool. */
export function heldBackSentence({ count, since }: HeldBack, poolName: string | null): Sentence {
  const inPool: Sentence = poolName === null ? [] : [' in pool ', untrusted(poolName, 100)]
  if (since === null) return ['🗂️ All decided', ...inPool, ': no sign-up without a card is waiting any more.']
  const command: Sentence = [
    '/confirm-user list',
    ...(poolName === null ? [] : [' ', untrusted(poolName, 100)]),
  ]
  const [who, see] =
    count === 1
      ? ['1 more sign-up is waiting', 'To see it: ']
      : [`${count} more sign-ups are waiting`, 'To see them: ']
  return [
    '🗂️ ',
    strong(who),
    ...inPool,
    count === 1 ? ' without a card here. It is from ' : ' without a card here. The oldest is from ',
    time(since),
    '. ',
    see,
    ...command,
    '. To confirm one: /confirm-user and the user name or e-mail address.',
  ]
}
