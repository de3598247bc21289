// A person, or another app, posts in a channel.
import { checkBlocks } from '../block-kit/check-blocks.ts'
import type { Records } from '../records.ts'
import { knowChannel, knowPerson } from './know-person.ts'

/** What is said; `appId` makes it another app's message. */
export interface Saying {
  readonly user: string
  readonly channel: string
  readonly text: string
  readonly blocks?: readonly unknown[] | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  readonly threadTs?: string | undefined
  readonly appId?: string | undefined
}

/** Posts it and returns the message's ts. */
export function makeSay(records: Records): (saying: Saying) => string {
  return ({ user, channel, text, blocks = [], metadata, threadTs, appId }) => {
    knowPerson(records, user)
    knowChannel(records, channel)
    const checked = checkBlocks(blocks, 'message')
    if (checked.kind === 'refused') throw new Error(checked.messages.join('\n'))
    const ts = records.nextTs()
    records.messages.push({
      channel,
      ts,
      threadTs,
      author: { user, appId, botId: appId?.replace('A', 'B') },
      first: { text, blocks: checked.blocks, at: records.now() },
      edits: [],
      metadata,
      deletedAt: undefined,
    })
    records.changed('message')
    return ts
  }
}
