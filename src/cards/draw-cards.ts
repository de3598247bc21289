// Redrawing: a message whose rows are newer than what it shows is drawn from its rows, and from nothing else.

import type { CardView, Drawing, Place } from '../domain/card-view.ts'
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer } from '../domain/workspace.ts'
import { type Clock, unlessAborted } from '../shared/clock.ts'
import type { Limit, Urgency } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import { createPatience } from '../shared/patience.ts'

interface DrawingStore {
  showing(roundId: string): Promise<readonly { readonly messageId: string }[]>
  outdated(): Promise<readonly { readonly messageId: string; readonly isShared: boolean }[]>
  startDrawing(messageId: string, drawer: string): Promise<Drawing | null>
  finishDrawing(drawing: Drawing): Promise<{ readonly isOutdated: boolean }>
  abandonDrawing(drawing: Drawing): Promise<void>
  distrustDrawing(messageId: string): Promise<void>
  noteGone(messageId: string): Promise<void>
}

interface DrawingSlack {
  redraw(view: CardView, place: Place): Promise<SlackAnswer>
}

export interface DrawingParts {
  readonly ledger: DrawingStore
  readonly cards: DrawingSlack
  /** The workspace's `chat.update` quota: a click's result before anything else. */
  readonly turns: Limit
  readonly clock: Clock
  readonly log: Log
  readonly holder: string
  poolOf(poolId: string): Pool | null
  /** A message is gone while a round may still wait: a new one is to be posted. */
  messageGone(): void
}

export interface Drawer {
  /** Draws every message that shows this round, when its turn comes. */
  redrawRound(roundId: string, urgency: Urgency): Promise<void>
  /** "Confirming…" is left out while anything else waits to be drawn. */
  showProgress(roundId: string): Promise<void>
  /** Draws what is behind its rows: the net under everything that draws at once. */
  redrawOutdated(signal: AbortSignal): Promise<void>
  /** Has a message drawn again once an update of ours that got no answer is surely over. */
  settleDoubts(): Promise<void>
}

/** Slack carries out no call this long after it was sent, in milliseconds. */
const surelyOver = 20_000

/** A message with several sign-ups is drawn in the background at most this often, in milliseconds. */
const sharedPause = 5000

/** Slack's words for a message that can't be drawn any more, whoever draws it. */
const goneForUs = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])

export function createDrawer(parts: DrawingParts): Drawer {
  const { ledger, turns, clock } = parts
  const queued = new Map<string, Urgency>()
  const atWork = new Set<string>()
  const askedAgain = new Set<string>()
  /** When an update without an answer is surely over: what it drew may have come after a newer one. */
  const doubts = new Map<string, number>()
  const lastDrawn = new Map<string, number>()
  const patience = createPatience(clock, { first: 1000, most: 15_000 })

  const redraw = async (messageId: string, urgency: Urgency): Promise<void> => {
    // Whoever draws it now looks again when that is done.
    if (atWork.has(messageId) && urgency === 'click') askedAgain.add(messageId)
    if (atWork.has(messageId)) return
    if (queued.has(messageId) && (urgency === 'background' || queued.get(messageId) === 'click')) return
    queued.set(messageId, urgency)
    const result = await turns.schedule(urgency, () => draw(messageId))
    const isAskedAgain = askedAgain.delete(messageId)
    if (result === 'unanswered') doubts.set(messageId, clock.now().getTime() + surelyOver)
    if (result === 'failed' || result === 'unanswered') return patience.failed(messageId)
    patience.succeeded(messageId)
    lastDrawn.set(messageId, clock.now().getTime())
    // A click's result came while an older state was drawn.
    if (result === 'outdated-again' || (result === 'shared-outdated-again' && isAskedAgain))
      await redraw(messageId, 'click')
  }

  const draw = async (messageId: string): Promise<DrawResult> => {
    queued.delete(messageId)
    atWork.add(messageId)
    try {
      return await drawOnce(parts, messageId)
    } finally {
      atWork.delete(messageId)
    }
  }

  const redrawRound = async (roundId: string, urgency: Urgency) => {
    const messages = await ledger.showing(roundId)
    await Promise.all(messages.map(({ messageId }) => redraw(messageId, urgency)))
  }

  /** A message with much going on is not drawn for each change of it. */
  const isDue = ({ messageId, isShared }: { readonly messageId: string; readonly isShared: boolean }) =>
    !(isShared && lastDrawn.has(messageId)) && !patience.isResting(messageId)

  return {
    redrawRound,
    showProgress: async (roundId) => {
      if (turns.queued() === 0) await redrawRound(roundId, 'background')
    },
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
      const drawn = Promise.all(due.map(({ messageId }) => redraw(messageId, 'background')))
      await unlessAborted(signal, drawn)
    },
  }
}

type DrawResult = 'drawn' | 'outdated-again' | 'shared-outdated-again' | 'failed' | 'unanswered'

async function drawOnce(parts: DrawingParts, messageId: string): Promise<DrawResult> {
  const { ledger, cards, holder, poolOf } = parts
  const drawing = await ledger.startDrawing(messageId, holder)
  if (drawing === null) return 'drawn'
  const pool = poolOf(drawing.poolId)
  if (pool === null) {
    await ledger.abandonDrawing(drawing)
    return 'failed'
  }
  const answer = await cards.redraw({ messageId, pool, shown: drawing.shown }, drawing.place)
  return noteAnswer(parts, drawing, answer)
}

async function noteAnswer(
  { ledger, turns, log, messageGone }: DrawingParts,
  drawing: Drawing,
  answer: SlackAnswer,
): Promise<DrawResult> {
  const { messageId } = drawing
  if (answer.kind === 'done') {
    const { isOutdated } = await ledger.finishDrawing(drawing)
    if (!isOutdated) return 'drawn'
    const isShared = drawing.shown.kind === 'cards' && drawing.shown.entries.length > 1
    return isShared ? 'shared-outdated-again' : 'outdated-again'
  }
  if (answer.kind === 'rate-limited') turns.hold(answer.retryAfter)
  await ledger.abandonDrawing(drawing)
  const error = answer.kind === 'refused' ? answer.error : answer.kind
  log.warn(
    { flow: 'draw', message: messageId, channel: drawing.place.channel, error },
    'a card was not drawn',
  )
  if (answer.kind === 'no-answer') return 'unanswered'
  if (answer.kind !== 'refused' || !goneForUs.has(answer.error)) return 'failed'
  await ledger.noteGone(messageId)
  messageGone()
  return 'drawn'
}
