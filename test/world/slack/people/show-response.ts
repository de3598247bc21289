// Shows what an app answered a person: to them only, or to the whole channel.
import type { Way } from '../ephemeral.ts'
import type { Version } from '../message.ts'
import type { Records } from '../records.ts'

/** Shows a new message where the person clicked or typed. */
export function showResponse(
  records: Records,
  { user, channel }: { readonly user: string; readonly channel: string },
  { version, isPublic, way }: { readonly version: Version; readonly isPublic: boolean; readonly way: Way },
): void {
  const ts = records.nextTs()
  if (!isPublic) {
    records.ephemerals.push({ user, channel, ts, way, versions: [version], deletedAt: undefined })
    records.changed('ephemeral')
    return
  }
  const { botId, botUserId, id: appId } = records.app
  records.messages.push({
    channel,
    ts,
    threadTs: undefined,
    author: { user: botUserId, botId, appId },
    first: version,
    edits: [],
    metadata: undefined,
    deletedAt: undefined,
  })
  records.changed('message')
}
