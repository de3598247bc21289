// Which conversations the app can see, and in which it may post.
import { type Channel, makeDirectMessage, scopeFor } from '../channel.ts'
import type { Records } from '../records.ts'

/** The channel, unless the app can't know of it: an unknown id, or a private channel without the bot. */
export function seeChannel(records: Records, id: unknown): Channel | undefined {
  const channel = records.channels.get(String(id))
  return channel?.isPrivate && !channel.botIsMember ? undefined : channel
}

/** A call about this conversation needs one of these scopes. */
export function scopesFor(records: Records, id: unknown, what: 'read' | 'history'): string[] {
  const channel = seeChannel(records, id)
  if (channel !== undefined) return [scopeFor(channel, what)]
  return ['channels', 'groups', 'im', 'mpim'].map((kind) => `${kind}:${what}`)
}

/** The channel to post to, or Slack's reason why the app can't; a user id stands for their direct message. */
export function reachChannel(
  records: Records,
  id: string,
):
  | { readonly kind: 'reached'; readonly channel: Channel }
  | { readonly kind: 'refused'; readonly error: string } {
  const channel = records.members.has(id) ? openDirectMessage(records, id) : seeChannel(records, id)
  if (channel === undefined) return { kind: 'refused', error: 'channel_not_found' }
  if (channel.isArchived) return { kind: 'refused', error: 'is_archived' }
  const mayPost = channel.botIsMember || records.settings.scopes.includes('chat:write.public')
  return mayPost ? { kind: 'reached', channel } : { kind: 'refused', error: 'not_in_channel' }
}

/** The app's conversation with a user, opened on first use. */
export function openDirectMessage(records: Records, user: string): Channel {
  const open = [...records.channels.values()].find(({ imWith }) => imWith === user)
  if (open !== undefined) return open
  const channel = makeDirectMessage(user)
  records.channels.set(channel.id, channel)
  records.changed('channel')
  return channel
}
