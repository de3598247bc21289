// Checks the pools' channels: they exist, are open, have the bot in them, and are not shared outside.
import { z } from 'zod'
import { type ChannelCheck, type ChannelFacts, channelProblems } from '../../domain/channel.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Asking } from './ask-slack.ts'
import { slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** https://docs.slack.dev/reference/objects/conversation-object: what Slack leaves out proves nothing. */
const answerFormat = z.object({
  channel: z.object({
    name: z.string().nullable().catch(null),
    is_private: z.boolean().catch(false),
    is_archived: z.boolean().catch(false),
    is_member: z.boolean().catch(true),
    is_ext_shared: z.boolean().catch(false),
    is_pending_ext_shared: z.boolean().catch(false),
  }),
})

/** Makes the check of a channel while the bot runs. */
export function createChannelCheck(slack: SlackClient): (channel: string) => Promise<ChannelCheck> {
  return async (channel) => {
    try {
      return { kind: 'seen', facts: await readChannel(slack, channel) }
    } catch (error) {
      return slackRefusal(error)
    }
  }
}

/** Reports the problems of the pool's channel, including missing scopes. */
export async function checkChannel(
  asking: Asking & { readonly slack: SlackClient; readonly botName: string },
  pool: Pool,
): Promise<void> {
  const { slack, ask, report, needs, inconclusive, botName } = asking
  const reply = await ask('conversations.info', () => readChannel(slack, pool.channel))
  if (reply.kind === 'unanswered') return
  if (reply.kind === 'answered') {
    for (const problem of channelProblems(reply.answer)) report({ ...problem, pool, botName })
    return needs(scopesOf(reply.answer.isPrivate ? 'groups' : 'channels'))
  }
  if (reply.error === 'channel_not_found') return report({ kind: 'channel-unknown', pool, botName })
  // Without these scopes, Slack does not even say whether the channel is private.
  if (reply.error === 'missing_scope')
    return needs([...scopesOf('channels'), ...scopesOf('groups')], 'refused')
  inconclusive('conversations.info', reply.error)
}

function scopesOf(family: 'channels' | 'groups'): readonly string[] {
  return [`${family}:read`, `${family}:history`]
}

async function readChannel(slack: SlackClient, id: string): Promise<ChannelFacts> {
  const answer = await slack.call('conversations.info', 'background', (web) =>
    web.conversations.info({ channel: id }),
  )
  const { channel } = answerFormat.parse(answer)
  return {
    name: channel.name,
    isPrivate: channel.is_private,
    isArchived: channel.is_archived,
    hasBot: channel.is_member,
    isShared: channel.is_ext_shared,
    isPendingShared: channel.is_pending_ext_shared,
  }
}
