// What people type after /confirm-user, and the possible answers.
import { z } from 'zod'
import { fateFormat, onDenyFormat } from './decision.ts'
import { hostRefusalFormat } from './host-refusal.ts'
import type { Pool } from './pool.ts'
import { readProblemFormat } from './pool-read.ts'
import { endingFormat } from './round.ts'
import { testDeedFormat } from './test-card.ts'
import { folded, phoneNumber, plain, unquoted, withoutSlackForms } from './typed-text.ts'

/** What somebody is looked for: to decide about them, or to read what happened. */
const purposeFormat = z.enum(['approve', 'deny', 'history'])

export type Purpose = z.infer<typeof purposeFormat>

/** A parsed command. `pools` are those it is about. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly pools: readonly Pool[] }
  | Meant
  /** `whole` is the user, if what was taken for a pool belongs to the name; left out if no user was named. */
  | { readonly kind: 'unknown-pool'; readonly given: string; readonly whole?: Omit<Meant, 'pools'> }

/** The user that a command means. */
export interface Meant {
  readonly kind: 'confirm'
  /** `deny` only looks for the user: nobody is denied without a form. */
  readonly decision: Purpose
  /** Without quotes, formatting and punctuation around it. */
  readonly user: string
  /** The same, and as it was typed: a user name may contain any of these. */
  readonly readings: readonly string[]
  readonly isForcedName: boolean
  readonly pools: readonly Pool[]
}

/** What is known about a user who is not waiting. */
const notWaitingFormat = z
  .object({
    poolName: z.string(),
    userName: z.string(),
    /** Cognito's `UserStatus`. */
    status: z.string(),
    isEnabled: z.boolean(),
    /** Null if the store does not know how their last round ended. */
    ending: endingFormat.nullable(),
  })
  .readonly()

export type NotWaiting = z.infer<typeof notWaitingFormat>

const texts = z.array(z.string()).readonly()

/** A pool in which Cognito was not asked, or gave no usable answer. */
const unsearchedFormat = z.object({ poolName: z.string(), problem: readProblemFormat }).readonly()

export type Unsearched = z.infer<typeof unsearchedFormat>

const unsearched = z.array(unsearchedFormat).readonly()

export const commandAnswerFormat = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('help') }),
    z.object({ kind: z.literal('list'), poolIds: texts, offset: z.number() }),
    /** Those who wait under what was typed, each with its own button. */
    z.object({
      kind: z.literal('candidates'),
      decision: purposeFormat,
      user: z.string(),
      roundIds: texts,
      unsearched,
    }),
    /** Nobody is called exactly so; these who wait are called nearly so. `isWhole`: see `StoreSearch`. */
    z.object({
      kind: z.literal('nearest'),
      decision: purposeFormat,
      user: z.string(),
      poolIds: texts,
      roundIds: texts,
      isWhole: z.boolean(),
      unsearched,
    }),
    z.object({
      kind: z.literal('unknown-user'),
      decision: purposeFormat,
      user: z.string(),
      poolNames: texts,
      isWhole: z.boolean(),
      unsearched,
    }),
    /** So many are called so that nobody could choose: the search was given up. */
    z.object({ kind: z.literal('too-many'), user: z.string() }),
    /** Cognito takes no question about this text. */
    z.object({ kind: z.literal('not-askable'), user: z.string() }),
    /** The rounds are those of whom the store knows. */
    z.object({
      kind: z.literal('not-waiting'),
      users: z.array(notWaitingFormat).readonly(),
      roundIds: texts.optional(),
    }),
    /** Cognito lists nobody of this name, or gave no answer; only the store knows how it ended with them. */
    z.object({ kind: z.literal('decided'), user: z.string(), roundIds: texts, unsearched }),
    /** What happened to this one. */
    z.object({ kind: z.literal('history'), roundId: z.string() }),
    /** If `user` is given, nobody is called that either: what was taken for a pool could belong to the name. */
    z.object({
      kind: z.literal('unknown-pool'),
      given: z.string(),
      user: z.string().optional(),
      poolNames: texts,
    }),
    /** Cognito gave no usable answer, so it is unknown who is meant. */
    z.object({ kind: z.literal('could-not-look'), unsearched }),
    /** "Show more" under the list of somebody else, or under one that is no longer known. */
    z.object({ kind: z.literal('list-of-another') }),
    z.object({ kind: z.literal('list-unknown') }),
    /** A button of the doctor's test card. Null if the pool is none of ours. */
    z.object({ kind: z.literal('test-button'), would: testDeedFormat, poolName: z.string().nullable() }),
    /** A form that lists these, to be approved at once. Told privately only if it could not be opened. */
    z.object({ kind: z.literal('approve-all'), roundIds: texts }),
    /** The same to be denied; `reasons` are those it offers, and all of them have this host if there is one. */
    z.object({
      kind: z.literal('deny-all'),
      roundIds: texts,
      onDeny: onDenyFormat,
      reasons: texts,
      host: z.string().nullable(),
    }),
    /** Nobody is denied by this host; it is null if the sign-up has no address. */
    z.object({ kind: z.literal('host-kept'), host: z.string().nullable(), because: hostRefusalFormat }),
    /** A form that approves this one. Told privately only if it could not be opened. */
    z.object({ kind: z.literal('approve-form'), roundId: z.string() }),
    /** A form that denies this one; `reasons` are those it offers. Told privately only if it could not be opened. */
    z.object({ kind: z.literal('deny-form'), roundId: z.string(), onDeny: fateFormat, reasons: texts }),
    /** Slack opened no Details. */
    z.object({ kind: z.literal('details-unopened') }),
    /** None of the sign-ups on the message is waiting any more. */
    z.object({ kind: z.literal('none-left') }),
  ])
  .readonly()

/** The answer to a request that led to no decision. It is drawn from the rows when it is told. */
export type CommandAnswer = z.infer<typeof commandAnswerFormat>

/** How many a list shows at once. */
export const listPage = 10

/** Parses what was typed: `help`, `list [POOL]`, `USER [POOL]`, `user:NAME [POOL]`, and `deny` or `history` before a user. */
export function readCommand(typed: string, pools: readonly Pool[]): Command {
  const text = unformatted(withoutSlackForms(typed).trim())
  const [, word, rest = ''] = afterWord.exec(text) ?? []
  return word === undefined ? readOthers(text, pools) : readSought(folded(word), rest, pools)
}

/** Nobody's user name contains a space; a name that does is quoted. */
const afterWord = /^(deny|history)(?:$|\s+(.*)$)/isu

function readSought(word: string, text: string, pools: readonly Pool[]): Command {
  const words = readWords(text, pools)
  if (folded(words.first) === '') return { kind: 'help' }
  return readMeant(word === 'deny' ? 'deny' : 'history', text, words)
}

function readOthers(text: string, pools: readonly Pool[]): Command {
  const words = readWords(text, pools)
  const word = folded(words.first)
  if (word === 'help') return { kind: 'help' }
  if (word !== '' && word !== 'list') return readMeant('approve', text, words)
  if (words.pools.length === 0) return { kind: 'unknown-pool', given: words.rest }
  return { kind: 'list', pools: words.pools }
}

function readMeant(decision: Purpose, text: string, { first, rest, pools }: Words): Command {
  const meant = (typed: string) => ({ kind: 'confirm', decision, ...readUser(typed) }) as const
  if (pools.length === 0) return { kind: 'unknown-pool', given: rest, whole: meant(text) }
  return { ...meant(first), pools }
}

/** Formatting around all that was typed, and not only around the user. */
function unformatted(text: string): string {
  return text.replace(/^([*_~`]+)(.*\s.*)\1$/su, '$2')
}

interface Words {
  /** The user, or a word that asks for something else. */
  readonly first: string
  /** What names a pool, if there is anything. */
  readonly rest: string
  /** Those that the rest names; all of them if there is none. */
  readonly pools: readonly Pool[]
}

/** Only what is quoted, or a phone number, may contain spaces. */
function readWords(text: string, pools: readonly Pool[]): Words {
  const [, quoted, afterQuoted = ''] = inQuotes.exec(text) ?? []
  if (quoted !== undefined) return { first: quoted, ...named(afterQuoted, pools) }
  const words = splitFirst(text)
  if (!words.first.startsWith('+')) return { first: words.first, ...named(words.rest, pools) }
  return phoneWords(text, pools) ?? { first: words.first, ...named(words.rest, pools) }
}

/** `“Ada Lovelace” Customers` */
const inQuotes = /^["'“”„«‘’]([^"'“”„»‘’]*\s[^"'“”„»‘’]*)["'”“»’‘](?=\s|$)(.*)$/su

/** `+1 555 0100 Customers`: the longest end that names a pool does; without one, all of it is the number. */
function phoneWords(text: string, pools: readonly Pool[]): Words | null {
  for (const space of text.matchAll(/\s+/g)) {
    const first = text.slice(0, space.index)
    const rest = named(text.slice(space.index), pools)
    if (phoneNumber(first) !== null && rest.pools.length > 0) return { first, ...rest }
  }
  return phoneNumber(text) === null ? null : { first: text, rest: '', pools }
}

function splitFirst(text: string): Pick<Words, 'first' | 'rest'> {
  const end = text.search(/\s/)
  return end === -1 ? { first: text, rest: '' } : { first: text.slice(0, end), rest: text.slice(end) }
}

function named(given: string, pools: readonly Pool[]): Pick<Words, 'rest' | 'pools'> {
  const rest = given.trim()
  return { rest, pools: plain(rest) === '' ? pools : pools.filter((pool) => isCalled(pool, rest)) }
}

function isCalled(pool: Pool, given: string): boolean {
  return [pool.name, pool.id].some((name) => folded(name) === folded(given))
}

/** `user:NAME`, also within quotes or formatting. */
const forcedName = /^user:(?=.)/isu

function readUser(first: string): Pick<Meant, 'user' | 'readings' | 'isForcedName'> {
  const typed = forcedName.test(first) ? first : unquoted(first)
  const isForcedName = forcedName.test(typed)
  const literal = isForcedName ? typed.replace(forcedName, '') : first
  const user = plain(literal)
  return { user, readings: [...new Set([literal, user])], isForcedName }
}
