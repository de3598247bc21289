// A clicker: their profile, and whether they are an approver of the pool, as Slack says at this moment.
import type { ClaimantAnswer } from '../../domain/may-decide.ts'
import type { Person, Profile } from '../../domain/person.ts'
import type { Pool } from '../../domain/pool.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import type { Memory } from '../../shared/remember.ts'
import type { GroupMembers } from './group-members.ts'
import type { Identity } from './identity.ts'
import { strangerProfile } from './profiles.ts'

export interface PeopleParts {
  readonly identity: Identity
  readonly profiles: Memory<Profile>
  readonly groups: Pick<GroupMembers, 'has'>
  readonly log: Log
}

export function createPeople({ identity, profiles, groups, log }: PeopleParts) {
  return {
    claimant: async (person: Person, pool: Pool): Promise<ClaimantAnswer> => {
      const { homes } = identity
      const needsEmail = !pool.allowsNoEmail
      if (!homes.includes(person.teamId)) {
        const profile = strangerProfile(person.userId)
        return { kind: 'known', claimant: { person, profile, homes, isApprover: false, needsEmail } }
      }
      try {
        const [profile, isApprover] = await Promise.all([
          profiles.get(person.userId),
          isNamed(groups, pool, person.userId),
        ])
        return { kind: 'known', claimant: { person, profile, homes, isApprover, needsEmail } }
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

/** One group that has them is enough. If none has and one can't be read, it is unknown. */
async function isNamed(
  groups: Pick<GroupMembers, 'has'>,
  { approvers }: Pool,
  userId: string,
): Promise<boolean> {
  if (approvers.users.includes(userId)) return true
  const answers = await Promise.allSettled(approvers.groups.map((group) => groups.has(group, userId)))
  if (answers.some((answer) => answer.status === 'fulfilled' && answer.value)) return true
  const failed = answers.find((answer) => answer.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return false
}
