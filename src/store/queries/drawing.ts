// Drawing: which messages are behind their rows, and one drawer per message at a time.
import { sql } from 'kysely'
import { type Drawing, drawnOf, isOver } from '../../domain/card-view.ts'
import { quickCall } from '../../domain/deadlines.ts'
import type { Division } from '../../domain/divide-message.ts'
import { isDrawing, isOlder, type RoundVersion } from '../../domain/message.ts'
import { type Given, statement } from '../statement.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { chunksOf, readAll, rowsRead } from './chunks.ts'
import { divideMessage } from './divide-message.ts'
import {
  changeMessage,
  changeMessageById,
  readMessage,
  type StoredMessage,
  selectMessages,
  storedMessage,
} from './messages.ts'
import { readShown } from './shown.ts'

/** The part of the store that redrawing works with. */
export function drawingLedger({ transact, newId }: StoreParts) {
  return {
    /** Messages whose rows are newer than what was drawn. A claim matters only once it takes longer than a quick call. */
    outdated: async () => {
      const behind = await readAll<string>((last, limit) => transact((tx) => findBehind(tx, last, limit)))
      const ids = new Set([...behind, ...(await transact(findBehindClaims))])
      const read = []
      for (const some of chunksOf([...ids], rowsRead))
        read.push(await transact((tx) => readSharing(tx, some)))
      return read.flat()
    },

    /** Null if the message is being drawn, not posted, gone, or up to date. */
    startDrawing: (messageId: string, drawer: string): Promise<Drawing | null> =>
      transact(async (tx, now) => {
        const message = await readMessage(tx, messageId)
        if (message === null || !(await isBehind(tx, now, message))) return null
        const event = { kind: 'start-drawing', by: drawer, now: new Date(now) } as const
        const started = await changeMessage(tx, message, event)
        if (started?.state.kind !== 'live') return null
        const place = { channel: started.channel, ts: started.state.ts }
        const { fence } = started.state
        return { ...(await readShown(tx, started)), place, fence }
      }),

    /** Writes down what was drawn and frees the message. `isOutdated` if its rows are newer again. */
    finishDrawing: (drawing: Drawing): Promise<{ readonly isOutdated: boolean }> =>
      transact(async (tx, now) => {
        const message = await readMessage(tx, drawing.messageId)
        if (message === null) return { isOutdated: false }
        const drawn = drawnOf(drawing)
        const isOurs = isDrawing(message.state, drawing.fence)
        const after = await changeMessage(tx, message, { kind: 'drawn', fence: drawing.fence, drawn })
        if (!isOurs || after === null) return { isOutdated: false }
        if (isOver(drawing.shown)) await changeMessage(tx, after, { kind: 'gone', now: new Date(now) })
        if (drawing.shown.kind === 'cards')
          for (const [roundId, version] of Object.entries(drawn.rounds))
            await noteClicksTold(tx, now, { roundId, version })
        await noteBulksTold(tx, now, drawing)
        const slow = await readSlowClaims(tx, now, message.id)
        return { isOutdated: isOlder(drawn, message.version, slow) }
      }),

    /** The message may show something older than what was written down, so it must be redrawn. */
    distrustDrawing: (messageId: string): Promise<void> =>
      transact(async (tx) => {
        await changeMessageById(tx, messageId, { kind: 'distrust' })
      }),

    /** Slack refused it for what it shows, and if several share it, its buttons were taken off. Returns what became of it. */
    divideDrawing: ({ messageId, fence }: Pick<Drawing, 'messageId' | 'fence'>): Promise<Division['kind']> =>
      transact(async (tx, now) => {
        const ended = await changeMessageById(tx, messageId, { kind: 'abandon', fence })
        return ended === null ? 'keep' : divideMessage(tx, now, newId, ended)
      }),

    abandonDrawing: ({ messageId, fence }: Pick<Drawing, 'messageId' | 'fence'>): Promise<void> =>
      transact(async (tx) => {
        await changeMessageById(tx, messageId, { kind: 'abandon', fence })
      }),

    /** Frees all messages. Only for the only process on the store, which knows that the drawers are dead. */
    freeDrawers: (): Promise<void> =>
      transact(async (tx) => {
        const rows = await selectMessages(tx).where('drawing_until', 'is not', null).execute()
        for (const message of rows.map(storedMessage)) await changeMessage(tx, message, { kind: 'free' })
      }),
  }
}

/** In the words of the index that holds just these, and in its order. */
async function findBehind(tx: Tx, last: string | null, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('messages')
    .select('id')
    .whereRef('drawn_version', '<', 'version')
    .where('id', '>', last ?? '')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** A claim alone does not raise a message's version, because most claims end before they could be drawn. */
async function findBehindClaims(tx: Tx, now: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('rounds')
    .innerJoin('message_rounds', 'message_rounds.round_id', 'rounds.id')
    .select('message_rounds.message_id')
    .distinct()
    .where('rounds.kind', '=', 'claimed')
    .where('rounds.changed_at', '<=', now - quickCall)
    .execute()
  const behind: string[] = []
  for (const { message_id } of rows) {
    const message = await readMessage(tx, message_id)
    if (message !== null && (await isBehind(tx, now, message))) behind.push(message_id)
  }
  return behind
}

async function isBehind(tx: Tx, now: number, { id, version, state }: StoredMessage): Promise<boolean> {
  if (state.kind !== 'live') return false
  return isOlder(state.drawn, version, []) || isOlder(state.drawn, version, await readSlowClaims(tx, now, id))
}

/** Rounds of the message whose claim takes longer than a quick call. */
async function readSlowClaims(tx: Tx, now: number, messageId: string): Promise<readonly RoundVersion[]> {
  return (await claimedBefore(tx, { messageId, before: now - quickCall })).rows
}

const claimedBefore = statement((tx, given: Given<{ messageId: string; before: number }>) =>
  tx
    .selectFrom('message_rounds')
    .innerJoin('rounds', 'rounds.id', 'message_rounds.round_id')
    .select(['rounds.id as roundId', 'rounds.version'])
    .where('message_rounds.message_id', '=', given('messageId'))
    .where('rounds.kind', '=', sql.lit('claimed'))
    .where('rounds.changed_at', '<=', given('before')),
)

/** Which of these messages several sign-ups share; all in a digest do. */
async function readSharing(tx: Tx, messageIds: readonly string[]) {
  const rows = await tx
    .selectFrom('message_rounds')
    .select('message_id')
    .where('message_id', 'in', [...messageIds])
    .where('position', '=', 1)
    .execute()
  const digests = await tx
    .selectFrom('messages')
    .select('id as message_id')
    .where('id', 'in', [...messageIds])
    .where('shows', '=', 'digest')
    .execute()
  const shared = new Set([...rows, ...digests].map((row) => row.message_id))
  return messageIds.map((messageId) => ({ messageId, isShared: shared.has(messageId) }))
}

/** How these outcomes begin: every later version of the card says them, or what became of them. */
const stillShown = ['counted', 'confirmed', 'denied', 'undone', 'overtaken', 'reopened', 'trying-again'].map(
  (kind) => `{"kind":"${kind}"%`,
)

/** A card has told the end that made the version drawn. It never showed other older ends. */
export async function noteClicksTold(tx: Tx, now: number, { roundId, version }: RoundVersion): Promise<void> {
  await tx
    .updateTable('clicks')
    .set((row) => ({
      told_at: now,
      // A private word follows.
      response_url: row
        .case()
        .when('private_word', '=', 'due')
        .then(row.ref('response_url'))
        .else(null)
        .end(),
    }))
    .where('round_id', '=', roundId)
    .where((row) =>
      row.or([
        row('round_version', '=', version),
        row.and([
          row('round_version', '<', version),
          row.or(stillShown.map((outcome) => row('outcome', 'like', outcome))),
        ]),
      ]),
    )
    .where('teller', 'in', ['card', 'bulk'])
    .where('told_at', 'is', null)
    .execute()
}

/** A bulk approval's message tells every end that is not told privately, even of approvals that changed no round. */
async function noteBulksTold(tx: Tx, now: number, { shown, version }: Drawing): Promise<void> {
  const bulks = 'bulks' in shown ? shown.bulks : []
  if (bulks.length === 0) return
  await tx
    .updateTable('clicks')
    .set({ told_at: now })
    .where('message_version', '<=', version)
    .where('teller', '=', 'bulk')
    .where('told_at', 'is', null)
    .where(
      'bulk_id',
      'in',
      bulks.map(({ id }) => id),
    )
    .execute()
}
