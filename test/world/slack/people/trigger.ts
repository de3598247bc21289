// The right to open a modal, which a click or a command gives the app for three seconds.
import { makeDigits, makeSecret } from '../ids.ts'
import type { Records } from '../records.ts'

const validForMs = 3000

/** A new trigger_id for what this user just did; in a modal, if its id is given. */
export function issueTrigger(records: Records, user: string, view?: string): string {
  const id = `${makeDigits(13)}.${makeDigits(12)}.${makeSecret(32)}`
  records.triggers.set(id, { user, view, at: records.now(), isUsed: false })
  return id
}

type Spent =
  /** `view` is the modal in which it was issued. */
  | { readonly kind: 'spent'; readonly user: string; readonly view: string | undefined }
  | { readonly kind: 'refused'; readonly error: string }

/** Uses up a trigger: returns its user, or Slack's error if it is not valid. */
export function spendTrigger(records: Records, id: string): Spent {
  const trigger = records.triggers.get(id)
  if (trigger === undefined) return { kind: 'refused', error: 'invalid_trigger_id' }
  if (trigger.isUsed) return { kind: 'refused', error: 'exchanged_trigger_id' }
  if (records.now().getTime() - trigger.at.getTime() > validForMs) {
    return { kind: 'refused', error: 'expired_trigger_id' }
  }
  trigger.isUsed = true
  return { kind: 'spent', user: trigger.user, view: trigger.view }
}
