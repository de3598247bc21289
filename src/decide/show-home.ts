// App Home: shows an approver who waits, and takes that away from whoever is none any more. Looking is no click.

import type { EvidenceRules } from '../domain/evidence.ts'
import {
  firstLook,
  type Home,
  type HomeFacts,
  type HomeLook,
  type HomePublishing,
  looksFor,
  overtaken,
  type PublishedHome,
} from '../domain/home.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Clock } from '../shared/clock.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Log } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import { again, done, retry } from '../shared/retry.ts'
import type { Allowed } from './answer-command.ts'

interface HomePool {
  readonly poolId: string
  readonly evidenceRules: EvidenceRules
}

export interface ShowingHomeParts {
  readonly ledger: {
    /** What these pools have for somebody who looks at them like this, and what was published for them last. */
    readHome(
      userId: string,
      pools: readonly HomePool[],
      look: HomeLook,
    ): Promise<{ readonly facts: HomeFacts; readonly published: PublishedHome | null; readonly readAt: Date }>
    /** Null if there is nothing of theirs to take away. */
    publishedHome(userId: string): Promise<PublishedHome | null>
    /** `isSeen` if they have just opened it, or did something there. */
    noteHome(home: Omit<PublishedHome, 'seenAt'>, isSeen: boolean): Promise<void>
    /** Unless something was published after that, if it is given. */
    forgetHome(userId: string, readAt?: Date): Promise<void>
  }
  readonly homes: {
    publish(
      userId: string,
      home: Home,
      before: Pick<PublishedHome, 'hash' | 'drawn'> | null,
      isRenewal: boolean,
    ): Promise<HomePublishing>
  }
  readonly clock: Clock
  readonly log: Log
  evidenceRules(pool: Pool): EvidenceRules
  /** The pools about which this person may decide; if none, why. Asks Slack, or knows it from less than a minute ago. */
  allowed(by: Person): Promise<Allowed>
}

/** Why it is to be shown. */
export type Showing =
  /** They opened it, or want to see something else. `look` is null for what they saw last, if that is known. */
  | { readonly kind: 'asked'; readonly look: HomeLook | null }
  /** They did something: shown if they have looked lately. */
  | { readonly kind: 'acted' }
  /** Their rights may have changed. */
  | { readonly kind: 'rights' }
  /** Something may have changed. */
  | { readonly kind: 'renewed' }

export interface HomeShowing {
  /** For one person, one at a time; what is asked for meanwhile is shown afterwards, once. */
  show(person: Person, why: Showing): Promise<void>
  /** Takes away what somebody has not looked at for long. */
  putAway(home: PublishedHome): Promise<void>
  isRunning(userId: string): boolean
}

const mostTries = 3

/** Of several reasons that come together, the first of these counts. */
const ranks: readonly Showing['kind'][] = ['asked', 'rights', 'acted', 'renewed']

export function createHomeShowing(parts: ShowingHomeParts): HomeShowing {
  const inFlight = createInFlight()
  /** Why each is to be shown next. */
  const wanted = new Map<string, Showing>()
  /** What Slack did not take is said once. */
  const complained = new Set<string>()
  /** Of whom Slack showed something else than the store knows of: the hash that the store knew then. */
  const lost = new Map<string, string>()
  const noteLost = (published: PublishedHome | null) => {
    if (published !== null && published.hash !== null) lost.set(published.person.userId, published.hash)
  }

  const publish = async (person: Person, home: Home, before: Before, isRenewal: boolean) => {
    const answer = await parts.homes.publish(person.userId, home, before, isRenewal)
    if (answer.kind !== 'refused' || answer.error === overtaken) return answer
    if (!complained.has(answer.error)) {
      complained.add(answer.error)
      const facts = { flow: 'home', by: person.userId, slackError: answer.error }
      parts.log.error(facts, 'Slack does not take what App Home is to show')
    }
    await parts.ledger.forgetHome(person.userId)
    return answer
  }

  /** Whatever else may be there. It is retried, because nothing else takes away what they may not see. */
  const replace = async (person: Person, home: Home): Promise<boolean> => {
    const pause = { first: 500, most: 5000 }
    const isOver = await retry({ clock: parts.clock, pause, tries: mostTries }, async () => {
      const answer = await publish(person, home, null, false)
      if (answer.kind === 'published') await parts.ledger.forgetHome(person.userId)
      return answer.kind === 'rate-limited' || answer.kind === 'no-answer'
        ? again(answer.kind === 'rate-limited' ? answer.retryAfter : 0)
        : done(true)
    })
    return isOver === true
  }

  const unlessLost = (published: PublishedHome | null): Before => {
    if (published === null) return null
    const { hash, drawn, person } = published
    return { drawn, hash: lost.get(person.userId) === hash ? null : hash }
  }

  const showPools = async (
    person: Person,
    pools: readonly Pool[],
    why: Showing,
    known: PublishedHome | null,
  ) => {
    const { userId } = person
    const isAsked = why.kind === 'asked'
    const look = (isAsked ? why.look : null) ?? known?.look ?? firstLook
    const asking = pools.map((pool) => ({ poolId: pool.id, evidenceRules: parts.evidenceRules(pool) }))
    const pause = { first: 500, most: 5000 }
    await retry({ clock: parts.clock, pause, tries: isAsked ? mostTries : 1 }, async () => {
      const { facts, published, readAt } = await parts.ledger.readHome(userId, asking, look)
      const before = unlessLost(published)
      const home = { kind: 'queue', pools, facts } as const
      const answer = await publish(person, home, before, why.kind === 'renewed')
      const note = (hash: string | null, drawn: string) =>
        parts.ledger.noteHome({ person, look: facts.look, hash, drawn, readAt }, isAsked)
      switch (answer.kind) {
        case 'published':
          lost.delete(userId)
          await note(answer.hash, answer.drawn)
          return done(null)
        case 'same':
          if (published !== null) await note(published.hash, published.drawn)
          return done(null)
        case 'later':
          return done(null)
        case 'refused':
          if (answer.error !== overtaken) {
            if (isAsked && isAboutView.test(answer.error)) await replace(person, { kind: 'failed' })
            return done(null)
          }
          // Somebody else has published: what they wrote down is read. If that does not come, it is replaced all the same.
          noteLost(published)
          return again()
        case 'rate-limited':
          return again(answer.retryAfter)
        case 'no-answer':
          // It may have been published: its hash is unknown.
          if (published !== null)
            await parts.ledger.noteHome({ ...published, hash: null, drawn: '' }, isAsked)
          return again()
        default:
          return never(answer)
      }
    })
  }

  const showNow = async (asked: Person, why: Showing) => {
    const known = await parts.ledger.publishedHome(asked.userId)
    const person = why.kind === 'asked' || known === null ? asked : known.person
    if (why.kind !== 'asked' && known === null) return
    if (why.kind === 'acted' && known !== null && !looksAt(known, parts.clock.now())) return
    const allowed = await parts.allowed(person)
    if (allowed.kind === 'may') return showPools(person, allowed.pools, why, known)
    if (allowed.end.kind === 'refused') {
      const isGone = await replace(person, { kind: 'withheld' })
      // As if it were read long ago, so that it is next.
      if (!isGone && known !== null) await parts.ledger.noteHome({ ...known, readAt: longAgo }, false)
      return
    }
    // Nothing is known against them: what is shown stays, unless they ask for more.
    if (why.kind === 'asked') await replace(person, { kind: 'unchecked' })
  }

  return {
    show: async (person, why) => {
      const { userId } = person
      const before = wanted.get(userId)
      if (before === undefined || ranks.indexOf(why.kind) <= ranks.indexOf(before.kind))
        wanted.set(userId, why)
      await inFlight.inSlot(userId, false, async (begin) => {
        if (!begin()) return
        const next = wanted.get(userId)
        wanted.delete(userId)
        if (next === undefined) return
        try {
          await showNow(person, next)
        } catch (error) {
          if (next.kind === 'asked') await parts.homes.publish(userId, { kind: 'failed' }, null, false)
          throw error
        }
      })
    },
    putAway: async (home) => {
      const { person, readAt } = home
      const answer = await publish(person, { kind: 'put-away' }, unlessLost(home), true)
      if (answer.kind === 'refused') noteLost(home)
      if (answer.kind === 'published') await parts.ledger.forgetHome(person.userId, readAt)
    },
    isRunning: inFlight.isRunning,
  }
}

const longAgo = new Date(0)

type Before = Pick<PublishedHome, 'hash' | 'drawn'> | null

/** Slack's codes for a view that it would take from nobody. */
const isAboutView = /^(invalid_|view_too_large)/

/** Whether they have opened it lately, or did something there. */
export function looksAt({ seenAt }: PublishedHome, now: Date): boolean {
  return now.getTime() - seenAt.getTime() < looksFor
}
