// "Deny…": opens the form that denies one sign-up, if the clicker may decide. Submitting it is a request of its own.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click } from '../domain/click.ts'
import type { DenialForm } from '../domain/denial-form.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import { type OpeningOneParts, openAboutOne } from './open-about-one.ts'

export interface OpeningDenialParts extends OpeningOneParts {
  readonly forms: {
    openDenial(form: DenialForm, trigger: string): Promise<SlackAnswer>
  }
}

/** With `trigger`, Slack lets us open a form within 3 s. `entry` is what the click is about; null if that is unknown. */
export function openDenial(
  parts: OpeningDenialParts,
  click: Click,
  entry: CardEntry | null,
  trigger: string,
): Promise<void> {
  return openAboutOne(parts, click, entry, ({ signUp, round, pool }) => {
    const { denyReasons: reasons } = pool
    const onDeny = round.origin?.kind === 'let-in' ? 'keep-disabled' : pool.onDeny
    return {
      answer: { kind: 'deny-form', roundId: round.id, onDeny, reasons },
      open: () => parts.forms.openDenial({ clickId: click.id, pool, signUp, onDeny, reasons }, trigger),
    }
  })
}
