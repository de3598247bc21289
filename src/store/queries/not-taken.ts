// Ends requests that were not taken: Slack got no acknowledgement, because nobody knows whether they were committed.
import {
  type ApprovalSubmission,
  type Click,
  type ClickEnd,
  clickEndFormat,
  type DenialSubmission,
  type NewClick,
  type Submission,
} from '../../domain/click.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { findList, insertBulk } from './bulk-decisions.ts'
import { findClick, insertClick, selectClicks, storedClick } from './clicks.ts'
import { approvalAskedFor, denialAskedFor } from './denials.ts'
import { endClick } from './end-click.ts'
import { holdsClaim, readRound } from './rounds.ts'

/**
 * Each writes the same key as the lost transaction once more. That waits for one that is still being committed, and then
 * runs again and finds its rows. Where it succeeds instead, the lost one is over and can't be committed any more.
 */
export function notTakenLedger({ transact, newId }: StoreParts) {
  const end = async (tx: Tx, now: number, click: Click): Promise<boolean> => {
    const stored = click.roundId === null ? null : await readRound(tx, click.roundId)
    const ended = { click, end: notTaken, stored, roundVersion: null, awsRequestId: null }
    return endClick(tx, { id: newId(), at: now }, ended)
  }

  const endIfNotTakenUp = async (tx: Tx, now: number, fresh: NewClick, id: string): Promise<Click | null> => {
    const click = (await findClick(tx, id)) ?? (await insertClick(tx, now, id, fresh, null))
    if (click === null || (await isTakenUp(tx, click))) return null
    return (await end(tx, now, click)) ? click : null
  }

  return {
    /**
     * Ends the click with this id, writing it down if it is not there. Null if it has ended or holds a claim, because another
     * process took it up, and if another delivery of the same request was written down instead.
     */
    endNotTaken: (fresh: NewClick, id: string) => transact((tx, now) => endIfNotTakenUp(tx, now, fresh, id)),

    /** The same for the denial of a form, which can't be submitted again. */
    endDenialNotTaken: (submission: DenialSubmission, id: string) =>
      transact(async (tx, now): Promise<Click | null> => {
        const fresh = await denialAskedFor(tx, submission)
        return fresh === null ? null : endIfNotTakenUp(tx, now, fresh, id)
      }),

    /** The same for the approval of a form for one. */
    endApprovalNotTaken: (submission: ApprovalSubmission, id: string) =>
      transact(async (tx, now): Promise<Click | null> => {
        const fresh = await approvalAskedFor(tx, submission)
        return fresh === null ? null : endIfNotTakenUp(tx, now, fresh, id)
      }),

    /**
     * Ends all approvals of a bulk approval, and the form can be submitted again. Does nothing if another process has taken up
     * one of them, or if the form was submitted otherwise.
     */
    endFormNotTaken: (submission: Submission, bulkId: string) =>
      transact(async (tx, now): Promise<readonly Click[]> => {
        const form = await findList(tx, submission)
        if (form === null) return []
        if (!(await isBulkThere(tx, bulkId))) {
          if (await insertBulk(tx, now, bulkId, form))
            await tx.deleteFrom('bulk_approvals').where('id', '=', bulkId).execute()
          return []
        }
        const clicks = (await selectClicks(tx).where('clicks.bulk_id', '=', bulkId).execute()).map(
          storedClick,
        )
        for (const click of clicks) if (await isTakenUp(tx, click)) return []
        await tx.updateTable('bulk_approvals').set({ form_id: null }).where('id', '=', bulkId).execute()
        const ended: Click[] = []
        for (const click of clicks) if (await end(tx, now, click)) ended.push(click)
        return ended
      }),
  }
}

const notTaken: ClickEnd = { kind: 'not-taken' }

/** A newer click that superseded it does not count: nothing was done for it. */
async function isTakenUp(tx: Tx, { id, roundId }: Click): Promise<boolean> {
  const row = await tx.selectFrom('clicks').select('outcome').where('id', '=', id).executeTakeFirst()
  const outcome = row?.outcome ?? null
  if (outcome !== null) return clickEndFormat.parse(JSON.parse(outcome)).kind !== 'superseded'
  return roundId !== null && holdsClaim(await readRound(tx, roundId), id)
}

async function isBulkThere(tx: Tx, id: string): Promise<boolean> {
  const found = await tx.selectFrom('bulk_approvals').select('id').where('id', '=', id).executeTakeFirst()
  return found !== undefined
}
