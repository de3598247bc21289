// How much may be forgotten in a day, so that a wrong clock can't empty the store.

const day = 24 * 60 * 60_000

/** How many of a table's rows may be forgotten in a day, however few it has. */
export const leastPerDay = 1000

/** So much of a table may be forgotten in a day at least: all of it in twenty days. */
const share = 1 / 20

/** What was forgotten of a table in the day that began at `since`, in milliseconds, and the most that may be. */
export interface ForgottenInDay {
  readonly since: number
  readonly rows: number
  readonly most: number
}

/**
 * The count for now: of the same day, or of one that begins. While the limit is reached day after day, it stays as high as
 * it was on the first, so that a backlog ends when it should, although the table shrinks.
 */
export function forgottenAt(now: number, before: ForgottenInDay | null): ForgottenInDay {
  // In either direction: the clock may have been set back.
  if (before !== null && Math.abs(now - before.since) < day) return before
  const isBehind = before !== null && before.rows >= before.most
  return { since: now, rows: 0, most: isBehind ? before.most : leastPerDay }
}

/**
 * For a table with so many rows. With a short retention, what is settled in a day is a large part of the table: twice as
 * much as leaves on an average day may always be forgotten, so that nothing stays for good. `retention` is in milliseconds.
 */
export function mostPerDay(rows: number, retention: number): number {
  return Math.max(leastPerDay, Math.ceil(rows * Math.min(1, Math.max(share, (2 * day) / retention))))
}

/** When the next day begins, in milliseconds. */
export function nextDay({ since }: ForgottenInDay): number {
  return since + day
}
