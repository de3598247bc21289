// One deed, and what is known to have followed from it so far.
import { z } from 'zod'
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Call } from '../slack/records.ts'
import { type Deed, emailsIn, type SlackDeed } from './deeds.ts'

/** A call that the bot made; `key` is the same every time it is read. */
export type BotCall =
  | { readonly kind: 'cognito'; readonly key: string; readonly at: number; readonly call: ProxiedCall }
  | { readonly kind: 'slack'; readonly key: string; readonly at: number; readonly call: Call }

/** A call that followed, and by what that is known. */
export interface Following {
  readonly call: BotCall
  readonly why: string
}

export interface Thread {
  readonly deed: Deed
  readonly followed: Following[]
  /** What its calls may name: the e-mail and the sub of whom it is about. */
  readonly about: Set<string>
  /** The message on which it ends. */
  readonly message: { readonly channel: string; readonly ts: string } | undefined
  readonly views: Set<string>
  /** The calls to Cognito that may have changed something. */
  readonly changes: ProxiedCall[]
  /** E-mails that a card has shown, at the product's press that signed them up. */
  readonly shown: Set<string>
  /** When and how its end, or what was the end by then, was told. */
  told: { readonly at: number; readonly method: string } | undefined
}

/** Begins a thread; what is done in a modal is about the same as the deed that opened the modal, and ends that one. */
export function beginThread(
  deed: Deed,
  earlier: readonly Thread[],
  subs: ReadonlyMap<string, string>,
): Thread {
  const view = deed.kind === 'slack' ? deed.view : undefined
  const opener = view === undefined ? undefined : earlier.findLast(({ views }) => views.has(view))
  if (opener !== undefined) opener.told ??= { at: deed.at, method: 'modal' }
  const seen = deed.kind === 'slack' ? [...deed.emails].filter((email) => subs.has(email)) : []
  const [email, another] = seen
  const own = email === undefined || another !== undefined ? [] : [email, subs.get(email) ?? email]
  return {
    deed,
    followed: [],
    about: new Set([...own, ...(opener?.about ?? [])]),
    message: (deed.kind === 'slack' ? deed.message : undefined) ?? opener?.message,
    views: new Set(view === undefined ? [] : [view]),
    changes: [],
    shown: new Set(),
    told: deed.kind === 'slack' && endsAtOnce(deed) ? { at: deed.at, method: 'modal' } : undefined,
  }
}

const withErrors = z.looseObject({ response_action: z.literal('errors') })

/** A modal that was closed, or sent and found wrong: nothing follows from that. */
function endsAtOnce({ type, envelope }: SlackDeed): boolean {
  return type === 'closed form' || withErrors.safeParse(envelope.ackPayload).success
}

/** By then a decision has failed, and who may decide is no longer asked. */
const longestWaitMs = 120_000

/** Whether its end is still to come, so that what fits may follow from it. */
export function isUnderWay({ deed, followed, told, changes }: Thread, at: number): boolean {
  const last = followed.at(-1)?.call.at ?? deed.at
  if (at - last > longestWaitMs) return false
  if (told === undefined) return true
  return changes.some((call) => call.tookMs === undefined || call.at.getTime() + call.tookMs > told.at)
}

/** What was decided then was decided by a deed in that modal. */
export function hasOpenedModal({ deed, views }: Thread): boolean {
  return views.size > 0 && (deed.kind === 'product' || deed.view === undefined)
}

const opened = z.looseObject({ view: z.looseObject({ id: z.string() }) })
const asked = z.looseObject({ view: z.looseObject({ submit: z.unknown() }) })

/** Adds a call that followed, with what it tells about the thread. */
export function follow(thread: Thread, following: Following): void {
  thread.followed.push(following)
  const { call } = following
  if (call.kind === 'cognito') followCognitoCall(thread, call.call)
  else followSlackCall(thread, call.call)
}

function followSlackCall(thread: Thread, call: Call): void {
  const { method, args, answer, at } = call
  if (method === 'views.open' || method === 'views.push') {
    const view = opened.safeParse(answer).data?.view.id
    if (view !== undefined) thread.views.add(view)
  }
  if (thread.deed.kind === 'product') for (const email of emailsIn(args['blocks'])) thread.shown.add(email)
  if (isEnd(call)) thread.told = { at: at.getTime(), method }
}

/** Whether a call of the bot may change a user. */
export function mayChange(operation: string): boolean {
  return operation.startsWith('Admin') && operation !== 'AdminGetUser'
}

function followCognitoCall(thread: Thread, call: ProxiedCall): void {
  const { operation, input } = call
  if (!mayChange(operation)) return
  thread.changes.push(call)
  thread.about.add(String(input['Username']))
}

/** A card that says ⏳ is not the end; nor is a modal that only shows something, and so is filled later. */
function isEnd({ method, args }: Call): boolean {
  switch (method) {
    case 'chat.update':
      return !JSON.stringify(args['blocks'] ?? '').includes('⏳')
    case 'views.open':
    case 'views.push':
      return asked.safeParse(args).data?.view.submit !== undefined
    default:
      return true
  }
}
