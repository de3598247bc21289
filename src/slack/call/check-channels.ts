// Checks the pools' channels: they exist, are open, have the bot in them, and are not shared outside.
import { z } from 'zod'
import {
  type ChannelCheck,
  type ChannelFacts,
  type ChannelState,
  channelProblems,
} from '../../domain/channel.ts'
import type { Pool } from '../../domain/pool.ts'
import { channelScopes } from '../../domain/slack-scopes.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import { createMemory } from '../../shared/remember.ts'
import { type Asking, isUnknownMethod, type Reply } from './ask-slack.ts'
import { slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** https://docs.slack.dev/reference/objects/conversation-object: what Slack leaves out proves nothing. */
const answerFormat = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_private: z.boolean().default(false),
    is_archived: z.boolean().default(false),
    is_member: z.boolean().default(true),
    is_ext_shared: z.boolean().default(false),
    is_pending_ext_shared: z.boolean().default(false),
  }),
})

/** If these make no sense, it is unknown who reads the channel. */
const decisive = ['is_ext_shared', 'is_pending_ext_shared']

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

export interface ChannelParts extends Asking {
  readonly slack: SlackClient
  readonly botName: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * Makes the check of a pool's channel at the start. It reports the channel's problems, including missing scopes, and resolves
 * to what is known of it. Each channel is asked for once.
 */
export function createChannelChecks(parts: ChannelParts): (pool: Pool) => Promise<ChannelState> {
  const { slack, clock, ask } = parts
  const replies = createMemory(clock, Infinity, (channel) =>
    ask('conversations.info', () => readChannel(slack, channel)),
  )
  return async (pool) => judge(parts, pool, await replies.get(pool.channel))
}

function judge(parts: ChannelParts, pool: Pool, reply: Reply<ChannelFacts>): ChannelState {
  const { report, needs, inconclusive, botName, log } = parts
  if (reply.kind === 'unanswered') return { kind: 'unread' }
  if (reply.kind === 'answered') {
    const problems = channelProblems(reply.answer)
    for (const problem of problems) report({ ...problem, pool, botName })
    needs(channelScopes(reply.answer.isPrivate))
    if (!reply.answer.isPrivate && pool.visibility === 'full')
      log.warn(
        { flow: 'start', pool: pool.id, channel: pool.channel },
        'everybody in the workspace can read who signs up',
      )
    return { kind: 'seen', problems: problems.map(({ kind }) => kind) }
  }
  if (reply.error === 'channel_not_found') {
    report({ kind: 'channel-unknown', pool, botName })
    return { kind: 'seen', problems: ['channel-unknown'] }
  }
  // Without these scopes, Slack does not even say whether the channel is private.
  if (reply.error === 'missing_scope') needs([...channelScopes(false), ...channelScopes(true)], 'refused')
  else inconclusive('conversations.info', reply.error)
  return { kind: isUnknownMethod(reply.error) ? 'unaskable' : 'unread' }
}

async function readChannel(slack: SlackClient, id: string): Promise<ChannelFacts> {
  const answer = await slack.call('conversations.info', 'background', (web) =>
    web.conversations.info({ channel: id }),
  )
  const { channel } = slack.read('conversations.info', answerFormat, answer, decisive)
  return {
    name: channel.name ?? null,
    isPrivate: channel.is_private,
    isArchived: channel.is_archived,
    hasBot: channel.is_member,
    isShared: channel.is_ext_shared,
    isPendingShared: channel.is_pending_ext_shared,
  }
}
