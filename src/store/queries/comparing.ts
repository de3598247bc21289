// Which messages ought to be in a channel.
import type { StoreParts } from '../transaction.ts'
import { placeOf } from './messages.ts'
import { readOpenMessages } from './open-messages.ts'

/** The part of the store that comparing with the channels works with. */
export function comparingLedger({ transact }: StoreParts) {
  return {
    /** These pools' live messages there with a round that is not settled, and the digests with one. */
    openIn: async (channel: string, poolIds: readonly string[]) => {
      const open = await readOpenMessages(transact, ['', ...poolIds], channel)
      return open.flatMap((message) => {
        const place = message.state.kind === 'live' ? placeOf(message) : null
        return place === null ? [] : [{ messageId: message.id, ts: place.ts }]
      })
    },
  }
}
