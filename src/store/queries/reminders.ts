// Reminders: when a channel's next one is planned, whom it names, and which ones a newer one replaces.
import type { Place } from '../../domain/card-view.ts'
import { isReminderDue, mostReminded, type ReminderFacts } from '../../domain/reminder.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import {
  changeMessage,
  placeOf,
  planMessage,
  type StoredMessage,
  selectMessages,
  storedMessage,
} from './messages.ts'
import { isTimeBelieved } from './noted-time.ts'
import { noteNudge, readNudge } from './nudge-times.ts'

/** A channel that may be reminded, and how long each of its pools lets a sign-up wait, in milliseconds. */
interface Remindable {
  readonly channel: string
  readonly pools: readonly { readonly poolId: string; readonly after: number }[]
  /** Whether it gets none at this time. Pure. */
  readonly isQuiet: (at: Date) => boolean
}

/** The part of the store that reminds. */
export function reminderLedger({ transact, newId }: StoreParts) {
  return {
    /** Plans the channel's next reminder, if it is due and somebody waits for too long. */
    planReminder: (place: Remindable): Promise<boolean> =>
      transact(async (tx, now) => {
        const { channel, isQuiet } = place
        if (isQuiet(new Date(now)) || !(await isTimeBelieved(tx, now))) return false
        const last = await readNudge(tx, 'reminder', channel)
        if (!isReminderDue(new Date(now), last?.at ?? null)) return false
        const { named, more } = await readOverdue(tx, now, place)
        if (named.length === 0) return false
        const earlier = await readReminders(tx, channel)
        // It may be in the channel already.
        if (earlier.some(({ state }) => state.kind === 'posting')) return false
        for (const message of earlier.filter(({ state }) => state.kind === 'planned'))
          await changeMessage(tx, message, { kind: 'gone', now: new Date(now) })
        const facts: ReminderFacts = { more }
        const roundIds = named.map(({ id }) => id)
        const plan = {
          id: newId(),
          poolId: '',
          channel,
          shows: 'reminder',
          roundIds,
          facts,
        } as const
        await planMessage(tx, now, plan)
        await noteNudge(tx, { kind: 'reminder', subject: channel, at: now })
        return true
      }),

    /** The channel's reminders that a newer one follows. */
    replacedReminders: (
      channel: string,
    ): Promise<readonly { readonly messageId: string; readonly place: Place }[]> =>
      transact(async (tx) => {
        const live = (await readReminders(tx, channel))
          .filter(({ state }) => state.kind === 'live')
          .toSorted((one, other) => other.plannedAt.getTime() - one.plannedAt.getTime())
        return live.slice(1).flatMap((message) => {
          const at = placeOf(message)
          return at === null ? [] : [{ messageId: message.id, place: at }]
        })
      }),
  }
}

/** Those that are not gone. */
async function readReminders(tx: Tx, channel: string): Promise<readonly StoredMessage[]> {
  const rows = await selectMessages(tx)
    .where('messages.pool_id', '=', '')
    .where('messages.shows', '=', 'reminder')
    .where('messages.channel', '=', channel)
    .where('messages.kind', 'in', ['planned', 'posting', 'live'])
    .execute()
  return rows.map(storedMessage)
}

/** Those who have waited for too long, the longest first, as many as a reminder names; and how many more there are. */
async function readOverdue(tx: Tx, now: number, { pools }: Remindable) {
  const named: { readonly id: string; readonly poolId: string; readonly openedAt: number }[] = []
  let all = 0
  for (const { poolId, after } of pools) {
    const overdue = tx
      .selectFrom('rounds')
      .where('pool_id', '=', poolId)
      .where('kind', '=', 'waiting')
      .where('opened_at', '<=', now - after)
    const rows = await overdue
      .select(['id', 'pool_id as poolId', 'opened_at as openedAt'])
      .orderBy('opened_at')
      .orderBy('id')
      .limit(mostReminded)
      .execute()
    const { count } = await overdue.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()
    named.push(...rows)
    all += Number(count)
  }
  const longest = named.toSorted((one, other) => one.openedAt - other.openedAt).slice(0, mostReminded)
  return { named: longest, more: all - longest.length }
}
