// Private answers: every click's end is told, by its card or here, as soon as Slack takes it.

import { isToldByCard } from '../domain/click.ts'
import { bulkPatience, cardPatience } from '../domain/deadlines.ts'
import type { TellingLedger, UntoldClick } from '../domain/ledger.ts'
import type { Pool } from '../domain/pool.ts'
import type { PrivateAnswers } from '../domain/workspace.ts'
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { createPauses } from '../shared/pauses.ts'

export interface TellingParts {
  readonly ledger: TellingLedger
  /** How long a click's end is left to the process that carried it out, in milliseconds. */
  readonly othersPatience: number
  readonly answers: PrivateAnswers
  readonly clock: Clock
  readonly log: Log
  poolOf(poolId: string): Pool | null
}

export interface Teller {
  /** Tells the end of this click now. */
  tell(clickId: string): Promise<void>
  /** Tells what is still untold: the net under `tell`, and under cards that can't be drawn. */
  tellAll(): Promise<void>
}

export function createTeller(parts: TellingParts): Teller {
  const { ledger, clock } = parts
  const atWork = new Set<string>()
  /** For each list that is being read: what was told meanwhile, and may still stand there as untold. */
  const readings = new Set<Set<string>>()
  const pauses = createPauses(clock, { first: 1000, most: 15_000 })

  const tellOne = async (untold: UntoldClick) => {
    const { id } = untold.click
    if (atWork.has(id)) return
    atWork.add(id)
    try {
      if (!(await isTold(parts, untold))) return pauses.failed(id)
      await ledger.noteTold(id)
      for (const toldMeanwhile of readings) toldMeanwhile.add(id)
      pauses.succeeded(id)
    } finally {
      atWork.delete(id)
    }
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

  const isDue = ({ click, end, endedMsAgo }: UntoldClick) => {
    const byCard = click.bulkId === null ? cardPatience : bulkPatience
    const mostWait = isToldByCard(click, end) ? byCard : parts.othersPatience
    return endedMsAgo >= mostWait && !pauses.isPausing(click.id)
  }

  return {
    tell: async (clickId) => {
      await Promise.all((await readUntold(clickId)).map(tellOne))
    },
    tellAll: async () => {
      await Promise.all((await readUntold()).filter(isDue).map(tellOne))
    },
  }
}

/** False where it is to be tried again. */
async function isTold(
  { answers, log, poolOf }: TellingParts,
  { click, end, entry, listed, total }: UntoldClick,
): Promise<boolean> {
  const signUp = entry?.signUp ?? null
  const poolName = signUp === null ? null : (poolOf(signUp.poolId)?.name ?? signUp.poolId)
  const shown = listed.flatMap((one) => {
    const pool = poolOf(one.signUp.poolId)
    return pool === null ? [] : [{ ...one, pool }]
  })
  const result = await answers.tell({ click, end, signUp, poolName, listed: shown, total })
  if (result === 'try-later') return false
  const facts = { flow: 'tell', click: click.id, by: click.by.userId, end: end.kind }
  if (result === 'undeliverable') log.error(facts, 'Slack takes no private answer for this person')
  return true
}
