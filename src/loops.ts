// The loops: what runs again and again, at what interval, and what wakes it sooner.
import { type AuditChain, linkEvery } from './audit/keep-chain.ts'
import type { CardFlows } from './cards/card-flows.ts'
import { nudgeEvery } from './cards/nudge.ts'
import { approversEvery } from './cards/watch-approvers.ts'
import { watchEvery } from './cards/watch-channels.ts'
import { type Homes, keepHomesEvery } from './decide/keep-homes.ts'
import { keepSessionsEvery } from './decide/keep-sessions.ts'
import { lapseEvery } from './discover/lapse-old-sign-ups.ts'
import type { Pool } from './domain/pool.ts'
import { leadEvery } from './replicas/lead.ts'
import { noteProcessEvery } from './replicas/note-process.ts'
import type { Standing } from './replicas/standing.ts'
import { type Clock, unlessAborted } from './shared/clock.ts'
import type { Log } from './shared/log.ts'
import { type Loop, type LoopParts, startLoop, type Turn } from './shared/poll.ts'
import { createWake, type Wake } from './shared/wake.ts'
import { keepWarmEvery } from './slack/call/keep-warm.ts'
import type { Changes } from './store/postgres/changes.ts'

/** How often it is looked whether a channel has to be compared, in milliseconds. */
const compareEvery = 60_000

/** How often the clock is looked at by which old rows are forgotten, in milliseconds. */
const lookAtClockEvery = 10 * 60_000

/** Each joins flows to a loop that they don't know. */
export interface Wakes {
  readonly publish: Wake
  readonly draw: Wake
  /** Both of these. */
  readonly cards: () => void
  readonly warm: Wake
  /** A request was not taken. */
  readonly notTaken: Wake
  /** This process leads from now on. */
  readonly elected: Wake
  /** Slack said how many connections the app has. */
  readonly connected: Wake
}

export function createWakes(): Wakes {
  const [publish, draw] = [createWake(), createWake()]
  const cards = () => {
    publish()
    draw()
  }
  return {
    publish,
    draw,
    cards,
    warm: createWake(),
    notTaken: createWake(),
    elected: createWake(),
    connected: createWake(),
  }
}

export interface LoopsParts {
  readonly standing: Standing
  readonly wakes: Wakes
  /** Changes that other processes made in the store. */
  readonly changes: Changes
  readonly cards: CardFlows
  readonly pools: readonly Pool[]
  /** The interval between two polls of a pool, in milliseconds. */
  readonly pollInterval: number
  readonly clock: Clock
  readonly log: Log
  /** Makes the turn of a pool's poll. */
  discover(pool: Pool): () => Promise<unknown>
  /** Lets sign-ups lapse that have waited for too long. */
  lapse(signal: AbortSignal): Promise<void>
  /** Once a day, if the clock is steady. */
  forget(signal: AbortSignal): Promise<void>
  resume(isOwner: boolean): Promise<void>
  /** Ends requests that were not taken. */
  endNotTaken(): Promise<void>
  readonly keepWarm: Turn
  readonly noteProcess: Turn
  /** Renews the sessions of active approvers in AWS. */
  readonly keepSessions: Turn
  readonly homes: Pick<Homes, 'keep'>
  readonly auditChain: Pick<AuditChain, 'turn'>
  /** Does what follows a confirmation. */
  readonly steps: Turn
  readonly ledger: {
    /** Ends what is over by itself. Returns in how many rounds. */
    endOverdue(): Promise<number>
  }
}

export function startLoops(parts: LoopsParts): readonly Loop[] {
  const { standing, wakes, changes, cards, pools, clock, log } = parts
  const { lead } = standing
  const start = (loop: Omit<LoopParts, 'clock' | 'log'>, wake?: Wake) => {
    const started = startLoop({ ...loop, clock, log })
    wake?.subscribe(started.nudge)
    return started
  }
  /** A loop that only the leading process runs. */
  const startLed = (name: string, interval: number, turn: Turn, wake?: Wake) => {
    const led: Turn = async (signal) => (lead.isHeld() ? turn(signal) : undefined)
    const started = start({ name, interval, turn: led }, wake)
    wakes.elected.subscribe(started.nudge)
    return started
  }
  changes.subscribe(wakes.publish)
  changes.subscribe(wakes.draw)
  /** A poll may be abandoned at any point: the next one reads the rest. */
  const poll = (pool: Pool): Turn => {
    const turn = parts.discover(pool)
    return (signal) => unlessAborted(signal, turn())
  }
  /** Often, so that they end as soon as the store answers again. */
  const notTaken = { name: 'not-taken', interval: 1000, longestPause: 2000 }
  const leading = { name: 'lead', interval: leadEvery, longestPause: leadEvery, turn: lead.turn }
  return [
    ...(standing.kind === 'alone' ? [] : [start(leading)]),
    start({ name: 'doubts', interval: 2000, turn: cards.drawer.settleDoubts }),
    start({ ...notTaken, turn: parts.endNotTaken }, wakes.notTaken),
    startLed('retire', 10_000, cards.retire),
    startLed('publish', 2000, cards.publish, wakes.publish),
    startLed('draw', 2000, cards.drawer.redrawOutdated, wakes.draw),
    startLed('compare', compareEvery, (signal) => unlessAborted(signal, cards.compare())),
    startLed('end-overdue', 15_000, async () => {
      if ((await parts.ledger.endOverdue()) > 0) wakes.draw()
    }),
    startLed('nudge', nudgeEvery, (signal) => unlessAborted(signal, cards.nudge(signal))),
    startLed('lapse', lapseEvery, (signal) => unlessAborted(signal, parts.lapse(signal))),
    startLed('tell', 1000, cards.teller.tellAll),
    startLed('homes', keepHomesEvery, parts.homes.keep),
    startLed('steps', 1000, parts.steps),
    start({ name: 'audit-chain', interval: linkEvery, turn: parts.auditChain.turn }),
    startLed('resume', 10_000, () => parts.resume(false)),
    start({ name: 'watch-channels', interval: watchEvery, turn: cards.watch.turn }),
    start({ name: 'watch-approvers', interval: approversEvery, turn: cards.approvers.turn }),
    start({ name: 'keep-warm', interval: keepWarmEvery, turn: parts.keepWarm }, wakes.warm),
    start({ name: 'note-process', interval: noteProcessEvery, turn: parts.noteProcess }, wakes.connected),
    ...(pools.some(({ approverRole }) => approverRole !== null)
      ? [start({ name: 'keep-sessions', interval: keepSessionsEvery, turn: parts.keepSessions })]
      : []),
    startLed('forget', lookAtClockEvery, (signal) => unlessAborted(signal, parts.forget(signal))),
    ...pools.map((pool) => startLed(`discover ${pool.id}`, parts.pollInterval, poll(pool))),
  ]
}
