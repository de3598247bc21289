// ListUsers: page by page, or all users with a certain value of an attribute.
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { PoolUser } from '../domain/sign-up.ts'
import type { UserPage } from '../domain/user-page.ts'
import { everyPage } from '../shared/every-page.ts'
import type { Urgency } from '../shared/limit.ts'
import type { NoteOdd } from '../shared/read-leniently.ts'
import type { RegionClient } from './create-clients.ts'
import { callTimeout, inTime, lookUpTimeout } from './in-time.ts'
import type { CognitoLimits } from './limits.ts'
import { readUserPage } from './read-user-page.ts'

export type FindableAttribute = 'sub' | 'username' | 'email'

export interface ListingParts {
  readonly limits: CognitoLimits
  clientOf(poolId: string): RegionClient
  odd(from: string): NoteOdd
}

export function createUserLists({ limits, clientOf, odd }: ListingParts) {
  return {
    listUnconfirmed: (poolId: string, pageToken: string | null, urgency: Urgency): Promise<UserPage> =>
      readPage(poolId, 'cognito:user_status = "UNCONFIRMED"', pageToken, { urgency, timeout: callTimeout }),

    find: async (
      poolId: string,
      attribute: FindableAttribute,
      value: string,
      urgency: Urgency,
    ): Promise<readonly PoolUser[]> => {
      const filter = `${attribute} = "${filterValue(value)}"`
      const users: PoolUser[] = []
      const read = (token: string | null) =>
        readPage(poolId, filter, token, { urgency, timeout: lookUpTimeout })
      for await (const page of everyPage(read)) {
        if (page.unreadable > 0) throw new Error('Some of the users found could not be read')
        users.push(...page.users.filter((user) => isCalled(user, attribute, value)))
      }
      return users
    },
  }

  function readPage(
    poolId: string,
    filter: string,
    token: string | null,
    { urgency, timeout }: { readonly urgency: Urgency; readonly timeout: number },
  ): Promise<UserPage> {
    const { client, region } = clientOf(poolId)
    const page = token === null ? {} : { PaginationToken: token }
    const command = new ListUsersCommand({ UserPoolId: poolId, Filter: filter, Limit: 60, ...page })
    return limits
      .limitOf('UserList', region)
      .schedule(urgency, async () =>
        readUserPage(
          poolId,
          await inTime(timeout, (abortSignal) => client.send(command, { abortSignal })),
          odd('ListUsers'),
        ),
      )
  }
}

/** Guards against a list that ignores its filter. */
function isCalled(user: PoolUser, attribute: FindableAttribute, value: string): boolean {
  if (attribute === 'sub') return user.sub === value
  if (attribute === 'username') return user.userName.toLowerCase() === value.toLowerCase()
  return user.attributes['email']?.toLowerCase() === value.toLowerCase()
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
function filterValue(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}
