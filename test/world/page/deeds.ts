// What people did, at the product and in Slack, with the facts by which its calls are known.
import { z } from 'zod'
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Envelope } from '../slack/records.ts'
import type { World } from './world.ts'

/** A press at the product, with its own calls. */
export interface ProductDeed {
  readonly kind: 'product'
  readonly key: string
  /** In milliseconds, like all times here. */
  readonly at: number
  readonly calls: readonly ProxiedCall[]
  /** Whom it signed up. */
  readonly emails: ReadonlySet<string>
}

/** What somebody did in Slack: one envelope. */
export interface SlackDeed extends SlackFacts {
  readonly kind: 'slack'
  readonly key: string
  readonly at: number
  readonly envelope: Envelope
}

export type Deed = ProductDeed | SlackDeed

interface SlackFacts {
  readonly type: 'button' | 'form' | 'closed form' | 'command'
  /** The person's user id. */
  readonly by: string
  /** Slack's rights to answer it, which no other deed has. */
  readonly triggerId: string | undefined
  readonly responsePath: string | undefined
  /** The message whose button was pressed. */
  readonly message: { readonly channel: string; readonly ts: string } | undefined
  readonly isInEphemeral: boolean
  /** The modal in which it was done. */
  readonly view: string | undefined
  /** The e-mails in that message or modal. */
  readonly emails: ReadonlySet<string>
}

/** Oldest first. What Slack could not deliver is not among them: the bot knows nothing of it. */
export function readDeeds({ slack, cognito }: World): readonly Deed[] {
  const running = cognito.kind === 'running' ? cognito.cognito : null
  const inSlack = slack.envelopes
    .filter(({ type, deliveries }) => type !== 'events_api' && deliveries.length > 0)
    .map(readSlackDeed)
  const atProduct = running === null ? [] : readProductDeeds(running)
  return [...inSlack, ...atProduct].sort((one, other) => one.at - other.at)
}

/** The e-mails in a text, or in anything that becomes JSON, in small letters. */
export function emailsIn(given: unknown): ReadonlySet<string> {
  return new Set(
    JSON.stringify(given ?? '')
      .toLowerCase()
      .match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g),
  )
}

const authParameters = z.looseObject({ AuthParameters: z.looseObject({ USERNAME: z.string() }) })

/** Who tried to sign in; undefined for another call. */
export function signInOf({ operation, input }: ProxiedCall): string | undefined {
  return operation === 'InitiateAuth'
    ? authParameters.safeParse(input).data?.AuthParameters.USERNAME
    : undefined
}

function readProductDeeds({ proxy, presses }: Pick<Running, 'proxy' | 'presses'>): ProductDeed[] {
  const signUps = proxy.calls.filter(({ operation }) => operation === 'SignUp')
  const emailOf = ({ input }: ProxiedCall) => String(input['Username'])
  const pressOf = (call: ProxiedCall) =>
    presses.findLast(({ at, emails }) => at <= call.at && emails.has(emailOf(call))) ?? call
  const deed = (calls: readonly ProxiedCall[], people: Iterable<string>): ProductDeed[] => {
    const [first] = calls
    if (first === undefined) return []
    const emails = new Set([...people].map((email) => email.toLowerCase()))
    return [{ kind: 'product', key: `call-${first.id}`, at: first.at.getTime(), calls, emails }]
  }
  return [
    // Of very many calls, the record keeps only the last.
    ...[...Map.groupBy(signUps, pressOf)].flatMap(([press, calls]) =>
      deed(calls, 'emails' in press ? press.emails : calls.map(emailOf)),
    ),
    ...proxy.calls.filter((call) => signInOf(call) !== undefined).flatMap((call) => deed([call], [])),
  ]
}

type Running = Extract<World['cognito'], { kind: 'running' }>['cognito']

const payloadFormat = z.looseObject({
  type: z.string().optional(),
  user: z.looseObject({ id: z.string() }).optional(),
  user_id: z.string().optional(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  container: z
    .looseObject({
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  message: z.unknown().optional(),
  view: z.looseObject({ id: z.string(), type: z.string().optional(), blocks: z.unknown() }).optional(),
})

const known = new WeakMap<Envelope, SlackFacts>()

function readSlackDeed(envelope: Envelope): SlackDeed {
  const facts = known.get(envelope) ?? readFacts(envelope)
  known.set(envelope, facts)
  const at = envelope.deliveries[0]?.at.getTime() ?? 0
  return { kind: 'slack', key: `envelope-${envelope.envelopeId}`, at, envelope, ...facts }
}

function readFacts({ type: way, payload }: Envelope): SlackFacts {
  const { type, user, user_id, trigger_id, response_url, container, message, view } =
    payloadFormat.parse(payload)
  const { channel_id: channel, message_ts: ts } = container ?? {}
  return {
    type: way === 'slash_commands' ? 'command' : typeOf(type),
    by: user?.id ?? user_id ?? '',
    triggerId: trigger_id,
    responsePath: URL.parse(response_url ?? '')?.pathname,
    message: channel === undefined || ts === undefined ? undefined : { channel, ts },
    isInEphemeral: container?.is_ephemeral === true,
    view: view?.type === 'home' ? undefined : view?.id,
    emails: emailsIn(view?.blocks ?? message),
  }
}

function typeOf(type: string | undefined): SlackFacts['type'] {
  if (type === 'view_submission') return 'form'
  return type === 'view_closed' ? 'closed form' : 'button'
}
