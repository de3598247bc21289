// Who we are in Slack.
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'

export interface Identity {
  readonly botUserId: string
  readonly botId: string | null
  readonly teamId: string
  /** Ids of our workspace and, on Enterprise Grid, of our organisation: where our own people are from. */
  readonly homes: readonly string[]
}

const authTestFormat = z.object({
  user_id: z.string(),
  team_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
})

/** Rejects as the client does, and where the answer makes no sense. */
export async function askIdentity(client: WebClient): Promise<Identity> {
  const { user_id, team_id, bot_id, enterprise_id } = authTestFormat.parse(await client.auth.test())
  const homes = [team_id, ...(typeof enterprise_id === 'string' ? [enterprise_id] : [])]
  return { botUserId: user_id, botId: bot_id ?? null, teamId: team_id, homes }
}
