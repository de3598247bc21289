// "Approve all": opens the form that lists the sign-ups, if the clicker may decide. Submitting it is a request of its own.
import type { ApproveAllForm } from '../domain/bulk-approval.ts'
import { type CardEntry, isOpen } from '../domain/card-entry.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { mayDecideAtAll } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { Failure } from '../domain/round.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import type { Authorise } from './authorise.ts'

export interface OpeningParts {
  readonly ledger: {
    /** The sign-ups that a message shows; null if it is unknown. */
    shownBy(
      messageId: string,
    ): Promise<{ readonly poolId: string; readonly entries: readonly CardEntry[] } | null>
    /** False if the click has ended. */
    end(clickId: string, end: ClickEnd, failure: Failure | null): Promise<boolean>
    noteTold(clickId: string): Promise<void>
  }
  readonly storeId: string
  readonly authorise: Authorise
  readonly forms: {
    open(form: ApproveAllForm, trigger: string): Promise<SlackAnswer>
  }
  /** How many of these, from the first, a form can list: at least one. Pure. */
  howManyListed(pool: Pool, entries: ApproveAllForm['entries']): number
  poolOf(poolId: string): Pool | null
  /** The click's message shows no round of ours. */
  closeIfStray(click: Click): void
  tell(clickId: string): Promise<void>
}

/** With `trigger`, Slack lets us open a form within 3 s. If that is too short, the clicker is told to press again. */
export async function openApproveAll(parts: OpeningParts, click: Click, trigger: string): Promise<void> {
  const found = await findMessage(parts, click)
  if (found === null) {
    parts.closeIfStray(click)
    const isElsewhere =
      click.request.kind === 'open-form' && isOfAnotherStore(parts.storeId, click.request.messageId)
    return endUnopened(parts, click, { kind: isElsewhere ? 'other-store' : 'unknown-round' })
  }
  const verdict = await parts.authorise(click.by, found.pool, mayDecideAtAll)
  if (verdict.kind === 'unchecked') return endUnopened(parts, click, verdict)
  if (verdict.kind === 'may-not')
    return endUnopened(parts, click, { kind: 'refused', because: verdict.because })

  const { pool } = found
  const all = found.entries.filter(isOpen)
  if (all.length === 0) return endUnopened(parts, click, { kind: 'answered', answer: { kind: 'none-left' } })
  const entries = all.slice(0, parts.howManyListed(pool, all))
  const leftOut = all.length - entries.length
  const roundIds = entries.map(({ round }) => round.id)
  // Written before it is opened: a submission is checked against it.
  const end: ClickEnd = { kind: 'answered', answer: { kind: 'approve-all', roundIds } }
  if (!(await parts.ledger.end(click.id, end, null))) return
  const opened = await parts.forms.open(
    { clickId: click.id, pool, entries, ...(leftOut > 0 && { leftOut }) },
    trigger,
  )
  if (opened.kind === 'done') return parts.ledger.noteTold(click.id)
  await parts.tell(click.id)
}

async function findMessage({ ledger, poolOf }: OpeningParts, { request }: Click) {
  if (request.kind !== 'open-form') return null
  const message = await ledger.shownBy(request.messageId)
  const pool = message === null ? null : poolOf(message.poolId)
  return message === null || pool === null ? null : { pool, entries: message.entries }
}

async function endUnopened({ ledger, tell }: OpeningParts, click: Click, end: ClickEnd): Promise<void> {
  if (await ledger.end(click.id, end, null)) await tell(click.id)
}
