// Reminders: who is still waiting.
import type { SignUp } from '../domain/sign-up.ts'
import { joined, type Sentence, strong, time, untrusted } from './sentence.ts'
import { namedBy } from './sign-up.ts'

export const reminderTitle = 'Still waiting'

/** Before those who are named. `poolName` is null where each is named with their pool. */
export function reminderIntro(poolName: string | null): Sentence {
  const inPool: Sentence = poolName === null ? [] : [' in pool ', untrusted(poolName, 100)]
  return ['⏰ Waiting for a decision', ...inPool, ', the longest first:']
}

/** One of them. `url` opens the card; null if there is none. */
export function remindedLine(
  signUp: SignUp,
  {
    since,
    poolName,
    url,
  }: { readonly since: Date; readonly poolName: string | null; readonly url: string | null },
): Sentence {
  return [
    strong('• '),
    ...namedBy(signUp, { name: 60, most: 150 }, 'start'),
    ...(poolName === null ? [] : [', pool ', untrusted(poolName, 60)]),
    ', since ',
    time(since),
    ...(url === null ? [] : [' · ', { kind: 'link', url, text: 'Open the card' } as const]),
  ]
}

/** After them. The number is what it was when the reminder was posted. */
export function remindedMore(more: number): Sentence {
  const counted = more === 1 ? '1 more was' : `${more} more were`
  const others: Sentence = more === 0 ? [] : [`${counted} waiting when this was posted. `]
  return [...others, 'To see everybody: ', strong('/confirm-user list')]
}

/** Once nobody who was named is left. */
export function nobodyLeft(more: number): Sentence {
  const all: Sentence = ['☑️ Nobody who was named here is waiting any more.']
  return more === 0 ? all : [...all, ' ', ...remindedMore(more)]
}

/** For a reminder that Slack refused as it was: without names. */
export function remindedInShort(count: number): Sentence {
  return [
    count === 1 ? '⏰ 1 sign-up is' : `⏰ ${count} sign-ups are`,
    ' waiting for a decision. Slack refused their names. To see them: ',
    strong('/confirm-user list'),
  ]
}

/** For notifications and screen readers. */
export function reminderSummary(lines: readonly Sentence[], more: number): Sentence {
  return joined([[`${reminderTitle} for a decision:`], ...lines, remindedMore(more)], ' ')
}
