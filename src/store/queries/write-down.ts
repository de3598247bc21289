// Writes down clicks before they are acknowledged. Each function is one transaction.

import type { CardEntry } from '../../domain/card-entry.ts'
import type { Click, DenialSubmission, NewClick, Submission } from '../../domain/click.ts'
import { decisionOf } from '../../domain/request.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { clickOfForm, findForm, insertBulk } from './bulk-approvals.ts'
import { insertClick, olderUnclaimedClicks } from './clicks.ts'
import { denialAskedFor } from './denials.ts'
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
    fresh: NewClick,
    bulkId: string | null,
  ): Promise<WrittenClick | null> => {
    const click = await insertClick(tx, now, newId(), fresh, bulkId)
    if (click === null) return null
    const { roundId } = click
    if (roundId === null) return { click, entry: null }
    const stored = await readRound(tx, roundId)
    // Opening a form decides nothing, so it replaces nothing.
    if (decisionOf(click.request) === null) return { click, entry: stored }
    const holder = stored?.round.state.kind === 'claimed' ? stored.round.state.claim.clickId : null
    for (const older of await olderUnclaimedClicks(tx, click, roundId, holder)) {
      const superseded = { click: older, end: { kind: 'superseded' }, stored } as const
      await endClick(tx, { id: newId(), at: now }, { ...superseded, roundVersion: null, awsRequestId: null })
    }
    return { click, entry: stored }
  }

  return {
    /** Null if this delivery was written down before. Supersedes the person's older unclaimed clicks on the round. */
    // `prompt`: Slack shows a click that is not acknowledged within 3 s as failed, so it must not take effect later.
    writeDown: (fresh: NewClick) => transact((tx, now) => writeDown(tx, now, fresh, null), 'prompt'),

    /**
     * All approvals of a form: a click for each round that it listed. No clicks if it was submitted before; null if this person
     * has no such form.
     */
    writeDownAll: (submission: Submission) =>
      transact(async (tx, now): Promise<readonly Click[] | null> => {
        const form = await findForm(tx, submission)
        if (form === null) return null
        const bulkId = newId()
        if (!(await insertBulk(tx, now, bulkId, form))) return []
        const clicks: Click[] = []
        for (const roundId of form.roundIds) {
          const written = await writeDown(tx, now, clickOfForm(form, submission, roundId), bulkId)
          if (written !== null) clicks.push(written.click)
        }
        await touchBulkMessage(tx, bulkId)
        return clicks
      }, 'prompt'),

    /** The denial of a form: null if it was submitted before, and `no-form` if this person has no such form. */
    writeDownDenial: (submission: DenialSubmission) =>
      transact(async (tx, now): Promise<WrittenClick | 'no-form' | null> => {
        const denial = await denialAskedFor(tx, submission)
        return denial === null ? 'no-form' : writeDown(tx, now, denial, null)
      }, 'prompt'),

    /** What a click is about; null if its round is unknown. */
    entry: (roundId: string) => transact(async (tx): Promise<CardEntry | null> => readRound(tx, roundId)),
  }
}
