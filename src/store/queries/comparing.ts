// Which messages ought to be in a channel.
import type { StoreParts, Tx } from '../transaction.ts'

/** The part of the store that comparing with the channels works with. */
export function comparingLedger({ transact }: StoreParts) {
  return {
    /** Live messages there with a round that is not settled, and these pools' notices. */
    openIn: (channel: string, poolIds: readonly string[]) =>
      transact(async (tx) => {
        const rows = [...(await cardsIn(tx, channel)), ...(await noticesIn(tx, channel, poolIds))]
        return rows.flatMap(({ id: messageId, ts }) => (ts === null ? [] : [{ messageId, ts }]))
      }),
  }
}

/** Begins with the few rounds that are open, not with the many messages that were ever posted. */
function cardsIn(tx: Tx, channel: string) {
  return tx
    .selectFrom('rounds')
    .innerJoin('message_rounds', 'message_rounds.round_id', 'rounds.id')
    .innerJoin('messages', 'messages.id', 'message_rounds.message_id')
    .select(['messages.id', 'messages.ts'])
    .distinct()
    .where('rounds.kind', 'in', ['waiting', 'claimed'])
    .where('messages.channel', '=', channel)
    .where('messages.kind', '=', 'live')
    .execute()
}

async function noticesIn(tx: Tx, channel: string, poolIds: readonly string[]) {
  if (poolIds.length === 0) return []
  return tx
    .selectFrom('messages')
    .select(['id', 'ts'])
    .where('pool_id', 'in', [...poolIds])
    .where('shows', '=', 'held-back')
    .where('channel', '=', channel)
    .where('kind', '=', 'live')
    .execute()
}
