// ListUsers for an auditor: everybody in a pool, whatever their status, beside the bot that uses the same quota.
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPage } from '../domain/user-page.ts'
import { uncounted } from '../shared/called.ts'
import type { Clock } from '../shared/clock.ts'
import { everyPage, unbounded } from '../shared/every-page.ts'
import type { Log } from '../shared/log.ts'
import type { OutboundProxy } from '../shared/outbound-proxy.ts'
import { createOddNotes } from '../shared/read-leniently.ts'
import { again, done, retry } from '../shared/retry.ts'
import { createClients } from './create-clients.ts'
import { listProblem } from './errors.ts'
import { callTimeout, inTime } from './in-time.ts'
import { createCognitoLimits } from './limits.ts'
import { readUserPage } from './read-user-page.ts'

interface Parts {
  readonly pools: readonly { readonly id: string; readonly region: string }[]
  readonly proxy: OutboundProxy | null
  readonly clock: Clock
  readonly log: Log
}

/** So that three of these together stay within what the bot takes for itself. */
const share = 3

const trying = { tries: 6, pause: { first: 1000, most: 15_000 } }

/** Yields page after page. Throws AWS's own error if Cognito refuses, or gives no answer for long. */
export function createEverybody({ pools, proxy, clock, log }: Parts) {
  const clientOf = createClients({ pools, proxy, log, called: uncounted })
  const limits = createCognitoLimits(share, log)
  const odd = createOddNotes(log)('ListUsers')

  return (poolId: string): AsyncGenerator<UserPage> => {
    const { client, region } = clientOf(poolId)
    const read = async (token: string | null): Promise<UserPage> => {
      const page = token === null ? {} : { PaginationToken: token }
      const command = new ListUsersCommand({ UserPoolId: poolId, Limit: 60, ...page })
      const send = () => inTime(callTimeout, (abortSignal) => client.send(command, { abortSignal }))
      const answer = await retry<UserPage>({ clock, ...trying }, async (number) => {
        try {
          const sent = await limits.limitOf('UserList', region).schedule('background', send)
          return done(readUserPage(poolId, sent, odd))
        } catch (error) {
          if (listProblem(error) !== null || number === trying.tries) throw error
          return again()
        }
      })
      if (answer === null) throw new Error('No answer')
      return answer
    }
    return everyPage(read, unbounded)
  }
}
