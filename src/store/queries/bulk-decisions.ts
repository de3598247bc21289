// Bulk decisions: the form that lists sign-ups, and its submission, which counts only once.
import { chosenAtLast } from '../../domain/choosing.ts'
import type { NewClick, Submission } from '../../domain/click.ts'
import type { Fate } from '../../domain/decision.ts'
import { fateOf } from '../../domain/denial-form.ts'
import { type ListSource, listedIn } from '../../domain/list-source.ts'
import type { ClickRequest } from '../../domain/request.ts'
import { deliveryKey } from '../../shared/delivery-key.ts'
import type { Tx } from '../transaction.ts'
import { findOpened, type Opened } from './denials.ts'
import { readTicks } from './list-forms.ts'
import { readRounds } from './rounds.ts'

/** A form that lists many, and what its submission decides. */
export interface OpenedList {
  readonly click: Opened['click']
  readonly source: ListSource
  readonly chosen: readonly { readonly roundId: string; readonly request: ClickRequest }[]
}

/** Null if this person opened no such form, or it offered no such reason. */
export async function findList(tx: Tx, submission: Submission): Promise<OpenedList | null> {
  const { request, by } = submission
  const opened = await findOpened(tx, request.formId, by.userId)
  if (opened?.click.request.kind !== 'open-form') return null
  const { click, answer } = opened
  if (answer.kind !== 'approve-all' && answer.kind !== 'deny-all') return null
  const ticks = await readTicks(tx, click.id)
  const chosen =
    ticks === null
      ? answer.roundIds
      : chosenAtLast(ticks, request.told).flatMap((place) => answer.roundIds[place] ?? [])
  const { source } = opened.click.request
  if (answer.kind === 'approve-all')
    return {
      click,
      source,
      chosen: chosen.map((roundId) => ({ roundId, request: { kind: 'approve', roundId } })),
    }
  const reason = answer.reasons[request.choice]
  if (reason === undefined) return null
  const fates = await readFates(tx, chosen, answer.onDeny)
  const { note } = request
  return {
    click,
    source,
    chosen: chosen.map((roundId) => {
      const onDeny = fates.get(roundId) ?? answer.onDeny
      return { roundId, request: { kind: 'deny', roundId, reason, note, onDeny } }
    }),
  }
}

/** What a denial does to the account of each. */
async function readFates(
  tx: Tx,
  roundIds: readonly string[],
  onDeny: Fate,
): Promise<ReadonlyMap<string, Fate>> {
  const rounds = await readRounds(tx, roundIds)
  return new Map([...rounds].map(([id, { round }]) => [id, fateOf(round, onDeny)]))
}

/** False if the form was submitted before. */
export async function insertBulk(
  tx: Tx,
  now: number,
  id: string,
  { click, source }: OpenedList,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('bulk_approvals')
    .values({
      id,
      form_id: click.id,
      message_id: listedIn(source) ?? '',
      user_id: click.by.userId,
      team_id: click.by.teamId,
      asked_at: now,
    })
    .onConflict((conflict) => conflict.column('form_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Writes down one of the decisions that a form asks for. */
export function clickOfForm(
  { click: { channel, pressedOn, by } }: OpenedList,
  { slackRequestId }: Submission,
  { roundId, request }: OpenedList['chosen'][number],
  bulkId: string,
): NewClick {
  return {
    request,
    toldBy: 'bulk',
    by,
    channel,
    pressedOn,
    responseUrl: null,
    deliveryKey: deliveryKey('form', bulkId, roundId),
    slackRequestId,
  }
}
