// Messages with a round that is not settled: found from the rounds that are open, not from all that was ever posted.
import type { Transact, Tx } from '../transaction.ts'
import { readAll } from './chunks.ts'
import { type StoredMessage, selectMessages, storedMessage } from './messages.ts'

/** Messages of these pools in that channel that are planned or live, and show an open round. Digests are nobody's, whose pool is empty. */
export async function readOpenMessages(
  transact: Transact,
  poolIds: readonly string[],
  channel: string,
): Promise<readonly StoredMessage[]> {
  const found = new Map<string, StoredMessage>()
  for (const poolId of poolIds) {
    const digests = poolId === '' ? await transact((tx) => readOpenDigests(tx, channel)) : []
    for (const digest of digests) found.set(digest.id, digest)
    for (const kind of ['waiting', 'claimed']) {
      await readAll<string>(async (last, limit) => {
        const { roundIds, messages } = await transact((tx) =>
          readPage(tx, { poolId, kind, channel, last: last ?? '', limit }),
        )
        for (const message of messages) found.set(message.id, message)
        return roundIds
      })
    }
  }
  return [...found.values()]
}

async function readPage(
  tx: Tx,
  page: { poolId: string; kind: string; channel: string; last: string; limit: number },
) {
  const rounds = await tx
    .selectFrom('rounds')
    .select('id')
    .where('pool_id', '=', page.poolId)
    .where('kind', '=', page.kind)
    .where('id', '>', page.last)
    .orderBy('id')
    .limit(page.limit)
    .execute()
  const roundIds = rounds.map(({ id }) => id)
  return {
    roundIds,
    messages: roundIds.length === 0 ? [] : await readShowingThese(tx, roundIds, page.channel),
  }
}

async function readShowingThese(tx: Tx, roundIds: readonly string[], channel: string) {
  const rows = await selectMessages(tx)
    .innerJoin('message_rounds', 'message_rounds.message_id', 'messages.id')
    .where('message_rounds.round_id', 'in', [...roundIds])
    .where('messages.channel', '=', channel)
    .where('messages.kind', 'in', ['planned', 'live'])
    .execute()
  return rows.map(storedMessage)
}

async function readOpenDigests(tx: Tx, channel: string): Promise<readonly StoredMessage[]> {
  const rows = await selectMessages(tx)
    .where('messages.pool_id', '=', '')
    .where('messages.shows', '=', 'digest')
    .where('messages.channel', '=', channel)
    .where('messages.kind', 'in', ['planned', 'live'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('rounds')
          .select('rounds.id')
          .whereRef('rounds.digest_id', '=', 'messages.id')
          .where('rounds.kind', 'in', ['waiting', 'claimed']),
      ),
    )
    .execute()
  return rows.map(storedMessage)
}
