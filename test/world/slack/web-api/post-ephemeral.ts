// chat.postEphemeral: a message for one person in a channel.
import { z } from 'zod'
import { isInChannel } from '../channel.ts'
import type { Records } from '../records.ts'
import { type Answerer, refuse } from './answer.ts'
import { reachChannel } from './reach-channel.ts'
import { readArguments, words } from './read-arguments.ts'
import { readContent } from './read-content.ts'

const wanted = z.looseObject({ channel: words, user: words })

/** chat.postEphemeral; its reader must be in the channel. */
export function postEphemeral(records: Records): Answerer {
  return (given) => {
    const read = readArguments(wanted, given)
    if (read.kind === 'refused') return read.answer
    const reached = reachChannel(records, read.args.channel)
    if (reached.kind === 'refused') return refuse(reached.error)
    if (!records.members.has(read.args.user) || !isInChannel(reached.channel, read.args.user)) {
      return refuse('user_not_in_channel')
    }
    const content = readContent(given, 40_000)
    if (content.kind === 'refused') return refuse(content.error, content.messages)
    const ts = records.nextTs()
    records.ephemerals.push({
      user: read.args.user,
      channel: reached.channel.id,
      ts,
      way: 'chat.postEphemeral',
      versions: [{ text: content.text, blocks: content.blocks, at: records.now() }],
      deletedAt: undefined,
    })
    records.changed('ephemeral')
    return { ok: true, message_ts: ts }
  }
}
