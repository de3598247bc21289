// Ends a click: its row, its audit event, and what has to tell it.
import { type Click, type ClickEnd, isToldAlready, type Teller, tellerOf } from '../../domain/click.ts'
import type { Countersignature } from '../../domain/countersignature.ts'
import { count } from '../counting.ts'
import type { Schema } from '../schema.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'
import { auditClickEnd } from './audit.ts'
import { touchBulkMessage } from './message-versions.ts'
import { isWithoutMessage, privateWordFor } from './private-words.ts'
import { isRepeatedRefusal } from './repeated-refusals.ts'
import type { StoredRound } from './rounds.ts'

interface EndingClick {
  /** `entitlement` is JSON; left out, or null, unless the person may decide. */
  readonly click: Click & { readonly entitlement?: string | null }
  readonly end: ClickEnd
  /** The round that the click turned out to be about; null if there is none, or it is unknown. */
  readonly stored: StoredRound | null
  /** The version of that round that this end made; null if it made none. */
  readonly roundVersion: number | null
  readonly awsRequestId: string | null
  /** The session in AWS in which that call was made; left out, or null, if there was none. */
  readonly roleSession?: string | null
  /** What the calls of its claim carried; nothing if left out. */
  readonly countersignature?: Countersignature | null
}

/** The only writer of ends. False if the click has ended already. */
export async function endClick(
  tx: Tx,
  event: { readonly id: string; readonly at: number },
  { click, end, stored, roundVersion, ...call }: EndingClick,
): Promise<boolean> {
  const { at } = event
  const roundId = stored?.round.id ?? click.roundId
  const first = tellerOf(click.toldBy, end)
  const isRepeated = first === 'private-answer' && (await isRepeatedRefusal(tx, at, click, end, stored))
  const teller: Teller = isRepeated ? 'earlier-answer' : first
  const messageVersion = click.bulkId === null ? null : await touchBulkMessage(tx, click.bulkId)
  // Where no message tells them, one private word tells all ends of the bulk decision.
  const isToldLater = teller === 'bulk' && click.bulkId !== null && (await isWithoutMessage(tx, click.bulkId))
  const ended = await setEnd(tx, {
    id: click.id,
    round_id: roundId,
    outcome: JSON.stringify(end),
    ended_at: at,
    teller,
    round_version: roundVersion,
    message_version: messageVersion,
    private_word: await privateWordFor(tx, at, { click, end, teller }),
    told_at: isToldAlready(teller) || isToldLater ? at : null,
  })
  if (ended.numAffectedRows !== 1n) return false
  await auditClickEnd(tx, { ...event, ...call }, { ...click, roundId }, stored, end)
  count(tx, (counted) => {
    const poolId = stored?.signUp.poolId ?? null
    counted.ended({ poolId, kind: end.kind, milliseconds: at - click.at.getTime() })
    const ending = end.kind === 'overtaken' ? end.ending : null
    const isOutside = ending?.kind === 'confirmed-elsewhere' && ending.functionError === undefined
    if (poolId !== null && isOutside) counted.confirmedOutside(poolId)
  })
  return true
}

type EndColumns = Pick<
  Schema['clicks'],
  | 'id'
  | 'round_id'
  | 'outcome'
  | 'ended_at'
  | 'teller'
  | 'round_version'
  | 'message_version'
  | 'private_word'
  | 'told_at'
>

const setEnd = statement((tx, given: Given<EndColumns>) =>
  tx
    .updateTable('clicks')
    .set({
      round_id: given('round_id'),
      outcome: given('outcome'),
      ended_at: given('ended_at'),
      teller: given('teller'),
      round_version: given('round_version'),
      message_version: given('message_version'),
      private_word: given('private_word'),
      told_at: given('told_at'),
    })
    .where('id', '=', given('id'))
    .where('ended_at', 'is', null),
)
