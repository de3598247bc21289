// chat.postMessage, chat.update, chat.delete: messages that everyone in the channel sees.
import { z } from 'zod'
import { currentVersion, describeMessage, lookAt, type Message, type Version } from '../message.ts'
import type { Records } from '../records.ts'
import { type Answer, type Answerer, refuse } from './answer.ts'
import { reachChannel, seeChannel } from './reach-channel.ts'
import { readArguments, words } from './read-arguments.ts'
import { readContent, readMetadata } from './read-content.ts'

const mostPosted = 40_000
const mostUpdated = 4000

const posted = z.looseObject({ channel: words, thread_ts: words.optional() })
const named = z.looseObject({ channel: words, ts: words })

/** chat.postMessage. */
export function postMessage(records: Records): Answerer {
  return (given) => {
    const read = readArguments(posted, given)
    if (read.kind === 'refused') return read.answer
    const reached = reachChannel(records, read.args.channel)
    if (reached.kind === 'refused') return refuse(reached.error)
    const content = readContent(given, mostPosted)
    if (content.kind === 'refused') return refuse(content.error, content.messages)
    const withMetadata = readMetadata(given['metadata'])
    if (withMetadata.kind === 'refused') return refuse(withMetadata.error)
    const { botId, botUserId, id: appId } = records.app
    const message: Message = {
      channel: reached.channel.id,
      ts: records.nextTs(),
      threadTs: read.args.thread_ts,
      author: { user: botUserId, botId, appId },
      first: { text: content.text, blocks: content.blocks, at: records.now() },
      edits: [],
      metadata: withMetadata.metadata,
      deletedAt: undefined,
    }
    records.messages.push(message)
    records.changed('message')
    return answerWith(records, message)
  }
}

/** chat.update: this app's messages only; text without blocks removes the blocks. */
export function updateMessage(records: Records): Answerer {
  return (given) => {
    const found = findOwnMessage(records, given, {
      ifArchived: 'is_inactive',
      ifForeign: 'cant_update_message',
    })
    if (found.kind === 'refused') return found.answer
    const content = readContent(given, mostUpdated)
    if (content.kind === 'refused') return refuse(content.error, content.messages)
    const read = readMetadata(given['metadata'])
    if (read.kind === 'refused') return refuse(read.error)
    const { text, blocks } = content
    editMessage(records, found.message, { text, blocks, at: records.now() })
    if (read.metadata !== undefined) found.message.metadata = read.metadata
    return answerWith(records, found.message)
  }
}

/** Gives a message a new version. */
export function editMessage(records: Records, message: Message, version: Version): void {
  message.edits.push(version)
  records.changed('message')
}

/** chat.delete: this app's messages only. */
export function deleteMessage(records: Records): Answerer {
  return (given) => {
    const found = findOwnMessage(records, given, {
      ifArchived: 'cant_delete_message',
      ifForeign: 'cant_delete_message',
    })
    if (found.kind === 'refused') return found.answer
    found.message.deletedAt = records.now()
    records.changed('message')
    return { ok: true, channel: found.message.channel, ts: found.message.ts }
  }
}

/** The message, unless it is deleted. */
export function findMessage(records: Records, channel: string, ts: string): Message | undefined {
  return records.messages.find(
    (message) => message.channel === channel && message.ts === ts && message.deletedAt === undefined,
  )
}

function findOwnMessage(
  records: Records,
  given: Readonly<Record<string, unknown>>,
  { ifArchived, ifForeign }: { readonly ifArchived: string; readonly ifForeign: string },
): { kind: 'found'; message: Message } | { kind: 'refused'; answer: Answer } {
  const read = readArguments(named, given)
  if (read.kind === 'refused') return read
  const channel = seeChannel(records, read.args.channel)
  if (channel === undefined) return { kind: 'refused', answer: refuse('channel_not_found') }
  if (channel.isArchived) return { kind: 'refused', answer: refuse(ifArchived) }
  const message = findMessage(records, channel.id, read.args.ts)
  if (message === undefined) return { kind: 'refused', answer: refuse('message_not_found') }
  if (message.author.appId !== records.app.id) return { kind: 'refused', answer: refuse(ifForeign) }
  return { kind: 'found', message }
}

function answerWith(records: Records, message: Message): Answer {
  const { channel, ts } = message
  const { text } = currentVersion(message)
  return { ok: true, channel, ts, text, message: describeMessage(lookAt(message), records.team.id, false) }
}
