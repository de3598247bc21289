// "Show more": the next page of a list, for the person who asked for the list. It changes nothing, so it is not written down.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Addressee, ClickEnd } from '../domain/click.ts'
import type { CommandAnswer } from '../domain/command.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { NextPage } from '../domain/request.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import type { Clock } from '../shared/clock.ts'
import { allowedPools } from './answer-command.ts'
import type { Authorise } from './authorise.ts'

interface Page {
  readonly offset: number
  readonly listed: readonly CardEntry[]
  readonly total: number
}

export interface ShowingParts {
  readonly ledger: {
    /** The answer to this click, if it was this person's command. */
    answerTo(clickId: string, by: Person): Promise<CommandAnswer | null>
    /** The page of those waiting in these pools that follows this round; null if the round is unknown. */
    pageAfter(poolIds: readonly string[], roundId: string): Promise<Page | null>
  }
  readonly storeId: string
  readonly authorise: Authorise
  readonly pools: readonly Pool[]
  readonly clock: Clock
  /** Tells it privately, or gives up after a few tries: the person can ask again. */
  answer(told: {
    readonly click: Addressee
    readonly end: ClickEnd
    readonly listed: readonly CardEntry[]
    readonly total: number
  }): Promise<void>
}

/** Authorises before it reads who waits. */
export async function showMore(parts: ShowingParts, more: NextPage): Promise<void> {
  const { by, channel, responseUrl, request } = more
  const click = { id: request.listId, at: parts.clock.now(), by, channel, responseUrl }
  await parts.answer({ click, ...(await findPage(parts, more)) })
}

async function findPage({ ledger, storeId, authorise, pools }: ShowingParts, { by, request }: NextPage) {
  if (isOfAnotherStore(storeId, request.listId)) return endedAs({ kind: 'other-store' })
  const before = await ledger.answerTo(request.listId, by)
  if (before?.kind !== 'list') return endedAs({ kind: 'expired' })
  const asked = pools.filter(({ id }) => before.poolIds.includes(id))
  const allowed = await allowedPools(authorise, by, asked)
  if (allowed.kind !== 'may') return endedAs(allowed.end)
  const poolIds = allowed.pools.map(({ id }) => id)
  const page = await ledger.pageAfter(poolIds, request.after)
  if (page === null) return endedAs({ kind: 'expired' })
  const { offset, listed, total } = page
  return { ...endedAs({ kind: 'answered', answer: { kind: 'list', poolIds, offset } }), listed, total }
}

function endedAs(end: ClickEnd) {
  return { end, listed: [], total: 0 }
}
