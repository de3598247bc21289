// ListUsers: page by page, or all users with a certain value of an attribute.
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { isSameMailbox } from '../domain/mailbox.ts'
import type { PoolUser } from '../domain/sign-up.ts'
import type { UserPage } from '../domain/user-page.ts'
import type { UserSearch } from '../domain/user-search.ts'
import { everyPage } from '../shared/every-page.ts'
import type { Urgency } from '../shared/limit.ts'
import type { NoteOdd } from '../shared/read-leniently.ts'
import type { RegionClient } from './create-clients.ts'
import { awsError, isNotAskable } from './errors.ts'
import { callTimeout, inTime, lookUpTimeout } from './in-time.ts'
import type { CognitoLimits } from './limits.ts'
import { readUserPage } from './read-user-page.ts'

/** A page holds up to 60 users: whoever finds more than three pages of them can't choose. */
const mostPages = 3

/** The same with those that are empty, as pages of Cognito may be before its list's end. */
const mostPagesInAll = 10

/** The longest filter that Cognito takes. */
const mostLetters = 256

/** Which users to search for: those with exactly this value of the attribute, whatever their status. */
export interface UserQuestion {
  readonly attribute: 'sub' | 'username' | 'email' | 'phone_number'
  readonly value: string
}

export interface ListingParts {
  readonly limits: CognitoLimits
  clientOf(poolId: string): RegionClient
  odd(from: string): NoteOdd
}

export function createUserLists({ limits, clientOf, odd }: ListingParts) {
  return {
    listUnconfirmed: (poolId: string, pageToken: string | null, urgency: Urgency): Promise<UserPage> =>
      readPage(poolId, 'cognito:user_status = "UNCONFIRMED"', pageToken, { urgency, timeout: callTimeout }),

    search: async (
      poolId: string,
      { attribute, value }: UserQuestion,
      urgency: Urgency,
    ): Promise<UserSearch> => {
      const filter = `${attribute} = "${filterValue(value)}"`
      if (filter.length > mostLetters) return { kind: 'not-askable' }
      const users: PoolUser[] = []
      const pages = { read: 0, full: 0 }
      const read = (token: string | null) =>
        readPage(poolId, filter, token, { urgency, timeout: lookUpTimeout })
      try {
        for await (const page of everyPage(read)) {
          if (page.unreadable > 0) throw new Error('Some of the users found could not be read')
          users.push(...page.users.filter((user) => isCalled(user, attribute, value)))
          pages.read += 1
          if (page.users.length > 0) pages.full += 1
          const isOver = pages.full >= mostPages || pages.read >= mostPagesInAll
          if (!isOver || page.nextToken === null) continue
          if (users.length > 0) return { kind: 'too-many' }
          throw new Error('A search found other users only, or none on many pages')
        }
      } catch (error) {
        if (pages.read === 0 && isNotAskable(awsError(error))) return { kind: 'not-askable' }
        throw error
      }
      return { kind: 'found', users }
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
function isCalled(user: PoolUser, attribute: UserQuestion['attribute'], value: string): boolean {
  if (attribute === 'sub') return user.sub === value
  if (attribute === 'phone_number') return user.attributes['phone_number'] === value
  if (attribute === 'username') return user.userName.toLowerCase() === value.toLowerCase()
  return isSameMailbox(user.attributes['email'] ?? '', value)
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
function filterValue(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}
