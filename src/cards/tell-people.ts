// Private answers: tells every click's end that no card, form or bulk approval's message tells in time, and the private words.

import { masked } from '../domain/as-channel-sees.ts'
import type { CardEntry } from '../domain/card-entry.ts'
import {
  type Addressee,
  type ClickEnd,
  type Teller as FirstTeller,
  showsRightToDecide,
} from '../domain/click.ts'
import { bulkDeadline, cardDeadline } from '../domain/deadlines.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolRead } from '../domain/pool-read.ts'
import type { PrivateWord } from '../domain/private-word.ts'
import type { HistoryPage } from '../domain/sign-up-history.ts'
import type { Telling, Told } from '../domain/told.ts'
import type { Clock } from '../shared/clock.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Log } from '../shared/log.ts'
import { createPauses } from '../shared/pauses.ts'
import { again, done, retry } from '../shared/retry.ts'

/** What to tell, with the rows that the answer is drawn from. */
interface Answer {
  readonly click: Addressee
  readonly end: ClickEnd
  /** The sign-up that it is about; left out if there is none. */
  readonly entry?: CardEntry | null
  readonly listed: readonly CardEntry[]
  readonly total: number
  readonly lapsed?: number
  /** When each pool of a list was read. */
  readonly reads: readonly PoolRead[]
  /** Of the one that is listed; left out if it was not asked for. */
  readonly history?: HistoryPage
  readonly word?: PrivateWord | null
}

interface UntoldClick extends Answer {
  /** What is to be said besides what its teller has told; null if it has not. */
  readonly word: PrivateWord | null
  /** What should tell it. */
  readonly teller: FirstTeller
  readonly endedMsAgo: number
}

export interface TellingParts {
  readonly ledger: {
    /** Ended clicks whose end is still untold, or that need a private word; only `clickId`, if given. */
    untold(clickId?: string): Promise<readonly UntoldClick[]>
    noteTold(clickId: string): Promise<void>
    noteWordTold(clickId: string): Promise<void>
  }
  /** How long the leader leaves a click's end to the process that carried it out, in milliseconds. */
  readonly leftToOthers: number
  readonly answers: { tell(told: Told): Promise<Telling> }
  readonly clock: Clock
  readonly log: Log
  poolOf(poolId: string): Pool | null
}

export interface Teller {
  /** Tells the end of this click now. */
  tell(clickId: string): Promise<void>
  /** Tells all that is untold after its deadline, the safety net under `tell` and under cards that can't be drawn; and the private words. */
  tellAll(): Promise<void>
  /** Tells an answer that is not in the store, in a few tries. */
  answer(answer: Answer): Promise<void>
}

/** After that, the person has to ask again. */
const mostTries = 5

export function createTeller(parts: TellingParts): Teller {
  const { ledger, clock } = parts
  const inFlight = createInFlight()
  /** For each read of the untold under way: what was told meanwhile, and may be in its result all the same. */
  const readings = new Set<Set<string>>()
  const pause = { first: 1000, most: 15_000 }
  const pauses = createPauses(clock, pause)

  const tellOne = async (untold: UntoldClick) => {
    const { id } = untold.click
    await inFlight.unlessRunning(id, async () => {
      if (!(await isTold(parts, untold))) return pauses.failed(id)
      await (untold.word === null ? ledger.noteTold(id) : ledger.noteWordTold(id))
      for (const toldMeanwhile of readings) toldMeanwhile.add(id)
      pauses.succeeded(id)
    })
  }

  const readUntold = async (clickId?: string) => {
    const toldMeanwhile = new Set<string>()
    readings.add(toldMeanwhile)
    try {
      return (await ledger.untold(clickId)).filter(({ click }) => !toldMeanwhile.has(click.id))
    } finally {
      readings.delete(toldMeanwhile)
    }
  }

  const deadlineOf = (teller: FirstTeller) => {
    if (teller === 'private-answer') return parts.leftToOthers
    return teller === 'bulk' ? bulkDeadline : cardDeadline
  }
  const isDue = ({ click, teller, endedMsAgo, word }: UntoldClick) =>
    (word !== null || endedMsAgo >= deadlineOf(teller)) && !pauses.isPausing(click.id)

  return {
    tell: async (clickId) => {
      await Promise.all((await readUntold(clickId)).map(tellOne))
    },
    tellAll: async () => {
      await Promise.all((await readUntold()).filter(isDue).map(tellOne))
    },
    answer: async (answer) => {
      const tell = async () => ((await isTold(parts, answer)) ? done(true) : again())
      await retry({ clock, pause, tries: mostTries }, tell)
    },
  }
}

/** False if it has to be tried again. */
async function isTold(
  { answers, log, poolOf }: TellingParts,
  { click, end, entry = null, listed, total, lapsed = 0, reads, history, word = null }: Answer,
): Promise<boolean> {
  const pool = entry === null ? null : poolOf(entry.signUp.poolId)
  const poolName = entry === null ? null : (pool?.name ?? entry.signUp.poolId)
  // Who may not decide reads no more than the channel does.
  const visibility = showsRightToDecide(end) ? 'full' : (pool?.visibility ?? 'domain')
  const signUp = entry === null ? null : masked(entry.signUp, visibility)
  const shown = listed.flatMap((one) => {
    const pool = poolOf(one.signUp.poolId)
    return pool === null ? [] : [{ ...one, pool }]
  })
  const named = reads.map(({ poolId, ...read }) => ({ ...read, poolName: poolOf(poolId)?.name ?? poolId }))
  const result = await answers.tell({
    click,
    end,
    signUp,
    poolName,
    listed: shown,
    total,
    reads: named,
    ...(lapsed > 0 && { lapsed }),
    ...(history && { history }),
    word,
  })
  if (result === 'try-later') return false
  const facts = { flow: 'tell', click: click.id, by: click.by.userId, end: end.kind }
  if (result === 'undeliverable') log.error(facts, 'Slack takes no private answer for this person')
  return true
}
