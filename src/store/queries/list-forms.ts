// The forms that list many: who waits, what is ticked, and which page is shown.
import { z } from 'zod'
import {
  type KeptTicks,
  type ListForm,
  mostListed,
  pageAfter,
  ticksAfter,
  ticksFormat,
  type Waiting,
} from '../../domain/choosing.ts'
import type { ClickEnd } from '../../domain/click.ts'
import type { Choosing } from '../../domain/request.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { findClick } from './clicks.ts'
import { findOpened } from './denials.ts'
import { countInDigest, readDigestPage } from './digest-pages.ts'
import { endClick } from './end-click.ts'
import { readMessage } from './messages.ts'
import { readRounds } from './rounds.ts'
import { readWaitingFrom } from './waiting-rounds.ts'

/** The part of the store that choosing works with. */
export function choosingLedger({ transact, newId }: StoreParts) {
  return {
    /** Those of this pool who wait in a digest, longest first; null if it is unknown or gone. */
    waitingInDigest: (messageId: string, poolId: string) =>
      transact(async (tx): Promise<Waiting | null> => {
        const message = await readMessage(tx, messageId)
        if (message === null || message.state.kind === 'gone') return null
        const listed = await readDigestPage(tx, messageId, poolId, { kind: 'waiting', limit: mostListed })
        const total = await countInDigest(tx, messageId, poolId, 'waiting')
        return { poolId, entries: listed, leftOut: total - listed.length }
      }),

    /** Who waits in this pool with an address at exactly this host, longest first. */
    waitingFrom: (poolId: string, host: string) =>
      transact(async (tx): Promise<Waiting> => {
        const all = await readWaitingFrom(tx, poolId, host)
        const listed = all.slice(0, mostListed)
        const rounds = await readRounds(tx, listed)
        const entries = listed.map((id) => rounds.get(id)).filter((entry) => entry !== undefined)
        return { poolId, entries, leftOut: all.length - listed.length }
      }),

    /** The sign-up has changed since the form was opened that asked for this bulk decision. */
    hasChangedSinceList: (bulkId: string, roundId: string) =>
      transact(async (tx): Promise<boolean> => {
        const changed = await tx
          .selectFrom('bulk_approvals')
          .innerJoin('clicks', 'clicks.id', 'bulk_approvals.form_id')
          .innerJoin('rounds', (join) => join.on('rounds.id', '=', roundId))
          .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
          .select('clicks.id')
          .where('bulk_approvals.id', '=', bulkId)
          .whereRef('sign_ups.seen_at', '>', 'clicks.clicked_at')
          .executeTakeFirst()
        return changed !== undefined
      }),

    /** Ends the click that opens a list form, and writes the form down. False if the click has ended. */
    openList: (clickId: string, end: ClickEnd, form: Pick<ListForm, 'leftOut' | 'ticks' | 'starts'>) =>
      transact(async (tx, now): Promise<boolean> => {
        const click = await findClick(tx, clickId)
        if (click === null || click.hasEnded) return false
        const ended = { click, end, stored: null, roundVersion: null, awsRequestId: null }
        if (!(await endClick(tx, { id: newId(), at: now }, ended))) return false
        await tx
          .insertInto('list_forms')
          .values({
            form_id: clickId,
            left_out: form.leftOut,
            starts: JSON.stringify(form.starts),
            ticks: JSON.stringify(form.ticks),
            page: 0,
            turn: 0,
            turned_at: 0,
          })
          .execute()
        return true
      }),

    /** Keeps what was ticked, and which page is to be shown. False if this person has no such form, or has submitted it. */
    choose: ({ request: { formId, told, at, toPage }, by }: Choosing) =>
      transact(async (tx): Promise<boolean> => {
        const form = await readOpen(tx, formId, by.userId)
        if (form === null) return false
        const { row, starts } = form
        const isTurned = toPage !== null && at >= row.turned_at
        await tx
          .updateTable('list_forms')
          .set({
            ticks: JSON.stringify(ticksAfter(keptIn(row), told, at)),
            ...(isTurned && { page: pageAfter(starts, toPage), turn: row.turn + 1, turned_at: at }),
          })
          .where('form_id', '=', formId)
          .execute()
        return true
      }),

    /** The form with the page that it shows; null if this person has no such form, or has submitted it. */
    listForm: (formId: string, userId: string) =>
      transact(async (tx): Promise<ListForm | null> => {
        const form = await readOpen(tx, formId, userId)
        if (form === null) return null
        const { row, starts, list } = form
        const { ticks } = keptIn(row)
        const { left_out: leftOut, page, turn } = row
        const start = starts[page] ?? 0
        const ids = list.roundIds.slice(start, starts[page + 1] ?? list.roundIds.length)
        const rounds = await readRounds(tx, ids)
        const shown = ids.flatMap((id, index) => {
          const entry = rounds.get(id)
          return entry === undefined ? [] : [{ ...entry, place: start + index }]
        })
        const [first] = shown
        if (first === undefined) return null
        const { poolId } = first.signUp
        return { clickId: formId, poolId, list, leftOut, ticks, starts, page, turn, shown }
      }),
  }
}

const startsFormat = z.array(z.number()).readonly()

/** A list form that can still be submitted. */
async function readOpen(tx: Tx, formId: string, userId: string) {
  const opened = await findOpened(tx, formId, userId)
  const list = opened?.answer
  if (list?.kind !== 'approve-all' && list?.kind !== 'deny-all') return null
  const submitted = await tx
    .selectFrom('bulk_approvals')
    .select('id')
    .where('form_id', '=', formId)
    .executeTakeFirst()
  const row = submitted === undefined ? await findRow(tx, formId) : undefined
  if (row === undefined) return null
  return { row, list, starts: startsFormat.parse(JSON.parse(row.starts)) }
}

function findRow(tx: Tx, formId: string) {
  return tx.selectFrom('list_forms').selectAll().where('form_id', '=', formId).executeTakeFirst()
}

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>

function keptIn({ ticks, turned_at: turnedAt }: Row): KeptTicks {
  return { ticks: ticksFormat.parse(JSON.parse(ticks)), turnedAt }
}

/** What is ticked in this form; null if it has no boxes, as forms had none once. */
export async function readTicks(tx: Tx, formId: string): Promise<KeptTicks | null> {
  const row = await findRow(tx, formId)
  return row === undefined ? null : keptIn(row)
}
