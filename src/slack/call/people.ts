// Whoever clicked: their profile and whether the pool names them, as Slack says at this moment.
import { z } from 'zod'
import type { Profile } from '../../domain/person.ts'
import type { Pool } from '../../domain/pool.ts'
import type { People } from '../../domain/workspace.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Urgency } from '../../shared/limit.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { createMemory } from '../../shared/remember.ts'
import type { GroupMembers } from './group-members.ts'
import type { Identity } from './identity.ts'
import { slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'

/** How long a profile counts, in milliseconds. */
const profileLife = 60_000

const userFormat = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
    profile: z.object({ email: z.string().optional() }).default({}),
  }),
})

/** Slack's words for somebody whom our workspace does not know. */
export const notOurs: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible', 'users_not_found'])

export interface PeopleParts {
  readonly slack: SlackClient
  readonly identity: Identity
  readonly groups: GroupMembers
  readonly clock: Clock
  readonly log: Log
}

export function createPeople({ slack, identity, groups, clock, log }: PeopleParts): People {
  const known = createMemory(clock, profileLife, async (userId) => {
    try {
      return await askProfile(slack, userId, 'click')
    } catch (error) {
      const refusal = slackRefusal(error)
      if (refusal.kind === 'refused' && notOurs.has(refusal.error)) return strangerProfile(userId)
      throw error
    }
  })
  return {
    claimant: async (person, pool) => {
      const { homes } = identity
      if (!homes.includes(person.teamId)) {
        const profile = strangerProfile(person.userId)
        return { kind: 'known', claimant: { person, profile, homes, isApprover: false } }
      }
      try {
        const [profile, isApprover] = await Promise.all([
          known.get(person.userId),
          isNamed(groups, pool, person.userId),
        ])
        return { kind: 'known', claimant: { person, profile, homes, isApprover } }
      } catch (error) {
        log.warn(
          { flow: 'authorise', by: person.userId, pool: pool.id, ...errorFacts(error) },
          'Slack did not say who this is',
        )
        return { kind: 'unavailable' }
      }
    },
  }
}

/** Slack shows nothing of somebody who belongs elsewhere, and nothing needs to be asked about them. */
function strangerProfile(userId: string): Profile {
  const flags = { isGuest: false, isStranger: true, isDeactivated: false, isBot: false }
  return { userId, teamIds: [], ...flags, email: null }
}

/** Rejects as the client does, and where the answer makes no sense. */
export async function askProfile(slack: SlackClient, userId: string, urgency: Urgency): Promise<Profile> {
  const answer = await slack.call('users.info', urgency, (web) => web.users.info({ user: userId }))
  const { user } = userFormat.parse(answer)
  return {
    userId: user.id,
    teamIds: [...(user.team_id === undefined ? [] : [user.team_id]), ...(user.enterprise_user?.teams ?? [])],
    isGuest: user.is_restricted || user.is_ultra_restricted,
    isStranger: user.is_stranger,
    isDeactivated: user.deleted,
    isBot: user.is_bot,
    email: user.profile.email ?? null,
  }
}

/** One group that says yes is enough; where none does and one can't be read, nobody knows. */
async function isNamed(groups: GroupMembers, { approvers }: Pool, userId: string): Promise<boolean> {
  if (approvers.users.includes(userId)) return true
  const answers = await Promise.allSettled(approvers.groups.map((group) => groups.has(group, userId)))
  if (answers.some((answer) => answer.status === 'fulfilled' && answer.value)) return true
  const failed = answers.find((answer) => answer.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return false
}
