// How old a list of those who wait is, which pools are missing from it, and why.
import type { Unsearched } from '../domain/command.ts'
import type { NamedPoolRead, ReadProblem } from '../domain/pool-read.ts'
import { type Piece, type Sentence, time, untrusted } from './sentence.ts'

/** Follows a pool's name and a colon. */
const because: { readonly [Problem in ReadProblem]: string } = {
  'out-of-reach': 'Cognito gives no answer',
  forbidden: 'AWS doesn’t let Countersign list its users. Ask an operator to allow cognito-idp:ListUsers',
  credentials: 'AWS doesn’t accept Countersign’s credentials. Ask an operator to renew them',
  'pool-missing': 'Cognito doesn’t know this pool. Ask an operator to check its id and region',
  unreadable: 'some of its users could not be read. Ask an operator to look into the log',
  'not-askable': 'Cognito can’t search for this text',
}

/** Why Cognito could not be read, after a colon and without a full stop. */
export function whyUnread(problem: ReadProblem): string {
  return because[problem]
}

/** More would not be read. */
const mostNamed = 5

/** Pools whose list is not known as of now. */
export function unread(reads: readonly NamedPoolRead[]): readonly NamedPoolRead[] {
  return reads.filter(({ readAt, problem }) => readAt === null || problem !== null)
}

/** The time of the oldest reading among the pools that can be read; nothing if there is none. */
export function asOf(reads: readonly NamedPoolRead[], before: string): Sentence {
  const times = reads.flatMap(({ readAt, problem }) => (readAt === null || problem !== null ? [] : [readAt]))
  const [oldest] = times.toSorted((one, other) => one.getTime() - other.getTime())
  return oldest === undefined ? [] : [before, time(oldest)]
}

/** One paragraph that names the pools that could not be read; none if there are none. */
export function unreadSentences(reads: readonly NamedPoolRead[]): readonly Sentence[] {
  return named(
    unread(reads).map((read) => [poolNamed(read), ...howUnread(read)]),
    'could not be read either',
  )
}

/** The same about pools that could not be searched. */
export function unsearchedSentences(unsearched: readonly Unsearched[]): readonly Sentence[] {
  return named(
    unsearched.map((one) => [poolNamed(one), ' could not be searched: ', because[one.problem], '.']),
    'could not be searched either',
  )
}

function named(sentences: readonly Sentence[], either: string): readonly Sentence[] {
  if (sentences.length === 0) return []
  const rest = sentences.length - mostNamed
  const others = rest > 0 ? [` ${rest} more ${rest === 1 ? 'pool' : 'pools'} ${either}.`] : []
  const pieces = sentences.slice(0, mostNamed).flatMap((one, index) => (index === 0 ? one : [' ', ...one]))
  return [['⚠️ ', ...pieces, ...others]]
}

function howUnread({ readAt, problem }: NamedPoolRead): Sentence {
  if (problem === null) return [' has not been read yet, so whoever waits there is missing here.']
  const since: Sentence =
    readAt === null ? ['. It has never been read.'] : ['. What is shown of it is as of ', time(readAt), '.']
  return [' could not be read: ', because[problem], ...since]
}

function poolNamed({ poolName }: { readonly poolName: string }): Piece {
  return untrusted(poolName, 60)
}
