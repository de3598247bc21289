// A clicker: their profile, and whether they are an approver of the pool, as Slack says at this moment.
import type { Through } from '../../domain/entitlement.ts'
import { type Claimant, type ClaimantAnswer, whyNotAtAll } from '../../domain/may-decide.ts'
import type { Person, Profile } from '../../domain/person.ts'
import type { Pool } from '../../domain/pool.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import type { Memory } from '../../shared/remember.ts'
import type { GroupMembers } from './group-members.ts'
import type { Identity } from './identity.ts'
import { uncheckable } from './uncheckable.ts'

export interface PeopleParts {
  readonly identity: Identity
  readonly profiles: Memory<Profile>
  readonly groups: Pick<GroupMembers, 'find'>
  readonly log: Log
}

export function createPeople({ identity, profiles, groups, log }: PeopleParts) {
  /** Whoever may decide nothing anywhere learns nothing of the pool's groups. */
  const ask = async (userId: string, pool: Pool): Promise<Claimant> => {
    const named = findNamed(groups, pool, userId)
    named.catch(() => undefined)
    const profile = await profiles.get(userId)
    const claimant = { profile, workspace: identity.teamId, needsEmail: !pool.allowsNoEmail }
    return { ...claimant, through: whyNotAtAll(claimant) === null ? await named : null }
  }

  return {
    claimant: async (person: Person, pool: Pool): Promise<ClaimantAnswer> => {
      const facts = { flow: 'authorise', by: person.userId, pool: pool.id }
      try {
        return { kind: 'known', claimant: await ask(person.userId, pool) }
      } catch (error) {
        const conclusion = uncheckable(error)
        if (conclusion === null) {
          log.warn({ ...facts, ...errorFacts(error) }, 'Slack did not say who this is')
          return { kind: 'unavailable' }
        }
        const { because, word } = conclusion
        const group = 'group' in because ? because.group : undefined
        log.error({ ...facts, group, slackError: word }, 'nobody can be checked until this is fixed')
        return { kind: 'uncheckable', because }
      }
    },
  }
}

/**
 * Where the pool names them; null if it does not. One group that has them is enough. If none has and one can't be read, it is
 * unknown; and as long as asking again may help, nobody is sent to an operator.
 */
async function findNamed(
  groups: Pick<GroupMembers, 'find'>,
  { approvers }: Pool,
  userId: string,
): Promise<Through | null> {
  if (approvers.users.includes(userId)) return { kind: 'users' }
  const answers = await Promise.allSettled(approvers.groups.map((group) => findIn(groups, group, userId)))
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? (answer.value ?? []) : []))
  if (found[0] !== undefined) return found[0]
  const failures = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason)
  const [failure] = failures.toSorted((one, other) => rank(one) - rank(other))
  if (failure !== undefined) throw failure
  return null
}

async function findIn(
  groups: Pick<GroupMembers, 'find'>,
  group: string,
  userId: string,
): Promise<Through | null> {
  const membership = await groups.find(group, userId)
  return membership === null ? null : { kind: 'group', group, ...membership }
}

function rank(error: unknown): number {
  return uncheckable(error) === null ? 0 : 1
}
