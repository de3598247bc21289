// What somebody asked for: every kind of request, and what Slack says of each.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import type { Person } from './person.ts'

/** What counts, and is therefore written down as a click before it is acknowledged. */
export const clickRequestFormat = z
  .discriminatedUnion('kind', [
    /** The id is a button's value: it may be one that no row knows. */
    z.object({ kind: z.literal('approve'), roundId: z.string() }),
    /** What was typed after `/confirm-user`. */
    z.object({ kind: z.literal('command'), text: z.string() }),
    /** The form that approves everybody who waits in this message. */
    z.object({ kind: z.literal('open-form'), messageId: z.string() }),
  ])
  .readonly()

export type ClickRequest = z.infer<typeof clickRequestFormat>

export type Request =
  | ClickRequest
  /** Only looking: the page of this click's list that follows this round. */
  | { readonly kind: 'more'; readonly listId: string; readonly after: string }
  /** Approves everybody whom a form lists: written down as one click each. The id is that of the click that opened it. */
  | { readonly kind: 'submit-form'; readonly formId: string }

/** Where the end is told: on the round's card, to the person alone, or on the message that tells of many at once. */
export const toldByFormat = z.enum(['card', 'privately', 'bulk'])

export type ToldBy = z.infer<typeof toldByFormat>

/** A request as Slack delivered it. Null is what Slack left out. */
export interface Asked<Kind extends Request = Request> {
  readonly request: Kind
  readonly toldBy: ToldBy
  readonly by: Person
  /** Where they were when they asked. */
  readonly channel: string | null
  /** The message whose button was pressed. */
  readonly pressedOn: { readonly channel: string; readonly ts: string } | null
  /** A credential for at most 30 minutes: takes private answers. */
  readonly responseUrl: string | null
  /** The same for every delivery of the same request. */
  readonly deliveryKey: string
  /** Slack's envelope id. */
  readonly slackRequestId: string | null
}

/** What somebody only wants to look at: not written down. */
export type NextPage = Asked<Extract<Request, { kind: 'more' }>>

/** The round that a request names; null if it names none. */
export function roundNamedBy(request: ClickRequest): string | null {
  switch (request.kind) {
    case 'approve':
      return request.roundId
    case 'command':
    case 'open-form':
      return null
    default:
      return never(request)
  }
}
