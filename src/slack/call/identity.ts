// Who we are in Slack.
import { z } from 'zod'
import type { SlackClient } from './slack-client.ts'

export interface Identity {
  readonly botUserId: string
  readonly botId: string | null
  readonly teamId: string
  /** Ids of our workspace and, on Enterprise Grid, of our organisation: the home of our own members. */
  readonly homes: readonly string[]
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
  team_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  // The client's own: it puts the header x-oauth-scopes there.
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
})

/** Rejects as the client does, and if the answer can't be read. */
export async function askIdentity(slack: SlackClient): Promise<Introduction> {
  const answer = authTestFormat.parse(await slack.call('auth.test', 'background', (web) => web.auth.test()))
  const { user, user_id, team_id, bot_id, enterprise_id, response_metadata } = answer
  const homes = [team_id, ...(typeof enterprise_id === 'string' ? [enterprise_id] : [])]
  return {
    identity: { botUserId: user_id, botId: bot_id ?? null, teamId: team_id, homes },
    botName: user,
    scopes: response_metadata?.scopes ?? null,
  }
}
