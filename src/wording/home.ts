// App Home: what an approver reads above and beside the list of those who wait.
import type {
  HomeFacts,
  HomeOrder,
  Outcome,
  OutcomeCounts,
  PastOutcome,
  PoolWaiting,
} from '../domain/home.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { joined, person, type Sentence, strong, time, untrusted, value } from './sentence.ts'
import { calledBy, signedUp } from './sign-up.ts'

export const homeTitle = 'The queue'
export const decisionsTitle = 'Decided lately'

/** Instead of the list, for whoever may not decide. It tells nothing of who waits, or where. */
export const homeWithheld: Sentence = [
  '🔒 This tab is for approvers only: it shows them the sign-ups that wait for a decision.',
]
export const homeUnchecked: Sentence = [
  '⚠️ Slack did not say whether you are an approver, so nothing is shown. Open another tab, and this one again in a minute.',
]
export const homePutAway: Sentence = [
  'The queue was put away, because you had not looked at it for a day. It comes back in a moment. If it doesn’t, open another tab, and this one again.',
]
export const homeFailed: Sentence = [
  '❌ Countersign could not show who is waiting. Open another tab, and this one again in a minute. If that doesn’t help, ask an operator to check the log.',
]

/** How many wait in one pool, and since when. */
export function poolWaiting({ count, since }: PoolWaiting, poolName: string): Sentence {
  const name = [strong('• '), untrusted(poolName, 100)]
  if (count === 0 || since === null) return [...name, ': nobody is waiting']
  const who = count === 1 ? '1 waiting, since ' : `${count} waiting, the first since `
  return [...name, `: ${who}`, time(since)]
}

export function poolsLeftOut(count: number): Sentence {
  return [`and ${count} more pools: choose one below.`]
}

const outcomeWords: { readonly [One in Outcome]: string } = {
  confirmed: 'approved',
  denied: 'denied',
  undone: 'undone',
  reopened: 'reopened',
}

const outcomeSigns: { readonly [One in Outcome]: string } = {
  confirmed: '✅ Approved',
  denied: '🚫 Denied',
  undone: '↩️ Undone',
  reopened: '🔁 Reopened',
}

export function decidedCounts({ day, week }: Pick<HomeFacts['decided'], 'day' | 'week'>): Sentence {
  return [strong('Last 24 hours: '), `${counts(day)}\n`, strong('Last 7 days: '), counts(week)]
}

function counts(given: OutcomeCounts): string {
  const said = Object.entries(outcomeWords).flatMap(([outcome, word]) => {
    const count = Object.entries(given).find(([one]) => one === outcome)?.[1] ?? 0
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return said.length === 0 ? 'none' : said.join(', ')
}

export function lastDecision({ outcome, at, by, entry }: PastOutcome): Sentence {
  return [
    `${outcomeSigns[outcome]} by `,
    person(by.userId),
    ', ',
    time(at),
    ': ',
    ...calledBy(entry.signUp, 150, 'inside'),
  ]
}

export const orderWords: { readonly [One in HomeOrder]: string } = {
  longest: 'Longest waiting first',
  warnings: 'Most warnings first',
}

export const everyPool = 'All pools'
export const everyHost = 'All domains'

export function hostChoice(host: string, count: number): Sentence {
  return [value(`@${host}`, 60), ` (${count})`]
}

/** Over the list. `shown` of them follow. */
export function pageTitle({ total, look }: HomeFacts, shown: number): Sentence {
  if (total === 0) return ['Nobody is waiting here. 🎉']
  if (shown === total) return [total === 1 ? '1 is waiting.' : `${total} are waiting.`]
  return [`${total} are waiting. Page ${look.page?.number ?? 1}, ${shown} of them:`]
}

/** The line below who it is. `evidence` is empty if there is nothing to say. */
export function sinceAndWhy(signUp: SignUp, poolName: string | null, evidence: Sentence): Sentence {
  const where: Sentence = poolName === null ? [] : ['pool ', untrusted(poolName, 60)]
  return joined(
    [signedUp(signUp), where, evidence].filter(({ length }) => length > 0),
    ' · ',
  )
}

export const firstPage = 'First page'
export const previousPage = 'Previous page'
export const nextPage = 'Next page'
