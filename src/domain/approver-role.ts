// The role in which a pool's decisions are made in AWS, in the name of whoever decides, and what may be in the way of that.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import type { Person } from './person.ts'
import type { Pool } from './pool.ts'

/** What kept a call from being made in an approver's name: nothing was done. STS is what AWS opens sessions with. */
export const roleProblemFormats = [
  /** STS opens no session, because somebody is not allowed to do this. It says the same of a role that does not exist. */
  z.object({ kind: z.literal('role-forbidden'), action: z.string() }),
  /** The session is open, and Cognito says that its role may not do this. */
  z.object({ kind: z.literal('role-lacks'), action: z.string() }),
  /** STS is switched off in the pool's region. */
  z.object({ kind: z.literal('role-region') }),
  /** STS did not accept the bot's own credentials. */
  z.object({ kind: z.literal('role-credentials'), name: z.string() }),
  /** STS refused for any other reason. */
  z.object({ kind: z.literal('role-refused'), name: z.string() }),
  /** Cognito accepted neither the session nor a new one. */
  z.object({ kind: z.literal('role-session'), name: z.string() }),
  z.object({ kind: z.literal('role-throttled') }),
  /** No usable answer of STS, or no connection. */
  z.object({ kind: z.literal('role-no-answer') }),
] as const

const roleProblemFormat = z.discriminatedUnion('kind', roleProblemFormats)

export type RoleProblem = Readonly<z.infer<typeof roleProblemFormat>>

/** Whether it may pass without anybody doing anything. */
export function mayPass({ kind }: RoleProblem): boolean {
  switch (kind) {
    case 'role-throttled':
    case 'role-no-answer':
      return true
    case 'role-forbidden':
    case 'role-lacks':
    case 'role-region':
    case 'role-credentials':
    case 'role-refused':
    case 'role-session':
      return false
    default:
      return never(kind)
  }
}

/** Whether there was a session, in which Cognito refused. */
export function isInSession({ kind }: RoleProblem): boolean {
  return kind === 'role-lacks' || kind === 'role-session'
}

/** How AWS's own trail names a session, and whoever it is for. */
export interface SessionNames {
  readonly name: string
  readonly sourceIdentity: string
}

/** What AWS takes in such a name, without the hyphen between our parts. */
const namePart = /^[\w+=,.@]+$/
const mostLetters = 64

/** Null if Slack's ids don't fit: a corrected name could be somebody else's. */
export function sessionNames({ teamId, userId }: Person): SessionNames | null {
  const names = { name: `cs-${teamId}-${userId}`, sourceIdentity: `slack-${teamId}-${userId}` }
  const isPlain = namePart.test(teamId) && namePart.test(userId)
  return isPlain && names.sourceIdentity.length <= mostLetters ? names : null
}

/** The name of the session in which this person's decisions about the pool are made; null if it has no role for that. */
export function roleSession({ approverRole }: Pick<Pool, 'approverRole'>, by: Person): string | null {
  return approverRole === null ? null : (sessionNames(by)?.name ?? null)
}
