// Which deed each call of the bot followed from, by facts only: where these leave a choice, the call stands on its own.
import { z } from 'zod'
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Call } from '../slack/records.ts'
import { type Deed, emailsIn } from './deeds.ts'
import {
  type BotCall,
  beginThread,
  type Following,
  follow,
  hasOpenedModal,
  isUnderWay,
  mayChange,
  type Thread,
} from './follow-deed.ts'

/** A deed with the calls that are known to have followed from it, oldest first. */
export interface Joined {
  readonly deed: Deed
  readonly followed: readonly Following[]
}

interface Around {
  /** The sub of each e-mail that signed up. */
  readonly subs: ReadonlyMap<string, string>
  /** The person with whom the bot talks in this conversation; undefined for a channel. */
  readonly personIn: (channel: string) => string | undefined
  /** Whose deeds can change a user. */
  readonly approvers: ReadonlySet<string>
}

/** Deeds and calls oldest first; so are the answers. `alone`: nothing says which deed these followed from, if any. */
export function joinCalls(
  deeds: readonly Deed[],
  calls: readonly BotCall[],
  around: Around,
): { readonly joined: readonly Joined[]; readonly alone: readonly BotCall[] } {
  const threads: Thread[] = []
  const alone: BotCall[] = []
  const left = [...deeds]
  const beginUntil = (at: number) => {
    for (let next = left[0]; next !== undefined && next.at <= at; next = left[0]) {
      left.shift()
      threads.push(beginThread(next, threads, around.subs))
    }
  }
  for (const call of calls) {
    beginUntil(call.at)
    const [owner, why] =
      call.kind === 'slack'
        ? findForSlackCall(threads, call.call, around)
        : findForCognitoCall(threads, call.call, around)
    if (owner === undefined) alone.push(call)
    else follow(owner, { call, why })
  }
  beginUntil(Number.POSITIVE_INFINITY)
  return { joined: threads, alone }
}

type Found = readonly [Thread | undefined, why: string]

const unknown: Found = [undefined, '']

function only(threads: readonly Thread[]): Thread | undefined {
  const [first, another] = threads
  return another === undefined ? first : undefined
}

const forSomeone = z.looseObject({ user: z.string() })
const toMessage = z.looseObject({ channel: z.string(), ts: z.string() })
const toView = z.looseObject({ view_id: z.string() })
const withTrigger = z.looseObject({ trigger_id: z.string() })

function findForSlackCall(threads: readonly Thread[], call: Call, around: Around): Found {
  const { method, args, responsePath } = call
  const by = (fits: (thread: Thread, by: string) => boolean) =>
    only(threads.filter((thread) => thread.deed.kind === 'slack' && fits(thread, thread.deed.by)))
  switch (method) {
    case 'response_url':
      return [
        only(threads.filter(({ deed }) => deed.kind === 'slack' && deed.responsePath === responsePath)),
        'it was posted to the response_url that came with it',
      ]
    case 'views.open':
    case 'views.push': {
      const trigger = withTrigger.safeParse(args).data?.trigger_id
      const isIts = ({ deed }: Thread) => deed.kind === 'slack' && deed.triggerId === trigger
      return [only(threads.filter(isIts)), 'it used the trigger_id that came with it']
    }
    case 'views.update': {
      const view = toView.safeParse(args).data?.view_id ?? ''
      return [
        by((thread) => thread.views.has(view) && isUnderWay(thread, call.at.getTime())),
        'it changed the modal of this deed',
      ]
    }
    case 'chat.update': {
      const { channel, ts } = toMessage.safeParse(args).data ?? {}
      const isIts = (thread: Thread, person: string) =>
        thread.message?.ts === ts &&
        thread.message?.channel === channel &&
        isUnderWay(thread, call.at.getTime()) &&
        names(args, person)
      return [by(isIts), 'it changed the message whose button was pressed, and names who pressed it']
    }
    case 'chat.postEphemeral':
      return findForAnswer(threads, call, forSomeone.safeParse(args).data?.user)
    case 'chat.postMessage':
      return findForMessage(threads, call, around)
    default:
      return unknown
  }
}

/** Told to one person: it may link to the message on which their deed has ended. */
function findForAnswer(threads: readonly Thread[], { args, at }: Call, person: string | undefined): Found {
  const theirs = threads.filter(({ deed }) => deed.kind === 'slack' && deed.by === person)
  const words = JSON.stringify(args['blocks'] ?? args['text'] ?? '')
  if (!words.includes('/archives/'))
    return [
      only(theirs.filter((thread) => isUnderWay(thread, at.getTime()))),
      'it went to this person, who had nothing else under way',
    ]
  const isLinked = ({ message }: Thread) =>
    message !== undefined && words.includes(`/archives/${message.channel}/p${message.ts.replace('.', '')}`)
  return [
    only(theirs.filter((thread) => isLinked(thread) && !hasOpenedModal(thread))),
    'it went to this person, and links to the message whose button was pressed',
  ]
}

/** A card belongs to the press that signed up whom it shows for the first time, or to a deed that brought it back. */
function findForMessage(threads: readonly Thread[], call: Call, { personIn }: Around): Found {
  const { args, at } = call
  const person = personIn(String(args['channel']))
  if (person !== undefined) return findForAnswer(threads, call, person)
  const emails = [...emailsIn(args['blocks'])]
  const isFirst = ({ deed, shown }: Thread) =>
    deed.kind === 'product' && emails.some((email) => deed.emails.has(email) && !shown.has(email))
  const first = threads.filter(isFirst)
  if (first.length > 0) return [only(first), 'it shows the e-mail that signed up, for the first time']
  const isIts = (thread: Thread) =>
    thread.deed.kind === 'slack' &&
    isUnderWay(thread, at.getTime()) &&
    emails.some((email) => thread.about.has(email)) &&
    names(args, thread.deed.by)
  return [only(threads.filter(isIts)), 'it shows whom this deed is about, and names who did it']
}

function names(args: Call['args'], person: string): boolean {
  return JSON.stringify(args['blocks'] ?? '').includes(person)
}

const withMetadata = z.looseObject({
  ClientMetadata: z.looseObject({ approvedBy: z.string(), approvedAt: z.iso.datetime() }),
})

function findForCognitoCall(threads: readonly Thread[], call: ProxiedCall, around: Around): Found {
  const { input } = call
  const approval = withMetadata.safeParse(input).data?.ClientMetadata
  if (approval !== undefined) {
    const isIts = ({ deed }: Thread) =>
      deed.kind === 'slack' &&
      deed.by === approval.approvedBy &&
      isBetween(Date.parse(approval.approvedAt), deed.at, deed.envelope.ackedAt?.getTime())
    return [
      only(threads.filter(isIts)),
      'approvedBy is this person, and approvedAt lies between the envelope and its ack',
    ]
  }
  return findForUser(threads, call, around)
}

/** Calls that name a user: deeds of which nobody knows whom they are about could have made them, too. */
function findForUser(
  threads: readonly Thread[],
  { operation, input, at }: ProxiedCall,
  { approvers }: Around,
): Found {
  const named = [String(input['Username']), ...quotedIn(String(input['Filter'] ?? ''))]
  const isAbout = ({ about }: Thread) => named.some((name) => about.has(name))
  const why = 'it names the user whom this deed is about'
  const theirs = threads.filter(({ deed }) => deed.kind === 'slack' && approvers.has(deed.by))
  const underWay = theirs.filter(
    (thread) => isUnderWay(thread, at.getTime()) && (isAbout(thread) || thread.about.size === 0),
  )
  const last = theirs.at(-1)
  // A card may be redrawn before the first call, and between two that change the user; only people set these off.
  const isOnlyRedrawn =
    last?.told?.method === 'chat.update' && (last.changes.length === 0 || mayChange(operation))
  const candidates = underWay.length === 0 && last !== undefined && isOnlyRedrawn ? [last] : underWay
  return [only(candidates.filter(isAbout).length === candidates.length ? candidates : []), why]
}

/** The values in a filter: `sub = "…"`. */
function quotedIn(filter: string): readonly string[] {
  return [...filter.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, value = '']) => value)
}

/** A click is written down after it was delivered, and before it is acknowledged. */
function isBetween(at: number, delivered: number, acked: number | undefined): boolean {
  return at >= delivered && at <= (acked ?? Number.POSITIVE_INFINITY)
}
