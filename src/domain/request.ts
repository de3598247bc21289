// Requests: what people ask for in Slack, and what Slack says about each.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import { type Decision, fateFormat } from './decision.ts'
import type { DigestPlace } from './digest-list.ts'
import type { HistoryPlace } from './history-place.ts'
import type { HomeLook } from './home.ts'
import { type ListSource, listSourceFormat, manyDecisionFormat, type ToldPage } from './list-source.ts'
import type { Person } from './person.ts'
import type { TestDeed } from './test-card.ts'

const clickRequestUnion = z
  .discriminatedUnion('kind', [
    /** The id is a button's value: the store may not know it. */
    z.object({
      kind: z.literal('approve'),
      roundId: z.string(),
      /** Left out if a button of the sign-up asked for it, or a form for several. */
      isByForm: z.literal(true).optional(),
    }),
    /** Takes back the approval that this person gave. */
    z.object({ kind: z.literal('withdraw'), roundId: z.string() }),
    /** Says that this person looks into the sign-up, or takes that back. It decides nothing. */
    z.object({ kind: z.literal('look-into'), roundId: z.string() }),
    z.object({ kind: z.literal('stop-looking'), roundId: z.string() }),
    /** The form that approves one sign-up, where its card can't say in full who it is. */
    z.object({ kind: z.literal('open-approval'), roundId: z.string() }),
    /** The form that denies one sign-up. */
    z.object({ kind: z.literal('open-denial'), roundId: z.string() }),
    /** That form was submitted. `onDeny` is what it said would happen to the account. */
    z.object({
      kind: z.literal('deny'),
      roundId: z.string(),
      reason: z.string(),
      note: z.string().nullable(),
      onDeny: fateFormat,
    }),
    /** A way back from this round, which is settled: see `Way`. */
    z.object({ kind: z.literal('reopen'), roundId: z.string() }),
    z.object({ kind: z.literal('undo'), roundId: z.string() }),
    z.object({ kind: z.literal('let-in'), roundId: z.string() }),
    /** Steps after the confirmation that failed: the one at this place, or all of them if it is null. */
    z.object({ kind: z.literal('try-again'), roundId: z.string(), place: z.number().nullable() }),
    /** What was typed after `/confirm-user`. */
    z.object({ kind: z.literal('command'), text: z.string() }),
    /** The form that lists many to be decided about at once. */
    z.object({ kind: z.literal('open-form'), decision: manyDecisionFormat, source: listSourceFormat }),
  ])
  .readonly()

/** The requests that are written down as clicks before they are acknowledged. */
export const clickRequestFormat = z.preprocess(asWrittenNow, clickRequestUnion)

/** The only form that once listed many approved those in a message. */
function asWrittenNow(given: unknown): unknown {
  const { success, data } = onceWritten.safeParse(given)
  if (!success) return given
  const { kind, messageId } = data
  return { kind, decision: 'approve', source: { kind: 'message', messageId } }
}

const onceWritten = z.strictObject({ kind: z.literal('open-form'), messageId: z.string() })

export type ClickRequest = z.infer<typeof clickRequestFormat>

/** A denial that was asked for. */
export type DenyRequest = Extract<ClickRequest, { kind: 'deny' }>

/** Failed steps are to be tried again. */
export type TryAgainRequest = Extract<ClickRequest, { kind: 'try-again' }>

export type Request =
  | ClickRequest
  /** The page that follows this round in this click's list. */
  | { readonly kind: 'more'; readonly listId: string; readonly after: string }
  /** Everything about one sign-up, in a modal. */
  | { readonly kind: 'open-details'; readonly roundId: string }
  /** A page of a digest's list: in the modal in which it is asked for, or in a new one. */
  | ({ readonly kind: 'list-digest' } & DigestPlace)
  /** The page of its history that follows this place; all of it again if that is null. */
  | { readonly kind: 'turn-details'; readonly roundId: string; readonly after: HistoryPlace | null }
  /** A button of the doctor's test card. */
  | { readonly kind: 'press-test'; readonly would: TestDeed }
  /** Something else of those who wait, in App Home. */
  | { readonly kind: 'turn-home'; readonly look: HomeLook }
  /** A box of a list form was ticked or unticked, or another page of it is to be shown. `at` is Slack's time of it, in milliseconds. */
  | {
      readonly kind: 'choose'
      readonly formId: string
      readonly told: ToldPage
      readonly at: number
      readonly toPage: number | null
    }
  /**
   * Decides about all who are chosen in a list form, as one click each. The id is that of the click that opened the form.
   * `choice` is the place of a denial's reason in the form's list.
   */
  | {
      readonly kind: 'submit-form'
      readonly formId: string
      readonly told: ToldPage
      readonly choice: number
      readonly note: string | null
    }
  /** Approves the one sign-up that a form shows. */
  | { readonly kind: 'submit-approval'; readonly formId: string }
  /** Denies the one sign-up that a form shows; `choice` is the place of the reason in the form's list. */
  | {
      readonly kind: 'submit-denial'
      readonly formId: string
      readonly choice: number
      readonly note: string | null
    }

/** Where the end is told: on the round's card, to the clicker alone, or on the bulk approval's message. */
export const toldByFormat = z.enum(['card', 'privately', 'bulk'])

export type ToldBy = z.infer<typeof toldByFormat>

/** A request as Slack delivered it. What Slack left out is null. */
export interface Asked<Kind extends Request = Request> {
  readonly request: Kind
  readonly toldBy: ToldBy
  readonly by: Person
  /** The channel in which they asked. */
  readonly channel: string | null
  /** The message whose button was pressed. */
  readonly pressedOn: { readonly channel: string; readonly ts: string } | null
  /** Takes private answers for at most 30 minutes. A credential. */
  readonly responseUrl: string | null
  /** The same for every delivery of the same request; a SHA-256, since what Slack delivers may hold credentials. */
  readonly deliveryKey: string
  /** Slack's envelope id. */
  readonly slackRequestId: string | null
  /** The Details in which it was asked, or from which its form was opened. Not kept: only this process changes them. */
  readonly view?: string
  /** It was asked in App Home. Not kept. */
  readonly isInHome?: true
}

/** It changes nothing, so it is not written down as a click. */
export type LookRequest = Extract<
  Request,
  { kind: 'more' | 'open-details' | 'turn-details' | 'list-digest' | 'press-test' }
>

/** "Show more". It changes nothing, so it is not written down. */
export type NextPage = Asked<Extract<Request, { kind: 'more' }>>

/** "Details", or a page of it. Looking changes nothing, so it is not written down as a click. */
export type OpenDetails = Asked<Extract<Request, { kind: 'open-details' }>>
export type TurnDetails = Asked<Extract<Request, { kind: 'turn-details' }>>

/** A button of the test card. There is nobody whom it could be about. */
export type TestPress = Asked<Extract<Request, { kind: 'press-test' }>>

export type ListDigest = Asked<Extract<Request, { kind: 'list-digest' }>>

/** Looking through a list form. Nothing is decided before it is submitted, so it is not written down as a click. */
export type Choosing = Asked<Extract<Request, { kind: 'choose' }>>

/** The id in the button that was pressed; null if there was none. It says which store made it. */
export function idNamedBy(request: ClickRequest): string | null {
  switch (request.kind) {
    case 'approve':
    case 'withdraw':
    case 'look-into':
    case 'stop-looking':
    case 'open-approval':
    case 'open-denial':
    case 'deny':
    case 'reopen':
    case 'undo':
    case 'let-in':
    case 'try-again':
      return request.roundId
    case 'open-form':
      return idOf(request.source)
    case 'command':
      return null
    default:
      return never(request)
  }
}

/** The id that says whom a form lists. */
function idOf(source: ListSource): string {
  return source.kind === 'host' ? source.roundId : source.messageId
}

/** The round that a request names; null if it names none. A form for many is about none of them. */
export function roundNamedBy(request: ClickRequest): string | null {
  switch (request.kind) {
    case 'approve':
    case 'withdraw':
    case 'look-into':
    case 'stop-looking':
    case 'open-approval':
    case 'open-denial':
    case 'deny':
    case 'reopen':
    case 'undo':
    case 'let-in':
    case 'try-again':
      return request.roundId
    case 'command':
    case 'open-form':
      return null
    default:
      return never(request)
  }
}

/** Whether an older request of the same person about the same round no longer counts. Opening a form replaces nothing. */
export function replaces(request: ClickRequest, older: ClickRequest): boolean {
  if (isAboutLooking(request)) return isAboutLooking(older)
  return request.kind === 'withdraw' || decisionOf(request) !== null
}

function isAboutLooking({ kind }: ClickRequest): boolean {
  return kind === 'look-into' || kind === 'stop-looking'
}

/** What a request decides; null if it decides nothing. */
export function decisionOf(request: ClickRequest): Decision | null {
  switch (request.kind) {
    case 'approve':
    case 'command':
      return 'approve'
    case 'deny':
    case 'reopen':
    case 'undo':
    case 'let-in':
      return request.kind
    case 'open-form':
    case 'open-approval':
    case 'open-denial':
    case 'withdraw':
    case 'try-again':
    case 'look-into':
    case 'stop-looking':
      return null
    default:
      return never(request)
  }
}
