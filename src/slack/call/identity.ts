// Who we are in Slack.
import { z } from 'zod'
import type { SlackClient } from './slack-client.ts'

export interface Identity {
  readonly botUserId: string
  readonly botId: string | null
  /** Our own workspace. */
  readonly teamId: string
  /** The workspace's address, under which its messages can be opened; null if Slack did not say. */
  readonly url: string | null
}

/** What Slack says about a token. */
export interface Introduction {
  readonly identity: Identity
  /** What people type after an @ to mention the bot. */
  readonly botName: string
  /** Null if Slack did not say which are granted. */
  readonly scopes: readonly string[] | null
}

const authTestFormat = z.object({
  user: z.string().min(1).default('Countersign'),
  user_id: z.string(),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .catch(undefined),
  team_id: z.string(),
  bot_id: z.string().optional(),
  // The client's own: it puts the header x-oauth-scopes there.
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
})

/** Rejects as the client does, and if the answer can't be read. */
export async function askIdentity(slack: SlackClient): Promise<Introduction> {
  const answer = await slack.call('auth.test', 'background', (web) => web.auth.test())
  const { user, user_id, team_id, bot_id, url, response_metadata } = slack.read(
    'auth.test',
    authTestFormat,
    answer,
  )
  return {
    identity: { botUserId: user_id, botId: bot_id ?? null, teamId: team_id, url: url ?? null },
    botName: user,
    scopes: response_metadata?.scopes ?? null,
  }
}
