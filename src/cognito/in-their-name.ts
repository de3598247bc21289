// Calls that decide: in a pool with an approver role only in a session of whoever decides, and never with the bot's own credentials.
import type { Person } from '../domain/person.ts'
import { keyOf, type Sessions } from './approver-sessions.ts'
import type { Client, RegionClient } from './create-clients.ts'
import { awsError } from './errors.ts'
import { NotInTheirName } from './not-in-their-name.ts'
import { sessionProblemOf } from './role-errors.ts'

/** A call that decides about somebody of the pool. */
interface Acting {
  readonly poolId: string
  readonly by: Person
  /** Cognito's name of the call. */
  readonly call: string
}

/** Calls `send` once, or twice if the first session was no longer good. Rejects as `send` does, or with `NotInTheirName`. */
export type InTheirName = <T>(acting: Acting, send: (client: Client) => Promise<T>) => Promise<T>

interface NamingParts {
  readonly sessions: Sessions
  clientOf(poolId: string): RegionClient
}

export function createInTheirName({ sessions, clientOf }: NamingParts): InTheirName {
  return async ({ poolId, by, call }, send) => {
    const memory = sessions.get(poolId)
    if (memory === undefined) return send(clientOf(poolId).client)
    const sent = async (client: Client) => {
      try {
        return await send(client)
      } catch (error) {
        const problem = sessionProblemOf(awsError(error), call)
        throw problem === null ? error : new NotInTheirName(problem, error)
      }
    }
    const key = keyOf(by)
    const client = await memory.get(key)
    try {
      return await sent(client)
    } catch (error) {
      if (!(error instanceof NotInTheirName)) throw error
      // Whoever revokes a role's sessions makes AWS say of older ones that they may not do this: the next call gets a new one.
      await memory.drop(key, client)
      if (error.problem.kind !== 'role-session') throw error
    }
    return sent(await memory.get(key))
  }
}
