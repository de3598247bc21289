// Redrawing: draws a message again when its rows are newer than what it shows.
import { type CardView, type Drawing, type Place, showsWaiting, viewOf } from '../domain/card-view.ts'
import type { Division } from '../domain/divide-message.ts'
import type { Pool } from '../domain/pool.ts'
import { isAboutContent, type SlackAnswer } from '../domain/slack-answer.ts'
import { type Clock, unlessAborted } from '../shared/clock.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import { createPauses } from '../shared/pauses.ts'
import { type ClosingSlack, closeMessage } from './close-message.ts'

interface Outdated {
  readonly messageId: string
  /** Several sign-ups share it, or it is a digest. */
  readonly isShared: boolean
}

interface DrawingStore {
  showing(roundId: string): Promise<readonly { readonly messageId: string }[]>
  outdated(): Promise<readonly Outdated[]>
  startDrawing(messageId: string, drawer: string): Promise<Drawing | null>
  finishDrawing(drawing: Drawing): Promise<{ readonly isOutdated: boolean }>
  abandonDrawing(drawing: Drawing): Promise<void>
  /** Slack refused it for what it shows: it is divided, drawn in its plainest form, or kept as it is. */
  divideDrawing(drawing: Drawing): Promise<Division['kind']>
  distrustDrawing(messageId: string): Promise<void>
  noteGone(messageId: string): Promise<void>
}

/** A message that is drawn now that there is a slot. */
interface Due {
  readonly drawing: Drawing
  readonly view: CardView
  readonly place: Place
}

/** A click's result goes first; `if-free` is skipped if anything else waits to be drawn. */
type DrawingUrgency = Urgency | 'if-free'

interface DrawingSlack extends ClosingSlack {
  /** `next` is called once there is a slot, and returns null if there is nothing to draw. */
  redraw<D extends Due>(
    urgency: DrawingUrgency,
    next: () => Promise<D | null>,
  ): Promise<{ readonly sent: D; readonly answer: SlackAnswer } | null>
}

export interface DrawingParts {
  readonly ledger: DrawingStore
  readonly cards: DrawingSlack
  readonly clock: Clock
  readonly log: Log
  readonly holder: string
  readonly pools: readonly Pool[]
  /** False while the channel is shared outside: no card with buttons is drawn there. */
  mayOfferIn(channel: string): boolean
  /** A message is gone while a round may still wait: a new one must be posted. */
  messageGone(): void
}

export interface Drawer {
  /** Draws the messages that show this round ahead of all background work: `messageIds`, if they are known. */
  redrawNow(roundId: string, messageIds: readonly string[] | null): Promise<void>
  /** Shows "Confirming…", unless anything else waits to be drawn. */
  showProgress(roundId: string): Promise<void>
  /** Draws whatever is behind its rows: the safety net under `redrawNow`. */
  redrawOutdated(signal: AbortSignal): Promise<void>
  /** Has a message drawn again once an update without an answer can't take effect any more. */
  settleDoubts(): Promise<void>
}

/** How long after it was sent a call may still take effect, in milliseconds. */
const surelyOver = 20_000

/** The shortest interval between two background drawings of a shared message or a digest, in milliseconds. */
const sharedPause = 5000

/** Slack's codes for a message that can't be updated any more. */
const goneForUs = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])

export function createDrawer(parts: DrawingParts): Drawer {
  const { ledger, clock } = parts
  const inFlight = createInFlight()
  /** When each update without an answer is surely over. Slack may have applied it after a newer one. */
  const doubts = new Map<string, number>()
  const lastDrawn = new Map<string, number>()
  const pauses = createPauses(clock, { first: 1000, most: 15_000 })

  const redraw = async (messageId: string, urgency: DrawingUrgency, isPaced = false): Promise<void> => {
    // The drawing under way checks for newer rows at its end. Only a click's result queues behind it.
    if (urgency !== 'click' && inFlight.isRunning(messageId)) return
    let isOutdated = false
    await inFlight.inSlot(messageId, urgency === 'click', async (begin) => {
      const result = await drawInSlot(parts, messageId, urgency, begin)
      isOutdated = result === 'outdated-again'
      note(messageId, result)
      // Not even a try is made more often.
      if (isPaced && result !== 'left') lastDrawn.set(messageId, clock.now().getTime())
    })
    if (isOutdated) await redraw(messageId, 'click')
  }

  const note = (messageId: string, result: DrawResult) => {
    if (result === 'left') return
    if (result === 'unanswered') doubts.set(messageId, clock.now().getTime() + surelyOver)
    if (result === 'failed' || result === 'unanswered') return pauses.failed(messageId)
    pauses.succeeded(messageId)
    lastDrawn.set(messageId, clock.now().getTime())
  }

  const idsOf = async (roundId: string) => (await ledger.showing(roundId)).map(({ messageId }) => messageId)
  const redrawAll = async (messageIds: readonly string[], urgency: DrawingUrgency) => {
    await Promise.all(messageIds.map((messageId) => redraw(messageId, urgency)))
  }

  /** A shared message or a digest is not drawn for each of its changes. */
  const isDue = ({ messageId, isShared }: Outdated) =>
    !(isShared && lastDrawn.has(messageId)) && !pauses.isPausing(messageId)

  return {
    redrawNow: async (roundId, messageIds) => redrawAll(messageIds ?? (await idsOf(roundId)), 'click'),
    showProgress: async (roundId) => redrawAll(await idsOf(roundId), 'if-free'),
    settleDoubts: async () => {
      for (const [messageId, until] of doubts) {
        if (clock.now().getTime() < until) continue
        await ledger.distrustDrawing(messageId)
        doubts.delete(messageId)
      }
      for (const [messageId, drawnAt] of lastDrawn)
        if (clock.now().getTime() - drawnAt >= sharedPause) lastDrawn.delete(messageId)
    },
    redrawOutdated: async (signal) => {
      const due = (await ledger.outdated()).filter(isDue)
      const drawn = due.map(({ messageId, isShared }) => redraw(messageId, 'background', isShared))
      await unlessAborted(signal, Promise.all(drawn))
    },
  }
}

/** `left`: its turn did not come, or another drawing covers it. */
type DrawResult = 'drawn' | 'outdated-again' | 'failed' | 'unanswered' | 'left'

/** Reads the rows only once there is a slot, so that it draws the newest. */
async function drawInSlot(
  parts: DrawingParts,
  messageId: string,
  urgency: DrawingUrgency,
  begin: () => boolean,
): Promise<DrawResult> {
  let unsent: DrawResult = 'left'
  const drawn = await parts.cards.redraw(urgency, async () => {
    if (!begin()) return null
    const drawing = await parts.ledger.startDrawing(messageId, parts.holder)
    const due = drawing === null ? null : await prepare(parts, drawing)
    // Another draws it at this moment, or it is up to date.
    unsent = drawing === null ? 'drawn' : 'failed'
    return due
  })
  return drawn === null ? unsent : noteAnswer(parts, drawn.sent.drawing, drawn.answer)
}

/** Null if it must not be drawn for now. */
async function prepare(parts: DrawingParts, drawing: Drawing): Promise<Due | null> {
  const { place, shown } = drawing
  const view = viewOf(drawing, place.channel, parts.pools)
  if (view === null) {
    await parts.ledger.abandonDrawing(drawing)
    return null
  }
  if (showsWaiting(shown) && !parts.mayOfferIn(place.channel)) {
    await noteAnswer(parts, drawing, { kind: 'refused', error: 'channel_takes_no_cards' })
    return null
  }
  return { drawing, place, view }
}

async function noteAnswer(parts: DrawingParts, drawing: Drawing, answer: SlackAnswer): Promise<DrawResult> {
  const { ledger, log, messageGone } = parts
  const { messageId } = drawing
  if (answer.kind === 'done') {
    const { isOutdated } = await ledger.finishDrawing(drawing)
    return isOutdated && !isPaced(drawing) ? 'outdated-again' : 'drawn'
  }
  const error = answer.kind === 'refused' ? answer.error : answer.kind
  log.warn(
    { flow: 'draw', message: messageId, channel: drawing.place.channel, error },
    'a card was not drawn',
  )
  if (isAboutContent(answer)) return divide(parts, drawing)
  await ledger.abandonDrawing(drawing)
  if (answer.kind === 'no-answer') return 'unanswered'
  if (answer.kind !== 'refused' || !goneForUs.has(answer.error)) return 'failed'
  await ledger.noteGone(messageId)
  messageGone()
  return 'drawn'
}

function isPaced({ shown }: Drawing): boolean {
  return shown.kind !== 'cards' || shown.entries.length > 1
}

/** The old message is closed before new ones are planned, so that no round is offered twice. */
async function divide(parts: DrawingParts, drawing: Drawing): Promise<DrawResult> {
  const { ledger, messageGone } = parts
  const { place, shown } = drawing
  const isShared = shown.kind === 'cards' && shown.entries.length > 1
  if (
    isShared &&
    (await closeMessage(parts, async () => ({ place }), { tries: 1, mostPause: 0 })) === 'left'
  ) {
    await ledger.abandonDrawing(drawing)
    return 'failed'
  }
  const division = await ledger.divideDrawing(drawing)
  if (division === 'keep') return 'failed'
  if (division === 'plainest') return isPaced(drawing) ? 'drawn' : 'outdated-again'
  messageGone()
  return 'drawn'
}
