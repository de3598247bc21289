// conversations.info, conversations.members, conversations.open, conversations.history.
import { z } from 'zod'
import { describeChannel } from '../channel.ts'
import { describeMessage, lookAt } from '../message.ts'
import type { Records } from '../records.ts'
import { type Answerer, refuse } from './answer.ts'
import { openDirectMessage, seeChannel } from './reach-channel.ts'
import { flag, readArguments, words } from './read-arguments.ts'

/** conversations.info. */
export function describeConversation(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ channel: words }), given)
    if (read.kind === 'refused') return read.answer
    const channel = seeChannel(records, read.args.channel)
    if (channel === undefined) return refuse('channel_not_found')
    return { ok: true, channel: describeChannel(channel, records.team.id) }
  }
}

const page = z.looseObject({
  channel: words,
  cursor: words.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

/** conversations.members: a page at a time. */
export function listChannelMembers(records: Records): Answerer {
  return (given) => {
    const read = readArguments(page, given)
    if (read.kind === 'refused') return read.answer
    const { limit, cursor } = read.args
    const channel = seeChannel(records, read.args.channel)
    if (channel === undefined) return refuse('channel_not_found')
    const everyone = [...(channel.members === 'everyone' ? records.members.keys() : channel.members)]
    const begin = cursor === undefined || cursor === '' ? 0 : everyone.indexOf(cursor) + 1
    const members = everyone.slice(begin, begin + limit)
    const next_cursor = begin + limit < everyone.length ? (members.at(-1) ?? '') : ''
    return { ok: true, members, response_metadata: { next_cursor } }
  }
}

/** conversations.open: a direct message with one user; group conversations are not supported. */
export function openConversation(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ users: words }), given)
    if (read.kind === 'refused') return read.answer
    const member = records.members.get(read.args.users)
    if (member === undefined) return refuse('user_not_found')
    if (member.isDeactivated) return refuse('user_disabled')
    if (member.isBot) return refuse('cannot_dm_bot')
    return { ok: true, channel: { id: openDirectMessage(records, member.id).id } }
  }
}

const asked = z.looseObject({
  channel: words,
  cursor: words.optional(),
  oldest: words.default('0'),
  latest: words.default('Infinity'),
  inclusive: flag,
  limit: z.coerce.number().int().min(1).max(999).default(100),
  include_all_metadata: flag,
})

/** conversations.history: newest first, a page at a time; metadata only if asked for. */
export function readHistory(records: Records): Answerer {
  return (given) => {
    const read = readArguments(asked, given)
    if (read.kind === 'refused') return read.answer
    const { inclusive, limit, cursor } = read.args
    const oldest = Number(read.args.oldest)
    const latest = Number(read.args.latest)
    if (Number.isNaN(oldest)) return refuse('invalid_ts_oldest')
    if (Number.isNaN(latest)) return refuse('invalid_ts_latest')
    const channel = seeChannel(records, read.args.channel)
    if (channel === undefined) return refuse('channel_not_found')
    if (!channel.botIsMember) return refuse('not_in_channel')
    const before = cursor === undefined || cursor === '' ? Number.POSITIVE_INFINITY : readCursor(cursor)
    if (Number.isNaN(before)) return refuse('invalid_cursor')
    const found = records.messages
      .filter((message) => message.channel === channel.id && message.deletedAt === undefined)
      .filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts)
      .filter(({ ts }) => (inclusive ? Number(ts) >= oldest : Number(ts) > oldest))
      .filter(({ ts }) => (inclusive ? Number(ts) <= latest : Number(ts) < latest) && Number(ts) < before)
      .toReversed()
    const page = found.slice(0, limit)
    const hasMore = found.length > page.length
    const withMetadata = read.args.include_all_metadata
    return {
      ok: true,
      messages: page.map((message) => describeMessage(lookAt(message), records.team.id, withMetadata)),
      has_more: hasMore,
      pin_count: 0,
      ...(hasMore ? { response_metadata: { next_cursor: makeCursor(page.at(-1)?.ts ?? '') } } : {}),
    }
  }
}

function makeCursor(ts: string): string {
  return Buffer.from(`next_ts:${ts}`).toString('base64')
}

function readCursor(cursor: string): number {
  return Number(/^next_ts:(\d+\.\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1])
}
