// A disk that becomes full while the bot runs: the log says so once, and once that there is room again.
import type { Clock } from '../shared/clock.ts'
import { CommitUnknown } from '../shared/commit-unknown.ts'
import { errorFacts, type Log } from '../shared/log.ts'
import { createChangeCounter } from './count-changes.ts'
import { isDiskFull } from './full-disk.ts'
import type { Transact, Tx } from './transaction.ts'

/** A small write may fit where a large one doesn't: so long, in milliseconds, none must have failed. */
const surelyOver = 60_000

export interface TellingFullDisk {
  /** The database's name, for the log. */
  readonly database: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** Transactions as before. That one was read shows nothing: a full disk can still be read. */
export function tellFullDisk(transact: Transact, { database, clock, log }: TellingFullDisk): Transact {
  let lastFullAt: number | null = null

  const noteFull = (error: unknown) => {
    if (lastFullAt === null)
      log.error(
        { flow: 'store', database, ...errorFacts(error) },
        'the disk is full: no click is accepted, and Slack shows that it failed, until you make room where the database is',
      )
    lastFullAt = clock.now().getTime()
  }
  const noteWritten = () => {
    if (lastFullAt === null || clock.now().getTime() - lastFullAt < surelyOver) return
    lastFullAt = null
    log.info({ flow: 'store', database }, 'the disk has room again: clicks are accepted')
  }
  return async (work, urgency, durability, isolation) => {
    const changes = createChangeCounter()
    try {
      const counting = (tx: Tx, now: number) => work(tx.withPlugin(changes.plugin), now)
      const result = await transact(counting, urgency, durability, isolation)
      if (changes.count() > 0n) noteWritten()
      return result
    } catch (error) {
      const reason = error instanceof CommitUnknown ? error.cause : error
      if (reason instanceof Error && 'code' in reason && isDiskFull(String(reason.code))) noteFull(reason)
      throw error
    }
  }
}
