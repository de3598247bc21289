// The rows once all is calm: nothing claimed, nothing being posted, every card drawn as its rows are.
import type { Evidence } from '../world/evidence.ts'

/** What is left to do, a sentence each. */
export function judgeRows({ rows, pools }: Evidence): readonly string[] {
  const configured = new Set(pools.map(({ id }) => id))
  const versions = new Map(rows.rounds.map((round) => [round.id, round.version]))
  const live = new Map(
    rows.messages
      .filter(({ kind, pool_id }) => kind !== 'gone' && configured.has(pool_id))
      .map((message) => [message.id, message]),
  )
  return [
    ...rows.rounds.filter(({ kind }) => kind === 'claimed').map(({ id }) => `Round ${id} is still claimed.`),
    ...[...live.values()].flatMap(({ id, kind, state, version }) => [
      ...(kind === 'posting' ? [`Message ${id} is still being posted.`] : []),
      ...(kind === 'planned' ? [`Message ${id} is not posted yet.`] : []),
      ...(state.drawing == null ? [] : [`Message ${id} is still being drawn.`]),
      ...(drawnVersion(state) < version ? [`Message ${id} shows ${drawnVersion(state)} of ${version}.`] : []),
    ]),
    ...rows.message_rounds.flatMap(({ message_id, round_id }) => {
      const message = live.get(message_id)
      const drawn = message?.state.drawn?.rounds[round_id] ?? 0
      if (message === undefined || drawn === versions.get(round_id)) return []
      return [
        `Message ${message_id} shows version ${drawn} of round ${round_id}, which is at ${versions.get(round_id)}.`,
      ]
    }),
  ]
}

function drawnVersion({ drawn }: Evidence['rows']['messages'][number]['state']): number {
  return drawn?.version ?? -1
}
