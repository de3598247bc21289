// Keeps what App Home shows up to date for those who look at it, and takes away what nobody looks at any more.
import type { EvidenceRules } from '../domain/evidence.ts'
import type { HomeLook, PublishedHome } from '../domain/home.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Tasks } from '../shared/tasks.ts'
import { createHomeShowing, looksAt, type ShowingHomeParts } from './show-home.ts'

export interface HomesParts extends ShowingHomeParts {
  readonly ledger: ShowingHomeParts['ledger'] & {
    /** They did something in App Home. */
    noteHomeSeen(userId: string): Promise<void>
    /** All that is published, what was read longest ago first, and when a round changed last. */
    publishedHomes(): Promise<{
      readonly homes: readonly PublishedHome[]
      readonly changedAt: Date | null
      readonly now: Date
    }>
    /** Counts the warnings about some of those who wait in a pool of whom nobody has counted them. Returns of how many. */
    countWarnings(poolId: string, rules: EvidenceRules): Promise<number>
  }
  readonly pools: readonly Pool[]
  readonly tasks: Pick<Tasks, 'start'>
  /** Aborted when the process stops: nothing new begins. */
  readonly signal: AbortSignal
}

export interface Homes {
  /** They opened App Home, or turned to something else. None of these waits until it is shown. */
  look(person: Person, look: HomeLook): void
  /** They pressed something there that is a request of its own. */
  used(person: Person): void
  /** Something that they asked for has ended. */
  acted(person: Person): void
  /** These people have left a group. */
  left(userIds: readonly string[]): void
  /** A group has changed: who may decide is asked anew, as soon as Slack's new answer is known. */
  groupChanged(): void
  /** A loop's turn, in the leading process. */
  keep(signal: AbortSignal): Promise<void>
}

/** The interval of the loop, and between two renewals for one person; in milliseconds. */
export const keepHomesEvery = 5000

/** How often the rights of somebody who looks are asked for, and of others; in milliseconds. */
const checkEvery = { looking: 60_000, others: 60 * 60_000 } as const

/** How long nobody has to look until it is put away, in milliseconds. */
const putAwayAfter = 24 * 60 * 60_000

/** A change counts as unread for so long after it was read: it may have been committed late. In milliseconds. */
const commitsWithin = 5000

/** How soon after Slack said that a group changed its members are known, in milliseconds. */
const membersKnownWithin = 11_000

/** How many are read in one turn. */
const mostRead = 10

/** How often some warnings are counted in one turn. */
const mostCounts = 50

export function createHomes(parts: HomesParts): Homes {
  const { ledger, tasks, clock, pools, signal } = parts
  const showing = createHomeShowing(parts)
  const start = (work: () => Promise<void>) => {
    if (!signal.aborted) tasks.start('home', work)
  }
  /** What was read before this process led may show what somebody may not see any more. */
  let leadsSince: Date | null = null
  let isGroupAwaited = false

  const isDue = (home: PublishedHome, changedAt: Date | null, now: Date) => {
    const readAt = home.readAt.getTime()
    const age = now.getTime() - readAt
    if (age < keepHomesEvery) return false
    if (leadsSince !== null && readAt < leadsSince.getTime()) return true
    if (!looksAt(home, now)) return age >= checkEvery.others
    const isBehind = changedAt !== null && changedAt.getTime() >= readAt - commitsWithin
    return isBehind || age >= checkEvery.looking
  }

  const countWarnings = async (turnSignal: AbortSignal) => {
    for (const pool of pools) {
      const rules = parts.evidenceRules(pool)
      for (let counts = 0; counts < mostCounts && !turnSignal.aborted; counts += 1)
        if ((await ledger.countWarnings(pool.id, rules)) === 0) break
    }
  }

  return {
    look: (person, look) => start(() => showing.show(person, { kind: 'asked', look })),
    used: ({ userId }) => start(() => ledger.noteHomeSeen(userId)),
    acted: (person) => start(() => showing.show(person, { kind: 'acted' })),
    left: (userIds) => {
      // Only the id is asked for, and written down by whoever published.
      for (const userId of userIds)
        start(() => showing.show({ userId, teamId: 'unknown' }, { kind: 'rights' }))
    },
    groupChanged: () => {
      if (isGroupAwaited) return
      isGroupAwaited = true
      start(async () => {
        await clock.sleep(membersKnownWithin, signal)
        isGroupAwaited = false
        const { homes } = await ledger.publishedHomes()
        for (const { person } of homes) start(() => showing.show(person, { kind: 'renewed' }))
      })
    },
    keep: async (turnSignal) => {
      const { homes, changedAt, now } = await ledger.publishedHomes()
      leadsSince ??= now
      const isOld = ({ seenAt }: PublishedHome) => now.getTime() - seenAt.getTime() >= putAwayAfter
      const idle = homes.filter(({ person }) => !showing.isRunning(person.userId))
      for (const home of idle.filter(isOld).slice(0, mostRead)) start(() => showing.putAway(home))
      const due = idle.filter((home) => !isOld(home) && isDue(home, changedAt, now))
      for (const { person } of due.slice(0, mostRead)) start(() => showing.show(person, { kind: 'renewed' }))
      if (homes.some((home) => looksAt(home, now))) await countWarnings(turnSignal)
    },
  }
}
