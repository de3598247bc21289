// Once a day, if the clock can be believed: lets go what is older than the retention. After a jump, nothing for an hour.
import {
  type ClockNews,
  type ClockState,
  judgeFirstReading,
  judgeReading,
  type NotedTime,
} from '../domain/steady-clock.ts'
import type { Log } from '../shared/log.ts'
import { never } from '../shared/never.ts'

const day = 24 * 60 * 60_000

/** The store's time decides what is old: it is this machine's, or the database server's. */
interface TimeLedger {
  readTime(): Promise<{ readonly now: number; readonly noted: NotedTime | null }>
  noteTime(at: number, isSteady: boolean): Promise<void>
}

export interface SteadyForgettingParts {
  readonly ledger: TimeLedger
  /** In milliseconds. */
  readonly retention: number
  /** A clock that only ever goes on, in milliseconds. */
  elapsed(): number
  readonly log: Log
  /** Forgets all that is older. Resolves to when it may go on if it had to stop, otherwise to null. */
  forget(before: number, signal: AbortSignal): Promise<number | null>
}

/** Makes the loop's turn, which looks at the clock each time. */
export function createSteadyForgetting(parts: SteadyForgettingParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, retention, elapsed, log, forget } = parts
  let state: ClockState | null = null
  let nextAt = Number.NEGATIVE_INFINITY

  /** Null unless the clock is steady. */
  const readSteadyTime = async (): Promise<number | null> => {
    const { now, noted } = await ledger.readTime()
    const reading = { at: now, elapsed: elapsed() }
    const judged = state === null ? judgeFirstReading(reading, noted) : judgeReading(state, reading)
    state = judged.state
    tell(log, judged.news, now)
    await ledger.noteTime(now, state.isSteady)
    return state.isSteady ? now : null
  }
  return async (signal) => {
    const now = await readSteadyTime()
    if (now === null || elapsed() < nextAt) return
    // One moment for all of it, so that a clock that jumps meanwhile makes nothing older.
    const goesOn = await forget(now - retention, signal)
    nextAt = elapsed() + (goesOn === null ? day : Math.max(0, goesOn - now))
  }
}

function tell(log: Log, news: ClockNews, now: number): void {
  const clock = timeText(now)
  switch (news.kind) {
    case 'none':
      return
    case 'jumped':
      log.error(
        { flow: 'forget', clock, expected: timeText(news.expected) },
        'the clock has jumped by more than a day, so nothing old is deleted until it was steady for an hour: check the clock of this machine, or of the PostgreSQL server',
      )
      return
    case 'far-from-noted':
      log.warn(
        { flow: 'forget', clock, lastNoted: timeText(news.noted) },
        'the clock is more than a day away from when the store was last in use, so nothing old is deleted for an hour: if Countersign was not off for that long, check the clock of this machine, or of the PostgreSQL server',
      )
      return
    case 'not-yet-steady':
      log.warn(
        { flow: 'forget', clock },
        'the clock was not steady before this start, so nothing old is deleted for an hour: check the clock of this machine, or of the PostgreSQL server',
      )
      return
    case 'steady-again':
      log.info({ flow: 'forget', clock }, 'the clock was steady for an hour: old rows are deleted again')
      return
    default:
      never(news)
  }
}

function timeText(at: number): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? String(at) : time.toISOString()
}
