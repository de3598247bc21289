// A box of a list form was ticked, or another page was asked for: keeps the ticks, and shows the form as it is then. Nothing is
// decided by that, so it is no click. A tick that gets lost is told by the page, when it is turned or submitted.

import type { ListForm, ListPage } from '../domain/choosing.ts'
import type { ClickEnd } from '../domain/click.ts'
import { mayDecideAtAll } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { Choosing } from '../domain/request.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Log } from '../shared/log.ts'
import type { Authorise } from './authorise.ts'

export interface ChoosingParts {
  readonly ledger: {
    /** False if this person has no such form, or has submitted it. */
    choose(choosing: Choosing): Promise<boolean>
    /** With the page that it shows; null if this person has no such form, or has submitted it. */
    listForm(formId: string, userId: string): Promise<ListForm | null>
  }
  readonly storeId: string
  readonly authorise: Authorise
  readonly forms: { changeList(view: string, page: ListPage, askedBy: string): Promise<SlackAnswer> }
  readonly log: Log
  poolOf(poolId: string): Pool | null
}

export type Choose = (choosing: Choosing) => Promise<void>

/** One form is redrawn once at a time, from what its rows say then: so no older page is put back over a newer one. */
export function createChoose(parts: ChoosingParts): Choose {
  const redraws = createInFlight()
  return async (choosing) => {
    const { formId } = choosing.request
    // Another Countersign keeps this form.
    if (isOfAnotherStore(parts.storeId, formId)) return
    await parts.ledger.choose(choosing)
    await redraws.inSlot(formId, true, async (begin) => {
      if (begin()) await redraw(parts, choosing)
    })
  }
}

async function redraw(parts: ChoosingParts, { request, by, view }: Choosing): Promise<void> {
  if (view === undefined) return
  const answer = await parts.forms.changeList(view, await pageFor(parts, request.formId, by), by.userId)
  if (answer.kind === 'refused')
    parts.log.warn(
      { flow: 'choose', by: by.userId, slackError: answer.error },
      'Slack did not show a page of a list',
    )
}

/** Authorises on each page, before anything about anybody is shown. */
async function pageFor(
  { ledger, authorise, poolOf }: ChoosingParts,
  formId: string,
  by: Choosing['by'],
): Promise<ListPage> {
  const form = await ledger.listForm(formId, by.userId)
  const pool = form === null ? null : poolOf(form.poolId)
  if (form === null || pool === null) return { kind: 'out-of-date' }
  const verdict = await authorise(by, pool, mayDecideAtAll)
  const withheld = (end: ClickEnd) =>
    ({ kind: 'withheld', end, clicker: by.userId, poolName: pool.name }) as const
  if (verdict.kind === 'unchecked') return withheld(verdict)
  if (verdict.kind === 'may-not') return withheld({ kind: 'refused', because: verdict.because })
  return { kind: 'list', form, pool }
}
