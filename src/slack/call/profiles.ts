// Members' profiles, remembered for at most 60 s.
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Profile } from '../../domain/person.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Urgency } from '../../shared/limit.ts'
import { UnreadableAnswer } from '../../shared/read-leniently.ts'
import { createMemory, type Memory } from '../../shared/remember.ts'
import { slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** How long a profile is remembered, in milliseconds. */
const profileLife = 60_000

/** How long it is remembered that Slack did not say, so that many clicks at once ask once; in milliseconds. */
const failureLife = 2000

const memberFormat = z.object({
  id: z.string().optional(),
  team_id: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  name: z.string().default(''),
  profile: z
    .object({
      email: z.string().optional(),
      phone: z.string().optional(),
      display_name: z.string().default(''),
      real_name: z.string().default(''),
    })
    .default({ display_name: '', real_name: '' }),
})

type Member = z.infer<typeof memberFormat>

/** Nobody is taken for one of ours on a guess. */
const userFormat = z.object({
  user: memberFormat.refine((user) => user.is_stranger || teamsOf(user).length > 0, { path: ['team_id'] }),
})

/** Slack leaves them out where they are false. Of any other value nobody knows what it means, so it proves nothing. */
const decisive = ['deleted', 'is_bot', 'is_stranger', 'is_restricted', 'is_ultra_restricted']

/** Slack's codes for a user whom our workspace does not know. */
export const notOurs: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible', 'users_not_found'])

/** By user id. A user whom our workspace does not know gets the profile of a stranger. */
export function createProfiles({
  slack,
  clock,
}: {
  readonly slack: SlackClient
  readonly clock: Clock
}): Memory<Profile> {
  const ask = async (userId: string, urgency: Urgency) => {
    try {
      return await askProfile(slack, userId, urgency)
    } catch (error) {
      const refusal = slackRefusal(error)
      if (refusal.kind === 'refused' && notOurs.has(refusal.error)) return strangerProfile(userId)
      throw error
    }
  }
  return createMemory(clock, profileLife, ask, failureLife)
}

/** Slack shows nothing about users of other workspaces, and they may not decide anyway. */
function strangerProfile(userId: string): Profile {
  const flags = { isGuest: false, isStranger: true, isDeactivated: false, isBot: false }
  return { userId, displayName: null, teamIds: [], ...flags, email: null, phone: null }
}

/** Rejects as the client does, and if the answer does not say what deciding needs. */
export async function askProfile(slack: SlackClient, userId: string, urgency: Urgency): Promise<Profile> {
  const ask = (web: WebClient) => web.users.info({ user: userId })
  const answer = await slack.call('users.info', urgency, ask, userId)
  return readProfile(slack, 'users.info', answer, userId)
}

/** Of a method that answers with a user; `userId` is who was asked for. Throws if the answer does not say what deciding needs. */
export function readProfile(slack: SlackClient, method: string, answer: unknown, userId?: string): Profile {
  const { user } = slack.read(method, userFormat, answer, decisive)
  const id = user.id ?? userId
  if (id === undefined) throw new UnreadableAnswer(`${method} did not say who this is`)
  return {
    userId: id,
    displayName: nameOf(user),
    teamIds: teamsOf(user),
    isGuest: user.is_restricted || user.is_ultra_restricted,
    isStranger: user.is_stranger,
    isDeactivated: user.deleted,
    isBot: user.is_bot,
    email: user.profile.email ?? null,
    phone: user.profile.phone ?? null,
  }
}

/** As Slack itself shows them. */
function nameOf({ name, profile }: Member): string | null {
  return [profile.display_name, profile.real_name, name].find((one) => one !== '') ?? null
}

function teamsOf({ team_id, enterprise_user }: Member): readonly string[] {
  return [...(team_id === undefined ? [] : [team_id]), ...(enterprise_user?.teams ?? [])]
}
