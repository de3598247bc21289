// The list of a digest: who stands in it, and how it ended.
import type { CardEntry } from '../domain/card-entry.ts'
import type { DigestList, ListedInDigest } from '../domain/digest-list.ts'
import type { Pool } from '../domain/pool.ts'
import { factsOf, who } from './facts.ts'
import { joined, type Sentence, strong, untrusted } from './sentence.ts'
import { signedUp } from './sign-up.ts'

export const listTitle = 'In this message'
export const listClose = 'Close'
export const listMore = 'Show more'

/** The button that lists these instead. */
export const listOthers: { readonly [Shown in ListedInDigest]: string } = {
  waiting: 'Who is waiting',
  settled: 'Who was decided about',
}

/** How many there are, and what this page is about. */
export function listSummary({ place, pool, waiting, decided, entries }: DigestList): Sentence {
  const counts: Sentence = [
    strong(`${waiting} waiting, ${decided} decided`),
    ' in ',
    untrusted(pool.name, 100),
    '. ',
  ]
  if (entries.length === 0) return [...counts, 'There is nobody to show here.']
  return place.shows === 'waiting'
    ? [...counts, 'Here is who is waiting, longest first. To decide about somebody, press Details.']
    : [...counts, 'Here is who was decided about, how, and by whom.']
}

/** One of them: in full only as long as somebody has to decide. */
export function listed({ signUp, round }: CardEntry, pool: Pool): Sentence {
  if (round.state.kind === 'settled') return who(signUp, pool, 'short')
  return joined([...factsOf(signUp, pool, 'short').slice(0, 3), signedUp(signUp)], ' · ')
}
