// What the last deed set off: the envelope, its acknowledgement, and every call that followed.
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Call, Envelope } from '../slack/records.ts'
import { nameDeed } from './name-deed.ts'
import type { World } from './world.ts'

export type Step =
  | { readonly kind: 'envelope'; readonly at: number; readonly envelope: Envelope }
  | { readonly kind: 'ack'; readonly at: number; readonly envelope: Envelope; readonly afterMs: number }
  | { readonly kind: 'cognito'; readonly at: number; readonly call: ProxiedCall }
  | { readonly kind: 'slack'; readonly at: number; readonly call: Call }

export interface Happening {
  /** Who did what. */
  readonly title: string
  readonly steps: readonly Step[]
}

/** Calls that the bot makes on its own, whatever people do. */
const background = new Set([
  'apps.connections.open',
  'auth.test',
  'conversations.info',
  'conversations.history',
])

/** The newest deed of any person, in Slack or in the product's form. Null before the first. */
export function findHappening(world: World): Happening | null {
  const { slack, cognito } = world
  const envelopes = slack.envelopes.filter(({ type }) => type !== 'events_api')
  const proxied = cognito.kind === 'running' ? cognito.cognito.proxy.calls : []
  const envelope = envelopes.at(-1)
  const forms = lastSignUps(proxied, cognito)
  const envelopeAt = envelope?.deliveries[0]?.at.getTime() ?? 0
  const formAt = forms[0]?.at.getTime() ?? 0
  if (envelopeAt === 0 && formAt === 0) return null
  const since = Math.max(envelopeAt, formAt)

  const steps: Step[] = [
    ...(envelope === undefined || envelopeAt < since ? [] : stepsOf(envelope, envelopeAt)),
    ...proxied
      .filter((call) => call.at.getTime() >= since && !isPoll(call))
      .map((call) => ({ kind: 'cognito', at: call.at.getTime(), call }) as const),
    ...slack.calls
      .filter((call) => call.at.getTime() >= since && !background.has(call.method))
      .map((call) => ({ kind: 'slack', at: call.at.getTime(), call }) as const),
  ]
  return {
    title: nameDeed(world, envelopeAt === since ? envelope : undefined, forms),
    steps: steps.sort((one, other) => one.at - other.at),
  }
}

/** The last sign-up, or all of them if one press sent many. */
function lastSignUps(calls: readonly ProxiedCall[], cognito: World['cognito']): readonly ProxiedCall[] {
  const tried = cognito.kind === 'running' ? cognito.cognito.tried : new Map<string, number>()
  const pressOf = ({ input }: ProxiedCall) => tried.get(String(input['Username']))
  const signUps = calls.filter(({ operation }) => operation === 'SignUp')
  const last = signUps.at(-1)
  if (last === undefined) return []
  // A repeated e-mail is another press.
  const others = signUps.filter((call) => call.input['Username'] !== last.input['Username'])
  return [...others.filter((call) => pressOf(call) === pressOf(last)), last]
}

function stepsOf(envelope: Envelope, at: number): Step[] {
  const { ackedAt } = envelope
  if (ackedAt === undefined) return [{ kind: 'envelope', at, envelope }]
  const afterMs = ackedAt.getTime() - at
  return [
    { kind: 'envelope', at, envelope },
    { kind: 'ack', at: ackedAt.getTime(), envelope, afterMs },
  ]
}

function isPoll({ operation, input }: ProxiedCall): boolean {
  return operation === 'ListUsers' && String(input['Filter']).includes('cognito:user_status')
}
