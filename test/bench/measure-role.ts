// Measures what an approver role costs a click whose session in AWS is open: one Countersign with a role, one without, in turn.
import { setTimeout as sleep } from 'node:timers/promises'
import { startSts } from '../world/sts/start-sts.ts'
import { awaitCards, signUp } from './cards.ts'
import { blockMs, clicksInBlock, timeClick } from './measure-clicks.ts'
import { type RunningSide, startSide } from './open-side.ts'

const role = 'arn:aws:iam::123456789012:role/approver'

/** Milliseconds from each click to its result on the card. */
export interface MeasuredRole {
  readonly inSession: readonly number[]
  readonly without: readonly number[]
  /** How many sessions were opened. */
  readonly sessions: number
}

/** The first block opens the session and counts for nothing. */
export async function measureRole(blocks: number): Promise<MeasuredRole> {
  const sts = await startSts()
  sts.addRole(role)
  const environment = { POLL_INTERVAL: '1s' }
  const asRole = { APPROVER_ROLE_ARN: role, AWS_ENDPOINT_URL_STS: sts.endpoint }
  const sides = await Promise.all([
    startSide({ name: 'countersign', environment: { ...environment, ...asRole } }),
    startSide({ name: 'countersign', environment }),
  ])
  const [inSession, without]: [number[], number[]] = [[], []]
  try {
    await measureBlock(sides, [[], []])
    for (let block = 0; block < blocks; block += 1) {
      const pause = sleep(blockMs)
      await measureBlock(sides, [inSession, without])
      await pause
    }
    return { inSession, without, sessions: sts.sessions.length }
  } finally {
    await Promise.all([...sides.map((side) => side.close()), sts.stop()])
  }
}

type Pair<T> = readonly [T, T]

async function measureBlock(sides: Pair<RunningSide>, times: Pair<number[]>): Promise<void> {
  const cards = await Promise.all(sides.map((side) => awaitCards(side, signUp(side, clicksInBlock))))
  for (let turn = 0; turn < clicksInBlock; turn += 1)
    for (const [place, side] of sides.entries())
      times[place]?.push((await timeClick(side, 0, cards[place]?.[turn])).result)
}
