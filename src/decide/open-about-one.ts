// Opens a form about one sign-up, if the clicker may decide about it.
import type { CardEntry } from '../domain/card-entry.ts'
import { lateFor } from '../domain/claim.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import type { CommandAnswer } from '../domain/command.ts'
import { mayDecide } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { Failure } from '../domain/round.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import type { Authorise } from './authorise.ts'

export interface OpeningOneParts {
  readonly ledger: {
    /** False if the click has ended. */
    end(clickId: string, end: ClickEnd, failure: Failure | null, roundId: string | null): Promise<boolean>
    noteTold(clickId: string): Promise<void>
  }
  readonly storeId: string
  readonly authorise: Authorise
  poolOf(poolId: string): Pool | null
  /** The click's message shows no round of ours. */
  closeIfStray(click: Click): void
  tell(clickId: string): Promise<void>
}

/** A form about one sign-up that waits. */
interface FormAboutOne {
  /** What a submission is checked against. */
  readonly answer: CommandAnswer
  open(): Promise<SlackAnswer>
}

/** `entry` is what the click is about; null if that is unknown. */
export async function openAboutOne(
  parts: OpeningOneParts,
  click: Click,
  entry: CardEntry | null,
  formFor: (about: CardEntry & { readonly pool: Pool }) => FormAboutOne,
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

  const { answer, open } = formFor({ signUp, round, pool })
  // Written before it is opened: a submission is checked against it.
  if (!(await parts.ledger.end(click.id, { kind: 'answered', answer }, null, round.id))) return
  const opened = await open()
  if (opened.kind === 'done') return parts.ledger.noteTold(click.id)
  await parts.tell(click.id)
}

async function endUnopened({ ledger, tell }: OpeningOneParts, click: Click, end: ClickEnd): Promise<void> {
  if (await ledger.end(click.id, end, null, click.roundId)) await tell(click.id)
}
