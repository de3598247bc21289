// "Show more": the next page of a list, for the person who asked for the list. It changes nothing, so it is not written down.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Addressee, ClickEnd } from '../domain/click.ts'
import type { CommandAnswer } from '../domain/command.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolRead } from '../domain/pool-read.ts'
import type { NextPage } from '../domain/request.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import type { Clock } from '../shared/clock.ts'
import { allowedPools } from './answer-command.ts'
import type { Authorise } from './authorise.ts'

interface Listed {
  readonly listed: readonly CardEntry[]
  readonly total: number
  readonly lapsed?: number
  readonly reads: readonly PoolRead[]
}

export interface ShowingParts {
  readonly ledger: {
    /** The answer to this click and who asked for it; null if it has no answer. */
    answerTo(clickId: string): Promise<{ readonly by: Person; readonly answer: CommandAnswer } | null>
    /** The page of those waiting in these pools that follows this round; null if the round is unknown. */
    pageAfter(
      poolIds: readonly string[],
      roundId: string,
    ): Promise<(Listed & { readonly offset: number }) | null>
  }
  readonly storeId: string
  readonly authorise: Authorise
  readonly pools: readonly Pool[]
  readonly clock: Clock
  /** Tells it privately, or gives up after a few tries: the person can ask again. */
  answer(told: Listed & { readonly click: Addressee; readonly end: ClickEnd }): Promise<void>
}

/** Authorises before it reads who waits. */
export async function showMore(parts: ShowingParts, more: NextPage): Promise<void> {
  const { by, channel, responseUrl, request } = more
  const click = { id: request.listId, at: parts.clock.now(), by, channel, responseUrl }
  await parts.answer({ click, ...(await findPage(parts, more)) })
}

async function findPage({ ledger, storeId, authorise, pools }: ShowingParts, { by, request }: NextPage) {
  if (isOfAnotherStore(storeId, request.listId)) return endedAs({ kind: 'other-store' })
  const asked = await ledger.answerTo(request.listId)
  if (asked !== null && asked.by.userId !== by.userId) return answered({ kind: 'list-of-another' })
  if (asked?.answer.kind !== 'list') return answered({ kind: 'list-unknown' })
  const { answer } = asked
  const allowed = await allowedPools(
    authorise,
    by,
    pools.filter(({ id }) => answer.poolIds.includes(id)),
  )
  if (allowed.kind !== 'may') return endedAs(allowed.end)
  const poolIds = allowed.pools.map(({ id }) => id)
  const page = await ledger.pageAfter(poolIds, request.after)
  if (page === null) return answered({ kind: 'list-unknown' })
  const { offset, ...listed } = page
  return { ...answered({ kind: 'list', poolIds, offset }), ...listed }
}

function answered(answer: CommandAnswer) {
  return endedAs({ kind: 'answered', answer })
}

function endedAs(end: ClickEnd): Listed & { readonly end: ClickEnd } {
  return { end, listed: [], total: 0, reads: [] }
}
