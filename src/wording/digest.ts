// The digest: the message that stands for all who wait, while too many sign up for a card each.
import {
  type Digest,
  type DigestOfPool,
  type DigestResult,
  decidedIn,
  type Pace,
  waitingIn,
} from '../domain/digest.ts'
import type { ManyDecision } from '../domain/list-source.ts'
import { joined, person, type Sentence, strong, time, untrusted, value } from './sentence.ts'

export const openList = 'Open the list…'

/** For a screen reader. */
export function openListLabel(poolName: string | null): Sentence {
  return ['Open the list', ...inPool(poolName)]
}

/** The buttons that open a list to choose from. */
export const decideListed: { readonly [Decided in ManyDecision]: string } = {
  approve: 'Approve some…',
  deny: 'Deny some…',
}

/** The same for a screen reader. */
export function decideListedLabel(decision: ManyDecision, poolName: string | null): Sentence {
  const what = decision === 'approve' ? 'Choose whom to approve' : 'Choose whom to deny'
  return [what, ...inPool(poolName)]
}

function inPool(poolName: string | null): Sentence {
  return poolName === null ? [] : [' in ', untrusted(poolName, 100)]
}

/** While somebody waits. */
export function digestTitle(digest: Digest): string {
  const waiting = waitingIn(digest)
  return waiting === 1 ? '1 sign-up is waiting' : `${many(waiting)} sign-ups are waiting`
}

/** Why there is no card for each, and what can be done. */
export const digestPurpose: Sentence = [
  'This message stands for them: they are too many for a message each, or signed up long before Countersign first saw the pool. To see everybody and decide, open the list, or type /confirm-user list.',
]

/** Those of one pool who wait. `poolName` is null if there is no need to name it. */
export function digestOfPool(
  { waiting, warned, since, hosts }: DigestOfPool,
  poolName: string | null,
): Sentence {
  const others = waiting - hosts.reduce((sum, { count }) => sum + count, 0)
  const named = hosts.map(({ host, count }): Sentence => [value(`@${host}`), ` ${many(count)}`])
  const rest: Sentence[] =
    others > 0 && hosts.length > 0 ? [[others === 1 ? '1 other' : `${many(others)} others`]] : []
  return [
    ...(poolName === null ? [] : [untrusted(poolName, 100), ': ']),
    strong(`${many(waiting)} waiting`),
    waiting === 1 ? ', since ' : ', the first since ',
    time(since),
    warned === 0 ? '. No warnings.' : `. ⚠️ ${many(warned)} with a warning.`,
    ...(hosts.length === 0 ? [] : [' By domain: ', ...joined([...named, ...rest], ' · '), '.']),
  ]
}

/** Those that a digest has no room for. */
export function pools(names: number): string {
  return `${many(names)} more ${names === 1 ? 'pool' : 'pools'}`
}

/** How fast they come. */
export function paceSentence({ count, within, latest }: Pace): Sentence {
  return [`📈 The last ${many(count)} signed up within ${lasting(within)}, the latest `, time(latest), '.']
}

function lasting(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}

/** More would not be read. */
const mostResults = 10

/** What became of those who don't wait any more; null if there is nobody. */
export function resultsSentence(digest: Digest): Sentence | null {
  const decided = decidedIn(digest)
  if (decided === 0) return null
  const told = digest.results.slice(0, mostResults)
  const rest = decided - told.reduce((sum, { count }) => sum + count, 0)
  const results = told.map((result): Sentence => [`${many(result.count)} `, ...resultWords(result)])
  return [
    waitingIn(digest) === 0 ? '🏁 ' : 'So far: ',
    ...joined(rest > 0 ? [...results, [`${many(rest)} in other ways`]] : results, ', '),
    '.',
  ]
}

function resultWords({ kind, by }: DigestResult): Sentence {
  return by === null ? [words[kind]] : [words[kind], ' by ', person(by.userId)]
}

/** Follow a number. */
const words: { readonly [Kind in DigestResult['kind']]: string } = {
  confirmed: 'approved',
  denied: 'denied',
  'confirmed-elsewhere': 'confirmed outside Slack',
  disabled: 'disabled outside Slack',
  gone: 'deleted from the pool',
  undone: 'undone',
  'not-done': 'not taken back',
  disproved: 'not confirmed after all',
  lapsed: 'lapsed',
}

/** Nobody waits in it any more: they are decided, or stand elsewhere. */
export const digestOver: Sentence = [strong('Nobody is waiting in this message any more.')]

/** For notifications, and for readers that show no blocks. */
export function digestSummary(digest: Digest, poolNames: readonly string[]): Sentence {
  if (waitingIn(digest) === 0) return [...digestOver, ' ', ...(resultsSentence(digest) ?? [])]
  const named = poolNames.slice(0, 5).map((name): Sentence => [untrusted(name, 100)])
  return [digestTitle(digest), ...(named.length === 0 ? [] : [' in ', ...joined(named, ', ')]), '.']
}

/** As 12,345. */
function many(count: number): string {
  return count.toLocaleString('en-US')
}
