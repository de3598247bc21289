// What people type after /confirm-user, and the possible answers.
import { z } from 'zod'
import type { Pool } from './pool.ts'
import { endingFormat } from './round.ts'

/** A parsed command. `pools` are those it is about. */
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

export const commandAnswerFormat = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('help') }),
    z.object({ kind: z.literal('list'), poolIds: texts, offset: z.number() }),
    /** Several wait, or one whom an e-mail names: each is shown with its own button. */
    z.object({ kind: z.literal('candidates'), user: z.string(), roundIds: texts }),
    z.object({ kind: z.literal('unknown-user'), user: z.string(), poolNames: texts }),
    z.object({ kind: z.literal('not-waiting'), users: z.array(notWaitingFormat).readonly() }),
    z.object({ kind: z.literal('unknown-pool'), given: z.string(), poolNames: texts }),
    /** Cognito gave no usable answer, so it is unknown who is meant. */
    z.object({ kind: z.literal('could-not-look') }),
    /** A form that lists these. Told privately only if it could not be opened. */
    z.object({ kind: z.literal('approve-all'), roundIds: texts }),
    /** None of the sign-ups on the message is waiting any more. */
    z.object({ kind: z.literal('none-left') }),
  ])
  .readonly()

/** The answer to a request that led to no decision. It is drawn from the rows when it is told. */
export type CommandAnswer = z.infer<typeof commandAnswerFormat>

/** How many a list shows at once. */
export const listPage = 10

/** `<mailto:a@b.c|a@b.c>`: how Slack sends an address to an app that asks for escaped text. */
const slackAddress = /<(?:mailto:)?([^|<>]+)(?:\|[^<>]*)?>/g

/** Parses what was typed: `help`, `list [POOL]`, `USER [POOL]`, `user:NAME [POOL]`. */
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
