// Counts the requests of each outsider in memory, before anything is written down for them.
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'

/** How many requests one outsider has in a minute. */
const mostPerMinute = 60

const minute = 60_000

/** How many outsiders are remembered at once; then whoever asked longest ago is forgotten. */
const mostPeople = 10_000

export interface CountingParts {
  /** As the membership was last read. Approvers are not counted. */
  isApprover(userId: string): boolean
  readonly clock: Clock
  readonly log: Log
}

export interface RequestCount {
  /** False if this person has used up their requests. Counts the request otherwise. */
  take(userId: string): boolean
}

export function createRequestCount({ isApprover, clock, log }: CountingParts): RequestCount {
  /** The requests of the last minute, by who asked most recently last. */
  const asked = new Map<string, { readonly at: readonly number[]; readonly isOver: boolean }>()

  const note = (userId: string, at: readonly number[], isOver: boolean) => {
    asked.delete(userId)
    asked.set(userId, { at, isOver })
    const [longestAgo] = asked.keys()
    if (asked.size > mostPeople && longestAgo !== undefined) asked.delete(longestAgo)
  }

  return {
    take: (userId) => {
      if (isApprover(userId)) return true
      const now = clock.now().getTime()
      const before = asked.get(userId)
      // A time that is still to come was noted before the clock was set back.
      const recent = (before?.at ?? []).filter((at) => at <= now && at > now - minute)
      const isLeft = recent.length < mostPerMinute
      if (!isLeft && before?.isOver !== true)
        log.warn({ flow: 'listen', by: userId }, 'somebody asks too often: not acknowledged for a while')
      note(userId, isLeft ? [...recent, now] : recent, !isLeft)
      return isLeft
    },
  }
}
