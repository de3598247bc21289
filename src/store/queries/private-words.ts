// Private words: which ends need one, and what it is made of.
import { type SqlBool, sql } from 'kysely'
import type { Place } from '../../domain/card-view.ts'
import { type Click, type ClickEnd, clickEndFormat, type Teller, tellerFormat } from '../../domain/click.ts'
import { refusalPause } from '../../domain/deadlines.ts'
import { bulkNeedsWord, needsWord, type PrivateWord } from '../../domain/private-word.ts'
import type { Tx } from '../transaction.ts'
import type { ClickRow } from './clicks.ts'
import { placeOf, readMessage, readShowing } from './messages.ts'
import { readBulk } from './shown.ts'

interface EndingClick {
  readonly click: Click
  readonly end: ClickEnd
  readonly teller: Teller
}

/** In the words of the index that holds just these. */
export const isWordDue = sql<SqlBool>`private_word = 'due'`

/** What the click's row gets. A bulk decision has one private word, which its last click carries. */
export async function privateWordFor(tx: Tx, now: number, ending: EndingClick): Promise<'due' | null> {
  const { click } = ending
  const ms = now - click.at.getTime()
  if (click.bulkId !== null) return (await bulkWordFor(tx, click.bulkId, ending, ms)) ? 'due' : null
  return needsWord(ending, ms) && !(await wasJustTold(tx, now, ending)) ? 'due' : null
}

async function bulkWordFor(tx: Tx, bulkId: string, { click, ...last }: EndingClick, ms: number) {
  const others = tx.selectFrom('clicks').where('bulk_id', '=', bulkId).where('id', '<>', click.id)
  if ((await others.select('id').where('ended_at', 'is', null).limit(1).execute()).length > 0) return false
  const rows = await others.select(['outcome', 'teller']).execute()
  const ended = rows.map(({ outcome, teller }) => ({
    end: clickEndFormat.parse(JSON.parse(outcome ?? 'null')),
    teller: tellerFormat.parse(teller),
  }))
  return bulkNeedsWord([...ended, last], ms, await isWithoutMessage(tx, bulkId))
}

/** No message tells what becomes of this bulk decision. */
export async function isWithoutMessage(tx: Tx, bulkId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('bulk_approvals')
    .select('message_id as messageId')
    .where('id', '=', bulkId)
    .executeTakeFirst()
  return row?.messageId === ''
}

/** The same failure of the same person on the same round counts as told for a while. */
async function wasJustTold(tx: Tx, now: number, { click, end }: EndingClick): Promise<boolean> {
  if (end.kind !== 'failed') return false
  const told = await tx
    .selectFrom('clicks')
    .select('id')
    .where('round_id', '=', click.roundId)
    .where('user_id', '=', click.by.userId)
    .where('ended_at', '>', now - refusalPause)
    .where('outcome', '=', JSON.stringify(end))
    .where('private_word', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return told !== undefined
}

/** What is left to be said of a click whose end has been told to everybody; null otherwise. */
export async function readPrivateWord(tx: Tx, row: ClickRow): Promise<PrivateWord | null> {
  if (row.told_at === null) return null
  if (row.bulk_id !== null) return readBulkWord(tx, row.bulk_id)
  const messages = row.round_id === null ? [] : await readShowing(tx, row.round_id)
  return { place: firstOf(messages.map(placeOf)), bulk: null }
}

async function readBulkWord(tx: Tx, bulkId: string): Promise<PrivateWord> {
  const row = await tx
    .selectFrom('bulk_approvals')
    .select(['message_id as messageId', 'user_id as userId', 'team_id as teamId'])
    .where('id', '=', bulkId)
    .executeTakeFirst()
  if (row === undefined) return { place: null, bulk: null }
  const { messageId, userId, teamId } = row
  const message = await readMessage(tx, messageId)
  const isThere = message !== null && message.state.kind !== 'gone'
  return { place: isThere ? placeOf(message) : null, bulk: await readBulk(tx, bulkId, { userId, teamId }) }
}

function firstOf(places: readonly (Place | null)[]): Place | null {
  return places.find((place) => place !== null) ?? null
}
