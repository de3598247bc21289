// Slack's limits: one per method, and for posting one per channel. https://docs.slack.dev/apis/web-api/rate-limits
import { createLimit, createLimits, type Limit, type Rate, shareOf } from '../../shared/limit.ts'

/** Calls per minute, a little below what Slack allows. `response_url` is not a method, but has a limit too. */
const callsPerMinute = {
  'auth.test': 90,
  'bots.info': 45,
  'chat.update': 45,
  'chat.delete': 45,
  'chat.postEphemeral': 90,
  'conversations.history': 45,
  'conversations.info': 45,
  'conversations.members': 45,
  'usergroups.list': 18,
  'usergroups.users.list': 18,
  'users.info': 90,
  'users.lookupByEmail': 45,
  'views.open': 90,
  'views.publish': 90,
  'views.push': 90,
  'views.update': 90,
  response_url: 120,
}

type LimitedMethod = keyof typeof callsPerMinute

/** What has its own limit: a method, `chat.postMessage` in one channel, and `chat.postMessage` to all people together. */
export type LimitedCall = LimitedMethod | { readonly postIn: string } | 'direct message'

/** Slack's name for what is called. */
export function methodOf(limited: LimitedCall): string {
  return typeof limited === 'object' || limited === 'direct message' ? 'chat.postMessage' : limited
}

/** Slack accepts about one message a second in a channel. */
const postsPerChannel: Rate = { calls: 1, per: 1050 }

/** How often one of so many processes may call a method. */
export function rateOf(method: LimitedMethod, processes: number): Rate {
  return shareOf({ calls: callsPerMinute[method], per: 60_000 }, processes)
}

/** Returns a call's limit, which so many processes share. */
export function createSlackLimits(processes: number): (limited: LimitedCall) => Limit {
  const postsIn = createLimits(postsPerChannel)
  const directMessages = createLimit(shareOf(postsPerChannel, processes))
  const methods = new Map<LimitedMethod, Limit>()
  return (limited) => {
    // Only the leading process posts cards, so this limit is not shared.
    if (typeof limited === 'object') return postsIn(limited.postIn)
    if (limited === 'direct message') return directMessages
    const limit = methods.get(limited) ?? createLimit(rateOf(limited, processes))
    methods.set(limited, limit)
    return limit
  }
}
