// Reminders: one message in a channel about sign-ups that wait for longer than their pool's `remind_after`.
import { z } from 'zod'
import type { CardEntry } from './card-entry.ts'

/** The shortest time between two reminders in a channel, in milliseconds. */
export const reminderPause = 4 * 60 * 60_000

/** How many a reminder names. The others are counted. */
export const mostReminded = 5

/** How long reminders do not mention a group that one has mentioned, in milliseconds: a day, less what clocks and turns differ. */
export const reminderMentionPause = 22 * 60 * 60_000

/** What a reminder says that no other row does: how many waited whom it does not name, when it was planned. */
export const reminderFactsFormat = z.object({ more: z.number() }).readonly()

export type ReminderFacts = z.infer<typeof reminderFactsFormat>

/** Whether somebody still has to decide about it. */
export function isUndecided({ round }: CardEntry): boolean {
  return round.state.kind !== 'settled'
}

const day = 24 * 60 * 60_000

/**
 * Whether a channel may get the next one. `last` is when the last was planned; null if none was. One that was planned more
 * than a day from now was planned by a clock that was wrong.
 */
export function isReminderDue(now: Date, last: Date | null): boolean {
  if (last === null) return true
  const passed = now.getTime() - last.getTime()
  return passed >= reminderPause || passed < -day
}
