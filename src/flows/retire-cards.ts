// Cards that stand where no configured pool puts them any more: a pool has left, or its channel has changed.
import type { Limit } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import type { MessageLedger } from '../sign-up/ledger.ts'
import type { Pool } from '../sign-up/pool.ts'
import type { Cards } from '../sign-up/workspace.ts'

export interface RetiringParts {
  readonly ledger: MessageLedger
  readonly cards: Cards
  readonly pools: readonly Pool[]
  readonly turns: Limit
  readonly log: Log
}

/** Takes their buttons away. A round that still waits gets a new card where its pool's cards are now. */
export async function retireCards(
  { ledger, cards, pools, turns, log }: RetiringParts,
  signal: AbortSignal,
): Promise<void> {
  const places = pools.map(({ id, channel }) => ({ poolId: id, channel }))
  for (const { messageId, place } of await ledger.misplaced(places)) {
    if (signal.aborted) return
    if (place === null) {
      await ledger.noteGone(messageId)
      continue
    }
    const answer = await turns.schedule('background', () => cards.closeStray(place))
    if (answer.kind === 'rate-limited') turns.hold(answer.retryAfter)
    if (answer.kind !== 'done' && answer.kind !== 'refused') continue
    await ledger.noteGone(messageId)
    log.info(
      { flow: 'retire', message: messageId, channel: place.channel, answer: answer.kind },
      'a card was closed',
    )
  }
}
