// What Slack allows: one limit per method, and for posting one per channel. https://docs.slack.dev/apis/web-api/rate-limits
import { createLimit, createLimits, type Limit, shareOf } from '../../shared/limit.ts'

export interface SlackLimits {
  /** `chat.update` */
  readonly updates: Limit
  /** `chat.postMessage`, by channel. Only the process that leads posts, so it is not shared. */
  readonly postsIn: (channel: string) => Limit
  /** `chat.delete` */
  readonly deletions: Limit
  /** `conversations.history` */
  readonly histories: Limit
  /** `conversations.info` */
  readonly channelReads: Limit
  /** `usergroups.list` */
  readonly lists: Limit
  /** `usergroups.users.list` */
  readonly memberLists: Limit
  /** `users.info` */
  readonly profiles: Limit
  /** Posts to a response_url. */
  readonly responses: Limit
  /** `chat.postEphemeral` */
  readonly ephemerals: Limit
  /** `chat.postMessage` to people. */
  readonly directMessages: Limit
  /** `views.open` */
  readonly views: Limit
}

/** Slack takes about one message a second in a channel. */
const postsPerChannel = { calls: 1, per: 1050 }

/** A little below what Slack allows, shared by so many processes. */
export function createSlackLimits(processes: number): SlackLimits {
  const perMinute = (calls: number) => createLimit(shareOf({ calls, per: 60_000 }, processes))
  return {
    updates: perMinute(45),
    postsIn: createLimits(postsPerChannel),
    deletions: perMinute(45),
    histories: perMinute(45),
    channelReads: perMinute(45),
    lists: perMinute(18),
    memberLists: perMinute(18),
    profiles: perMinute(90),
    responses: perMinute(120),
    ephemerals: perMinute(90),
    directMessages: createLimit(shareOf(postsPerChannel, processes)),
    views: perMinute(90),
  }
}
