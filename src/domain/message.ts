// A message in Slack that shows sign-ups: its states, and the only way from one to the next.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import { storedDate } from './stored-date.ts'

/** How long after it was given up a post may still appear in Slack, in milliseconds. */
const postsComeWithin = 60_000

/** How long one drawer may take for one `chat.update`, in milliseconds: its timeout and as much again. */
const drawerLease = 30_000

/** When a search of the channel will show every copy of the message; null if there is only one copy. */
const doubt = storedDate.nullable()

/** What was drawn: the version of the message and of each round on it. */
const drawnFormat = z
  .object({ version: z.number(), rounds: z.record(z.string(), z.number()).readonly() })
  .readonly()

/** Who is drawing. A drawer with an older fence is late. `isCrossed` if Slack may apply another update after this one. */
const drawingFormat = z
  .object({ by: z.string(), fence: z.number(), until: storedDate, isCrossed: z.boolean() })
  .readonly()

/** A message's state as `messages.state` holds it. */
export const messageStateFormat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('planned'), doubt }).readonly(),
  z.object({ kind: z.literal('posting'), attempt: z.string(), since: storedDate, doubt }).readonly(),
  z
    .object({
      kind: z.literal('live'),
      ts: z.string(),
      /** Null if it is unknown what the message shows. */
      drawn: drawnFormat.nullable(),
      /** The highest fence so far. */
      fence: z.number(),
      drawing: drawingFormat.nullable(),
      doubt,
    })
    .readonly(),
  /** `ts` is null if it was never posted, as far as is known. */
  z.object({ kind: z.literal('gone'), ts: z.string().nullable(), at: storedDate, doubt }).readonly(),
])

export type Drawn = z.infer<typeof drawnFormat>
export type MessageState = z.infer<typeof messageStateFormat>
type Live = Extract<MessageState, { kind: 'live' }>

export const planned: MessageState = { kind: 'planned', doubt: null }

export type MessageEvent =
  | { readonly kind: 'begin-posting'; readonly attempt: string; readonly now: Date }
  | { readonly kind: 'posted'; readonly attempt: string; readonly ts: string; readonly drawn: Drawn }
  /** Found in the channel, showing nobody knows what. It may be an earlier attempt's, and this one's may still appear. */
  | { readonly kind: 'found'; readonly attempt: string; readonly ts: string; readonly now: Date }
  /** Slack answered that it did not post. */
  | { readonly kind: 'not-posted'; readonly attempt: string }
  /** No answer, and not found: it may be posted again, though the first post may still appear. */
  | { readonly kind: 'give-up'; readonly attempt: string; readonly now: Date }
  /** A second copy may be in the channel by now. */
  | { readonly kind: 'doubt'; readonly now: Date }
  /** A search that began then left no second copy. */
  | { readonly kind: 'single'; readonly searchedAt: Date }
  | { readonly kind: 'start-drawing'; readonly by: string; readonly now: Date }
  /** Slack took what was drawn. */
  | { readonly kind: 'drawn'; readonly fence: number; readonly drawn: Drawn }
  /** As far as the drawer knows, nothing was drawn. */
  | { readonly kind: 'abandon'; readonly fence: number }
  /** The message may show something older than what was written down. */
  | { readonly kind: 'distrust' }
  /** The drawer is dead. */
  | { readonly kind: 'free' }
  /** The message is not in Slack any more, or its buttons were taken off. */
  | { readonly kind: 'gone'; readonly now: Date }

export type MessageTransition =
  | { readonly kind: 'changed'; readonly state: MessageState }
  | { readonly kind: 'refused' }

const refused: MessageTransition = { kind: 'refused' }

/** The one transition function: what an event makes of a message, or that it does not apply. */
export function advanceMessage(state: MessageState, event: MessageEvent): MessageTransition {
  switch (event.kind) {
    case 'begin-posting': {
      const { attempt, now: since } = event
      return state.kind === 'planned' ? changed({ ...state, kind: 'posting', attempt, since }) : refused
    }
    case 'posted':
      return posted(state, event, { drawn: event.drawn, doubt: state.doubt })
    case 'found':
      return posted(state, event, { drawn: null, doubt: lateFrom(state.doubt, event.now) })
    case 'not-posted':
      return isPosting(state, event.attempt) ? changed({ kind: 'planned', doubt: state.doubt }) : refused
    case 'give-up':
      return isPosting(state, event.attempt)
        ? changed({ kind: 'planned', doubt: lateFrom(state.doubt, event.now) })
        : refused
    case 'doubt':
      return changed({ ...state, doubt: later(state.doubt, event.now) })
    case 'single':
      return state.doubt !== null && state.doubt <= event.searchedAt
        ? changed({ ...state, doubt: null })
        : refused
    case 'start-drawing':
      return state.kind === 'live' ? startDrawing(state, event.by, event.now) : refused
    case 'drawn':
      return state.kind === 'live' ? drawn(state, event.fence, event.drawn) : refused
    case 'abandon':
      return state.kind === 'live' && isDrawing(state, event.fence)
        ? changed({ ...state, drawing: null })
        : refused
    case 'distrust':
      return state.kind === 'live' ? changed(distrusted(state)) : refused
    case 'free':
      return state.kind === 'live' && state.drawing !== null ? changed({ ...state, drawing: null }) : refused
    case 'gone':
      return gone(state, event.now)
    default:
      return never(event)
  }
}

/** Only the row's own attempt becomes the message. If a search found it before its answer came, it is the same message. */
function posted(
  state: MessageState,
  { attempt, ts }: Extract<MessageEvent, { kind: 'posted' | 'found' }>,
  known: Pick<Live, 'drawn' | 'doubt'>,
): MessageTransition {
  if (state.kind === 'live' && state.ts === ts) return changed(state)
  if (!isPosting(state, attempt)) return refused
  return changed({ kind: 'live', ts, fence: 0, drawing: null, ...known })
}

function startDrawing(state: Live, by: string, now: Date): MessageTransition {
  if (state.drawing !== null && now < state.drawing.until) return refused
  const fence = state.fence + 1
  const until = new Date(now.getTime() + drawerLease)
  return changed({ ...state, fence, drawing: { by, fence, until, isCrossed: false } })
}

/** If a drawing is late, Slack may have applied it after a newer one: what the message shows is unknown. */
function drawn(state: Live, fence: number, what: Drawn): MessageTransition {
  if (!isDrawing(state, fence)) return changed(distrusted(state))
  const isCrossed = state.drawing?.isCrossed === true
  return changed({ ...state, drawn: isCrossed ? null : what, drawing: null })
}

function distrusted(state: Live): Live {
  const { drawing } = state
  return { ...state, drawn: null, drawing: drawing === null ? null : { ...drawing, isCrossed: true } }
}

/** A post that is under way may still appear. */
function gone(state: MessageState, now: Date): MessageTransition {
  if (state.kind === 'gone') return refused
  const ts = state.kind === 'live' ? state.ts : null
  const left = state.kind === 'posting' ? lateFrom(state.doubt, now) : state.doubt
  return changed({ kind: 'gone', ts, at: now, doubt: left })
}

function changed(state: MessageState): MessageTransition {
  return { kind: 'changed', state }
}

function isPosting(
  state: MessageState,
  attempt: string,
): state is Extract<MessageState, { kind: 'posting' }> {
  return state.kind === 'posting' && state.attempt === attempt
}

/** Whether the drawing under way has this fence. */
export function isDrawing(state: MessageState, fence: number): boolean {
  return state.kind === 'live' && state.drawing?.fence === fence
}

function lateFrom(before: Date | null, now: Date): Date {
  return later(before, new Date(now.getTime() + postsComeWithin))
}

function later(before: Date | null, date: Date): Date {
  return before !== null && before > date ? before : date
}

/** A round at a version. */
export interface RoundVersion {
  readonly roundId: string
  readonly version: number
}

/**
 * Whether a message that shows `drawn` must be redrawn, its rows being at `version` now. `slowClaims` are those of its
 * rounds whose claim has lasted long enough to be shown; no other claim is worth a drawing.
 */
export function isOlder(drawn: Drawn | null, version: number, slowClaims: readonly RoundVersion[]): boolean {
  if (drawn === null || drawn.version < version) return true
  return slowClaims.some((claim) => (drawn.rounds[claim.roundId] ?? 0) < claim.version)
}
