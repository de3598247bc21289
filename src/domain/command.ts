// What people type after /confirm-user, and what it can be answered with.
import type { Pool } from './pool.ts'
import type { Ending } from './round.ts'

/** Asked for by typing, or by the "more" button of a list. */
export type Request =
  | { readonly kind: 'text'; readonly text: string }
  /** The next page of the list with which this click ended. */
  | { readonly kind: 'more'; readonly clickId: string }
  /** A form that approves all whom this message shows waiting. */
  | { readonly kind: 'approve-all'; readonly messageId: string }

/** A command, understood. `pools` are those it is about. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly pools: readonly Pool[] }
  | {
      readonly kind: 'confirm'
      readonly user: string
      readonly isForcedName: boolean
      readonly pools: readonly Pool[]
    }
  | { readonly kind: 'unknown-pool'; readonly given: string }

/** What is known of a user who does not wait. `ending` where we saw the end of their last round. */
export interface NotWaiting {
  readonly poolName: string
  readonly userName: string
  /** Cognito's `UserStatus`. */
  readonly status: string
  readonly isEnabled: boolean
  readonly ending: Ending | null
}

/** What a command was answered, where it did not lead to a decision. Drawn afresh from the rows when it is told. */
export type CommandAnswer =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly poolIds: readonly string[]; readonly offset: number }
  /** Several wait, or one whom an e-mail names: each is shown with its own button. */
  | { readonly kind: 'candidates'; readonly user: string; readonly roundIds: readonly string[] }
  | { readonly kind: 'unknown-user'; readonly user: string; readonly poolNames: readonly string[] }
  | { readonly kind: 'not-waiting'; readonly users: readonly NotWaiting[] }
  | { readonly kind: 'unknown-pool'; readonly given: string; readonly poolNames: readonly string[] }
  /** Cognito gave no usable answer, so nobody knows who is meant. */
  | { readonly kind: 'could-not-look' }
  /** A form that lists these. Told privately only where it could not be opened. */
  | { readonly kind: 'approve-all'; readonly roundIds: readonly string[] }
  /** Of those whom the message shows, nobody waits any more. */
  | { readonly kind: 'none-left' }

/** How many a list shows at once. */
export const listPage = 10

/** `<mailto:a@b.c|a@b.c>`, as Slack sends an address where the app asks for escaped text. */
const slackAddress = /<(?:mailto:)?([^|<>]+)(?:\|[^<>]*)?>/g

/** Understands what was typed: `help`, `list [POOL]`, `USER [POOL]`, `user:NAME [POOL]`. */
export function readCommand(typed: string, pools: readonly Pool[]): Command {
  const text = unescaped(typed.replace(slackAddress, '$1')).trim()
  const [first = '', rest = ''] = splitFirst(text)
  if (first.toLowerCase() === 'help') return { kind: 'help' }
  const isList = first === '' || first.toLowerCase() === 'list'
  const meant = rest === '' ? pools : pools.filter((pool) => isCalled(pool, rest))
  if (meant.length === 0) return { kind: 'unknown-pool', given: rest }
  if (isList) return { kind: 'list', pools: meant }
  const isForcedName = first.startsWith('user:') && first.length > 'user:'.length
  return {
    kind: 'confirm',
    user: isForcedName ? first.slice('user:'.length) : first,
    isForcedName,
    pools: meant,
  }
}

function splitFirst(text: string): readonly string[] {
  const end = text.search(/\s/)
  return end === -1 ? [text] : [text.slice(0, end), text.slice(end).trim()]
}

function isCalled(pool: Pool, given: string): boolean {
  const name = given.replace(/^["“'](.*)["”']$/, '$1').toLowerCase()
  return pool.name.toLowerCase() === name || pool.id.toLowerCase() === name
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
