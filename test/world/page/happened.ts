// What the last deeds set off: each with its envelope, its acknowledgement, and the calls that are known to have followed.
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Call, Envelope } from '../slack/records.ts'
import { approversIn } from './cast.ts'
import { type Deed, readDeeds } from './deeds.ts'
import type { BotCall } from './follow-deed.ts'
import { type Joined, joinCalls } from './join-calls.ts'
import { nameDeed } from './name-deed.ts'
import type { World } from './world.ts'

export type Step = { readonly key: string; readonly at: number } & (
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  | { readonly kind: 'ack'; readonly envelope: Envelope; readonly afterMs: number }
  /** `why`: by what it is known to follow from the deed; undefined if it stands on its own. */
  | { readonly kind: 'cognito'; readonly call: ProxiedCall; readonly why: string | undefined }
  | { readonly kind: 'slack'; readonly call: Call; readonly why: string | undefined }
)

/** A deed with what followed, or calls of which nobody knows what they followed from. */
export interface Happening {
  readonly kind: 'deed' | 'alone'
  readonly key: string
  readonly at: number
  /** Who did what; empty if nobody did. */
  readonly title: string
  readonly steps: readonly Step[]
}

/** What happened lately, as the page tells it. */
export interface Happened {
  readonly joined: readonly Joined[]
  readonly alone: readonly BotCall[]
}

/** Calls that the bot makes on its own, whatever people do. */
const background = new Set([
  'apps.connections.open',
  'auth.test',
  'conversations.info',
  'conversations.history',
  'views.publish',
])

/** How many deeds are read. More than are shown, since a call may follow late. */
const mostRead = 30

const mostShown = 10

/** The last deeds, and which calls followed from them. */
export function readHappened(world: World): Happened {
  const { slack, cognito } = world
  const deeds = readDeeds(world).slice(-mostRead)
  const since = deeds[0]?.at ?? Number.POSITIVE_INFINITY
  const proxied = cognito.kind === 'running' ? cognito.cognito.proxy.calls : []
  const calls: BotCall[] = [
    ...proxied.filter(isTheBots).map((call) => {
      return { kind: 'cognito', key: `cognito-${call.id}`, at: call.at.getTime(), call } as const
    }),
    ...slack.calls.map((call, place) => {
      return { kind: 'slack', key: `slack-${place}`, at: call.at.getTime(), call } as const
    }),
  ].filter((call) => call.at >= since && !(call.kind === 'slack' && background.has(call.call.method)))
  const people = new Set(slack.users().map(({ id }) => id))
  const channels = new Map(slack.channels().map(({ id, imWith }) => [id, imWith]))
  return joinCalls(
    deeds,
    calls.sort((one, other) => one.at - other.at),
    {
      subs: subsIn(proxied),
      personIn: (id) => (people.has(id) ? id : channels.get(id)),
      approvers: approversIn(slack, world.cast),
    },
  )
}

/** Newest first: deeds, and between them what stands on its own. */
export function listHappenings(world: World, { joined, alone }: Happened): readonly Happening[] {
  const shown = joined.slice(-mostShown)
  return shown
    .flatMap((one, place): Happening[] => {
      const { deed } = one
      const until = shown[place + 1]?.deed.at ?? Number.POSITIVE_INFINITY
      const between = alone.filter(({ at }) => at >= deed.at && at < until)
      const happening = {
        kind: 'deed',
        key: deed.key,
        at: deed.at,
        title: nameDeed(world, deed),
        steps: stepsOf(one),
      } as const
      if (between.length === 0) return [happening]
      const steps = between.map((call) => ({ ...call, why: undefined }))
      return [
        happening,
        { kind: 'alone', key: `after-${deed.key}`, at: between[0]?.at ?? 0, title: '', steps },
      ]
    })
    .reverse()
}

function stepsOf({ deed, followed }: Joined): readonly Step[] {
  const own = deed.kind === 'slack' ? slackSteps(deed) : productSteps(deed)
  return [...own, ...followed.map(({ call, why }) => ({ ...call, why }))].sort(
    (one, other) => one.at - other.at,
  )
}

function productSteps({ calls }: Extract<Deed, { kind: 'product' }>): readonly Step[] {
  return calls.map((call) => {
    return { kind: 'cognito', key: `cognito-${call.id}`, at: call.at.getTime(), call, why: undefined }
  })
}

function slackSteps({ envelope, at }: Extract<Deed, { kind: 'slack' }>): readonly Step[] {
  const { ackedAt } = envelope
  const first = { kind: 'envelope', key: 'envelope', at, envelope } as const
  if (ackedAt === undefined) return [first]
  const acked = ackedAt.getTime()
  return [first, { kind: 'ack', key: 'ack', at: acked, envelope, afterMs: acked - at }]
}

/** Polls are left out: the bot lists the waiting users every second. */
function isTheBots({ operation, input }: ProxiedCall): boolean {
  if (operation === 'SignUp' || operation === 'InitiateAuth') return false
  return operation !== 'ListUsers' || !String(input['Filter']).includes('cognito:user_status')
}

function subsIn(calls: readonly ProxiedCall[]): ReadonlyMap<string, string> {
  return new Map(
    calls.flatMap(({ operation, input, answer }) => {
      const isAnswered = operation === 'SignUp' && typeof answer === 'object' && answer !== null
      const sub = isAnswered && 'UserSub' in answer ? String(answer.UserSub) : undefined
      return sub === undefined ? [] : [[String(input['Username']).toLowerCase(), sub] as const]
    }),
  )
}
