// Who looks into a sign-up that waits: its card shows it for a while, so that no two people do the same work. It binds nobody.
import { z } from 'zod'
import { lookingTime } from './deadlines.ts'
import { type Person, personFormat } from './person.ts'
import { storedDate } from './stored-date.ts'

export const lookingFormat = z.object({ by: personFormat, since: storedDate, until: storedDate }).readonly()

export type Looking = z.infer<typeof lookingFormat>

/** What becomes of that while a round waits. Any decision ends it, too. */
export type LookingEvent =
  /** Whoever looked into it before is not shown any more. */
  | { readonly kind: 'look-into'; readonly by: Person; readonly now: Date }
  | { readonly kind: 'stop-looking'; readonly by: Person }
  /** The time is over for which it is shown. */
  | { readonly kind: 'end-looking'; readonly now: Date }

/** Who looks into it then; undefined if nobody does. Null if the event does not apply. */
export function advanceLooking(
  looking: Looking | undefined,
  event: LookingEvent,
): { readonly looking: Looking | undefined } | null {
  if (event.kind === 'look-into') return { looking: looksInto(looking, event.by, event.now) }
  if (looking === undefined) return null
  const isOver = event.kind === 'end-looking' ? looking.until <= event.now : isBy(looking, event.by)
  return isOver ? { looking: undefined } : null
}

/** Whoever says so again goes on for as long as others would. */
function looksInto(before: Looking | undefined, by: Person, now: Date): Looking {
  const goesOn = before !== undefined && isBy(before, by) && before.until > now
  return { by, since: goesOn ? before.since : now, until: new Date(now.getTime() + lookingTime) }
}

/** Whose approval is counted has looked. */
export function lookingAfterApproval(looking: Looking | undefined, by: Person): Looking | undefined {
  return looking !== undefined && isBy(looking, by) ? undefined : looking
}

function isBy(looking: Looking, { userId }: Person): boolean {
  return looking.by.userId === userId
}
