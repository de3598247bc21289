// "Deny…": opens the form that denies one sign-up, if the clicker may decide. Submitting it is a request of its own.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click } from '../domain/click.ts'
import { type DenialForm, fateOf } from '../domain/denial-form.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { type OpeningOneParts, openAboutOne } from './open-about-one.ts'

export interface OpeningDenialParts extends OpeningOneParts {
  readonly forms: {
    /** On top of `view`, if there is one. */
    openDenial(form: DenialForm, trigger: string, view?: string): Promise<SlackAnswer>
  }
}

/**
 * With `trigger`, Slack lets us open a form within 3 s. `entry` is what the click is about; null if that is unknown. `view` is
 * the modal in which the button was pressed.
 */
export function openDenial(
  parts: OpeningDenialParts,
  click: Click,
  entry: CardEntry | null,
  trigger: string,
  view?: string,
): Promise<void> {
  return openAboutOne(parts, click, entry, ({ signUp, round, pool }) => {
    const { denyReasons: reasons } = pool
    const onDeny = fateOf(round, pool.onDeny)
    return {
      answer: { kind: 'deny-form', roundId: round.id, onDeny, reasons },
      open: () => {
        const form: DenialForm = { clickId: click.id, pool, signUp, onDeny, reasons }
        return parts.forms.openDenial(form, trigger, view)
      },
    }
  })
}
