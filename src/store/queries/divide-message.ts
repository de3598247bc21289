// A message that Slack refused for what it shows: divided into smaller ones, or drawn in its plainest form.
import { type Division, divided, dividedDigest } from '../../domain/divide-message.ts'
import type { Tx } from '../transaction.ts'
import { makePlain } from './message-versions.ts'
import { changeMessage, planMessage, roundsShownBy, type StoredMessage } from './messages.ts'

/** Of a message that is planned, or live but already closed. */
export async function divideMessage(
  tx: Tx,
  now: number,
  newId: () => string,
  message: StoredMessage,
): Promise<Division['kind']> {
  const division =
    message.shows !== 'cards'
      ? dividedDigest(message.isPlain)
      : divided(await roundsShownBy(tx, message.id), message.isPlain)
  if (division.kind === 'plainest') await makePlain(tx, message.id)
  if (division.kind !== 'divide') return division.kind
  const gone = await changeMessage(tx, message, { kind: 'gone', now: new Date(now) })
  if (gone === null) return 'keep'
  const { poolId, channel } = message
  for (const roundIds of division.parts)
    await planMessage(tx, now, { id: newId(), poolId, channel, shows: 'cards', roundIds })
  return 'divide'
}
