// The rows once all is calm: nothing claimed, nothing being posted, every card drawn as its rows are.
import type { Evidence } from '../world/evidence.ts'

/** What is left to do, a sentence each. */
export function judgeRows({ rows, pools }: Evidence): readonly string[] {
  const configured = new Set(pools.map(({ id }) => id))
  const versions = new Map(rows.rounds.map((round) => [round.id, round.version]))
  const live = new Map(
    rows.messages
      .filter(({ gone_at, pool_id }) => gone_at === null && configured.has(pool_id))
      .map((message) => [message.id, message]),
  )
  return [
    ...rows.rounds.filter(({ kind }) => kind === 'claimed').map(({ id }) => `Round ${id} is still claimed.`),
    ...[...live.values()].flatMap(({ id, ts, posting_id, drawer, version, drawn_version }) => [
      ...(posting_id === null ? [] : [`Message ${id} is still being posted.`]),
      ...(drawer === null ? [] : [`Message ${id} is still being drawn.`]),
      ...(ts === null ? [`Message ${id} is not posted yet.`] : []),
      ...(drawn_version < version ? [`Message ${id} shows ${drawn_version} of ${version}.`] : []),
    ]),
    ...rows.message_rounds
      .filter((row) => live.has(row.message_id) && row.drawn_version !== versions.get(row.round_id))
      .map(
        (row) =>
          `Message ${row.message_id} shows version ${row.drawn_version} of round ${row.round_id}, which is at ${versions.get(row.round_id)}.`,
      ),
  ]
}
