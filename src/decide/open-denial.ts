// "Deny…": opens the form that denies one sign-up, if the clicker may decide. Submitting it is a request of its own.
import type { CardEntry } from '../domain/card-entry.ts'
import { lateFor } from '../domain/claim.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import type { DenialForm } from '../domain/denial-form.ts'
import { mayDecide } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { Failure } from '../domain/round.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import type { Authorise } from './authorise.ts'

export interface OpeningDenialParts {
  readonly ledger: {
    /** False if the click has ended. */
    end(clickId: string, end: ClickEnd, failure: Failure | null, roundId: string | null): Promise<boolean>
    noteTold(clickId: string): Promise<void>
  }
  readonly storeId: string
  readonly authorise: Authorise
  readonly forms: {
    /** On top of `view`, if there is one. */
    openDenial(form: DenialForm, trigger: string, view?: string): Promise<SlackAnswer>
  }
  poolOf(poolId: string): Pool | null
  /** The click's message shows no round of ours. */
  closeIfStray(click: Click): void
  tell(clickId: string): Promise<void>
}

/**
 * With `trigger`, Slack lets us open a form within 3 s. `entry` is what the click is about; null if that is unknown. `view` is
 * the modal in which the button was pressed.
 */
export async function openDenial(
  parts: OpeningDenialParts,
  click: Click,
  entry: CardEntry | null,
  trigger: string,
  view?: string,
): Promise<void> {
  parts.closeIfStray(click)
  const pool = entry === null ? null : parts.poolOf(entry.signUp.poolId)
  if (entry === null || pool === null) {
    const isElsewhere = isOfAnotherStore(parts.storeId, click.roundId ?? '')
    return endUnopened(parts, click, { kind: isElsewhere ? 'other-store' : 'unknown-round' })
  }
  const { signUp, round } = entry
  const verdict = await parts.authorise(click.by, pool, (claimant) => mayDecide(claimant, signUp))
  if (verdict.kind === 'unchecked') return endUnopened(parts, click, verdict)
  if (verdict.kind === 'may-not')
    return endUnopened(parts, click, { kind: 'refused', because: verdict.because })
  if (round.state.kind !== 'waiting') return endUnopened(parts, click, lateFor(round.state))

  const { denyReasons: reasons } = pool
  const onDeny: DenialForm['onDeny'] = round.origin?.kind === 'let-in' ? 'keep-disabled' : pool.onDeny
  // Written before it is opened: a submission is checked against it.
  const answer = { kind: 'deny-form', roundId: round.id, onDeny, reasons } as const
  if (!(await parts.ledger.end(click.id, { kind: 'answered', answer }, null, round.id))) return
  const form: DenialForm = { clickId: click.id, pool, signUp, onDeny, reasons }
  const opened = await parts.forms.openDenial(form, trigger, view)
  if (opened.kind === 'done') return parts.ledger.noteTold(click.id)
  await parts.tell(click.id)
}

async function endUnopened({ ledger, tell }: OpeningDenialParts, click: Click, end: ClickEnd): Promise<void> {
  if (await ledger.end(click.id, end, null, click.roundId)) await tell(click.id)
}
