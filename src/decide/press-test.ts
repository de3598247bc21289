// A button of the doctor's test card: whoever presses it is told what it would have done, if they may decide. It changes nothing,
// so it is no click.
import type { Addressee, ClickEnd } from '../domain/click.ts'
import { mayDecideAtAll } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { TestPress } from '../domain/request.ts'
import type { Clock } from '../shared/clock.ts'
import type { Authorise } from './authorise.ts'

export interface TestPressParts {
  readonly authorise: Authorise
  readonly pools: readonly Pool[]
  readonly clock: Clock
  /** Tells it privately, or gives up after a few tries: the person can press again. */
  answer(told: {
    readonly click: Addressee
    readonly end: ClickEnd
    readonly listed: readonly []
    readonly total: number
    readonly reads: readonly []
  }): Promise<void>
}

export async function pressTest(parts: TestPressParts, asked: TestPress): Promise<void> {
  const { by, channel, responseUrl, deliveryKey: id } = asked
  const click = { id, at: parts.clock.now(), by, channel, responseUrl }
  await parts.answer({ click, end: await endOf(parts, asked), listed: [], total: 0, reads: [] })
}

/** As on a card of the channel's pool. */
async function endOf({ authorise, pools }: TestPressParts, asked: TestPress): Promise<ClickEnd> {
  const { by, channel, request } = asked
  const pool = pools.find((one) => one.channel === channel)
  const answer = { kind: 'test-button', would: request.would, poolName: pool?.name ?? null } as const
  if (pool === undefined) return { kind: 'answered', answer }
  const verdict = await authorise(by, pool, mayDecideAtAll)
  if (verdict.kind === 'unchecked') return verdict
  return verdict.kind === 'may' ? { kind: 'answered', answer } : { kind: 'refused', because: verdict.because }
}
