// Drawing: which messages are behind their rows, and one drawer per message at a time.
import { quickCall } from '../../domain/deadlines.ts'
import type { Drawing, MessageLedger } from '../../domain/ledger.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { noteDrawn, readShown, selectBehind } from './shown.ts'

/** How long one drawer may take for one `chat.update`, in milliseconds: its time-out and as much again. */
const drawerLease = 30_000

/** The part of the store that redrawing works with. */
export function drawingLedger({
  transact,
}: StoreParts): Pick<
  MessageLedger,
  'outdated' | 'startDrawing' | 'finishDrawing' | 'abandonDrawing' | 'distrustDrawing'
> {
  return {
    outdated: () =>
      transact(async (tx, now) => {
        const rows = await selectOutdated(tx, now).where('messages.is_behind', '=', 1).execute()
        const outdated = []
        for (const { id: messageId } of rows) {
          const second = await tx
            .selectFrom('message_rounds')
            .select('position')
            .where('message_id', '=', messageId)
            .where('position', '=', 1)
            .executeTakeFirst()
          outdated.push({ messageId, isShared: second !== undefined })
        }
        return outdated
      }),

    // A machine that loses power loses the drawer too.
    startDrawing: (messageId, drawer) =>
      transact(async (tx, now) => {
        const message = await tx
          .selectFrom('messages')
          .select(['channel', 'ts', 'drawer_fence', 'drawer', 'drawer_until'])
          .where('id', '=', messageId)
          .where('gone_at', 'is', null)
          .executeTakeFirst()
        if (message === undefined || message.ts === null) return null
        const isFree = message.drawer === null || (message.drawer_until ?? 0) <= now
        if (!isFree || !(await isOutdated(tx, now, messageId))) return null
        const fence = message.drawer_fence + 1
        const taken = await tx
          .updateTable('messages')
          .set({ drawer, drawer_fence: fence, drawer_until: now + drawerLease })
          .where('id', '=', messageId)
          .where('drawer_fence', '=', message.drawer_fence)
          .executeTakeFirst()
        if (taken.numUpdatedRows !== 1n) return null
        const place = { channel: message.channel, ts: message.ts }
        return { messageId, place, fence, ...(await readShown(tx, messageId)) }
      }),

    finishDrawing: (drawing) =>
      transact(async (tx, now) => {
        if (!(await freeMessage(tx, drawing))) {
          // Another drew it meanwhile, and this came after: nobody knows what the message shows now.
          await distrust(tx, drawing.messageId)
          return { isOutdated: false }
        }
        await noteDrawn(tx, now, drawing.messageId, drawing)
        const entries = drawing.shown.kind === 'cards' ? drawing.shown.entries : []
        for (const { round } of entries) await noteClicksTold(tx, now, round.id, round.version)
        await noteBulksTold(tx, now, drawing)
        return { isOutdated: await isOutdated(tx, now, drawing.messageId) }
      }),

    distrustDrawing: (messageId) => transact((tx) => distrust(tx, messageId)),

    abandonDrawing: (drawing) =>
      transact(async (tx) => {
        await freeMessage(tx, drawing)
      }),
  }
}

async function distrust(tx: Tx, messageId: string): Promise<void> {
  await tx
    .updateTable('message_rounds')
    .set({ drawn_version: 0 })
    .where('message_id', '=', messageId)
    .execute()
  await tx
    .updateTable('messages')
    .set({ drawn_version: -1, is_behind: 1 })
    .where('id', '=', messageId)
    .execute()
}

/** False where another drawer has taken the message over. */
async function freeMessage(tx: Tx, { messageId, fence }: Drawing): Promise<boolean> {
  const freed = await tx
    .updateTable('messages')
    .set({ drawer: null, drawer_until: null })
    .where('id', '=', messageId)
    .where('drawer_fence', '=', fence)
    .executeTakeFirst()
  return freed.numUpdatedRows === 1n
}

async function isOutdated(tx: Tx, now: number, messageId: string): Promise<boolean> {
  const row = await selectOutdated(tx, now).where('messages.id', '=', messageId).executeTakeFirst()
  return row !== undefined
}

/** A claim is worth a drawing only once its call is not a quick one. */
function selectOutdated(tx: Tx, now: number) {
  return selectBehind(tx).where((row) =>
    row.or([
      row('messages.drawn_version', '<', row.ref('messages.version')),
      row('rounds.kind', '<>', 'claimed'),
      row('rounds.changed_at', '<=', now - quickCall),
    ]),
  )
}

/** A card tells the end that made the version that was drawn; older ends it did not show. */
async function noteClicksTold(tx: Tx, now: number, roundId: string, version: number): Promise<void> {
  await tx
    .updateTable('clicks')
    .set({ told_at: now, response_url: null })
    .where('round_id', '=', roundId)
    .where('round_version', '=', version)
    .where('teller', 'in', ['card', 'bulk'])
    .where('told_at', 'is', null)
    .execute()
}

/** The message tells how each of several approvals ended, also of those that changed no round. */
async function noteBulksTold(tx: Tx, now: number, { shown, version }: Drawing): Promise<void> {
  const bulks = shown.kind === 'cards' ? shown.bulks : []
  if (bulks.length === 0) return
  await tx
    .updateTable('clicks')
    .set({ told_at: now })
    .where('message_version', '<=', version)
    .where('told_at', 'is', null)
    .where(
      'bulk_id',
      'in',
      bulks.map(({ id }) => id),
    )
    .execute()
}
