// Writes down clicks before they are acknowledged. Each function is one transaction.

import type { CardEntry } from '../../domain/card-entry.ts'
import type { ApprovalSubmission, Click, DenialSubmission, NewClick, Submission } from '../../domain/click.ts'
import { replaces } from '../../domain/request.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { clickOfForm, findList, insertBulk } from './bulk-decisions.ts'
import { insertClick, olderUnclaimedClicks, wasNotTaken } from './clicks.ts'
import { approvalAskedFor, denialAskedFor, isOutOfDate } from './denials.ts'
import { endClick } from './end-click.ts'
import { touchBulkMessage } from './message-versions.ts'
import { readRound } from './rounds.ts'

/** A click in the store, and its round and sign-up as they were then; null if they are unknown. */
interface WrittenClick {
  readonly click: Click
  readonly entry: CardEntry | null
}

/** The part of the store that listening works with. */
export function writingLedger({ transact, newId }: StoreParts) {
  const writeDown = async (
    tx: Tx,
    now: number,
    id: string,
    fresh: NewClick,
    bulkId: string | null = null,
  ): Promise<WrittenClick | null> => {
    const click = await insertClick(tx, now, id, fresh, bulkId)
    if (click === null) return knownAlready(tx, fresh)
    const { roundId } = click
    if (roundId === null) return { click, entry: null }
    const stored = await readRound(tx, roundId)
    const holder = stored?.round.state.kind === 'claimed' ? stored.round.state.claim.clickId : null
    for (const older of await olderUnclaimedClicks(tx, click, roundId, holder)) {
      if (!replaces(click.request, older.request)) continue
      const superseded = { click: older, end: { kind: 'superseded' }, stored } as const
      await endClick(tx, { id: newId(), at: now }, { ...superseded, roundVersion: null, awsRequestId: null })
    }
    return { click, entry: stored }
  }

  const writeDownOfForm = async (tx: Tx, now: number, id: string, asked: NewClick | null) => {
    if (asked === null || (await wasNotTaken(tx, asked.deliveryKey))) return 'no-form'
    return writeDown(tx, now, id, asked)
  }

  return {
    /**
     * Null if this delivery was written down before; throws a `NotTaken` if it was not taken then. Supersedes the person's older
     * unclaimed clicks on the round. `id` will be the click's.
     */
    // `prompt`: Slack shows a click that is not acknowledged within 3 s as failed, so it must not take effect later.
    writeDown: (fresh: NewClick, id = newId()) =>
      transact((tx, now) => writeDown(tx, now, id, fresh), 'prompt'),

    /**
     * All decisions of a list form: a click for each of those who are chosen. No clicks if it was submitted before;
     * `none-chosen` if nobody is chosen, and it can be submitted again; null if this person has no such form. `bulkId` will be
     * the bulk decision's.
     */
    writeDownAll: (submission: Submission, bulkId = newId()) =>
      transact(async (tx, now): Promise<readonly Click[] | 'none-chosen' | null> => {
        const form = await findList(tx, submission)
        if (form === null) return null
        if (form.chosen.length === 0) return 'none-chosen'
        if (!(await insertBulk(tx, now, bulkId, form))) return []
        const clicks: Click[] = []
        for (const one of form.chosen) {
          const fresh = clickOfForm(form, submission, one, bulkId)
          const written = await writeDown(tx, now, newId(), fresh, bulkId)
          if (written !== null) clicks.push(written.click)
        }
        await touchBulkMessage(tx, bulkId)
        return clicks
      }, 'prompt'),

    /**
     * The denial of a form: null if it was submitted before; `no-form` if this person has no such form, or if Slack was shown
     * that its submission failed. `id` will be the click's.
     */
    writeDownDenial: (submission: DenialSubmission, id = newId()) =>
      transact(async (tx, now): Promise<WrittenClick | 'no-form' | null> => {
        return writeDownOfForm(tx, now, id, await denialAskedFor(tx, submission))
      }, 'prompt'),

    /** The same for the approval of a form for one; `no-form` also if the form shows the sign-up as it was before. */
    writeDownApproval: (submission: ApprovalSubmission, id = newId()) =>
      transact(async (tx, now): Promise<WrittenClick | 'no-form' | null> => {
        const asked = await approvalAskedFor(tx, submission)
        if (asked !== null && (await isOutOfDate(tx, submission, asked))) return 'no-form'
        return writeDownOfForm(tx, now, id, asked)
      }, 'prompt'),

    /** What a click is about; null if its round is unknown. */
    entry: (roundId: string) => transact(async (tx): Promise<CardEntry | null> => readRound(tx, roundId)),
  }
}

/** Slack delivers a request again of which it was shown that it failed: it is not acknowledged this time either. */
class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly code = 'not-taken'
}

async function knownAlready(tx: Tx, { deliveryKey }: NewClick): Promise<null> {
  if (await wasNotTaken(tx, deliveryKey)) throw new NotTaken('This request was not taken the first time')
  return null
}
