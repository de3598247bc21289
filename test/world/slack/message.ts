// A message with every version it ever had, and how Slack shows it to the app and to people.
import type { Block } from './block-kit/check-blocks.ts'
import { findButtons, type Usable } from './block-kit/find-elements.ts'
import { readWords } from './block-kit/read-words.ts'

/** What a message said from one moment on. */
export interface Version {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly at: Date
}

/** Who posted: a person, this app or another one. */
interface Author {
  readonly user: string
  readonly botId: string | undefined
  readonly appId: string | undefined
}

export interface Message {
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | undefined
  readonly author: Author
  readonly first: Version
  readonly edits: Version[]
  metadata: Readonly<Record<string, unknown>> | undefined
  deletedAt: Date | undefined
}

/** A message as a person sees it now. */
export interface SeenMessage {
  readonly channel: string
  readonly ts: string
  readonly threadTs: string | undefined
  readonly user: string
  readonly botId: string | undefined
  readonly appId: string | undefined
  /** The fallback text. */
  readonly text: string
  readonly blocks: readonly Block[]
  readonly metadata: Readonly<Record<string, unknown>> | undefined
  readonly edited: Date | undefined
  /** All text of the blocks, one line per block; the fallback text if there are none. */
  readonly words: string
  readonly buttons: readonly Usable[]
}

/** What the message says now. */
export function currentVersion(message: Message): Version {
  return message.edits.at(-1) ?? message.first
}

/** A copy that stays as it is when the message changes, as on a screen that wasn't refreshed. */
export function lookAt(message: Message): SeenMessage {
  const version = currentVersion(message)
  const { text, blocks } = version
  return {
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs,
    ...message.author,
    text,
    blocks,
    metadata: message.metadata,
    edited: message.edits.at(-1)?.at,
    ...readVersion(version),
  }
}

type Readable = Pick<SeenMessage, 'words' | 'buttons'>

/** A cache: a version never changes, and `waitFor` reads it again and again. */
const readBefore = new WeakMap<Version, Readable>()

/** What a person reads in it, and what they can press. */
export function readVersion(version: Version): Readable {
  const known = readBefore.get(version)
  if (known !== undefined) return known
  const { text, blocks } = version
  const readable = { words: blocks.length > 0 ? readWords(blocks) : text, buttons: findButtons(blocks) }
  readBefore.set(version, readable)
  return readable
}

/** The message as payloads and `conversations.history` carry it, with metadata only if asked for. */
export function describeMessage(
  message: SeenMessage,
  teamId: string,
  withMetadata: boolean,
): Record<string, unknown> {
  const { user, botId, appId, metadata, edited, threadTs } = message
  return {
    type: 'message',
    user,
    ts: message.ts,
    ...(botId === undefined ? {} : { bot_id: botId }),
    ...(appId === undefined ? {} : { app_id: appId }),
    text: message.text,
    team: teamId,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(edited === undefined
      ? {}
      : { edited: { user, ts: `${Math.floor(edited.getTime() / 1000)}.000000` } }),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
  }
}
