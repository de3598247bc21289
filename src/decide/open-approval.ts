// "Approve": opens the form that approves one sign-up whom its card can't show in full, if the clicker may decide.
import type { ApprovalForm } from '../domain/approval-form.ts'
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click } from '../domain/click.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { type OpeningOneParts, openAboutOne } from './open-about-one.ts'

export interface OpeningApprovalParts extends OpeningOneParts {
  readonly forms: {
    /** On top of `view`, if there is one. */
    openApproval(form: ApprovalForm, trigger: string, view?: string): Promise<SlackAnswer>
  }
}

/**
 * With `trigger`, Slack lets us open a form within 3 s. `entry` is what the click is about; null if that is unknown. `view` is
 * the modal in which the button was pressed.
 */
export function openApproval(
  parts: OpeningApprovalParts,
  click: Click,
  entry: CardEntry | null,
  trigger: string,
  view?: string,
): Promise<void> {
  return openAboutOne(parts, click, entry, ({ signUp, round, pool }) => ({
    answer: { kind: 'approve-form', roundId: round.id },
    open: () => parts.forms.openApproval({ clickId: click.id, pool, signUp }, trigger, view),
  }))
}
