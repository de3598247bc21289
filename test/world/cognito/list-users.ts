// ListUsers: pages in no particular order, with opaque tokens that can expire.
import { z } from 'zod'
import { type Answer, done, type Operation, operation, refused } from './answer.ts'
import { readListFilter } from './list-filter.ts'
import { readPageMarker, writePageMarker } from './page-marker.ts'
import type { Pools, SandboxUser } from './pools.ts'
import { userRecord } from './user-record.ts'

export type Listing = ReturnType<typeof createListing>

/** The operation, and the habits of the real service that a test can ask for. */
export function createListing(pools: Pools) {
  const habits: Habits = { emptyPages: 0, pageSize: 60, isFilterIgnored: false, edition: 0, past: undefined }

  const listUsers: Operation = operation(listUsersInput, (input) => {
    if (!pools.poolIds.includes(input.UserPoolId))
      return refused('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`)
    const users = (habits.past ?? pools.all()).filter((user) => user.poolId === input.UserPoolId)
    return listPage(input, users, habits)
  })

  return {
    listUsers,
    /** Puts n empty pages with a token before every page of users. */
    emptyPages(n: number): void {
      habits.emptyPages = n
    },
    /** No page has more users than this, whatever the limit. */
    pageSize(n: number): void {
      habits.pageSize = n
    },
    /** While true, the list gives all users of the pool, whatever the filter. */
    ignoreFilter(isIgnored: boolean): void {
      habits.isFilterIgnored = isIgnored
    },
    /** While true, the list shows the pools as they were when this was called. */
    lagBehind(isBehind: boolean): void {
      habits.past = isBehind ? pools.all() : undefined
    },
    /** Tokens given so far are refused from now on. */
    expireTokens(): void {
      habits.edition += 1
    },
  }
}

interface Habits {
  emptyPages: number
  pageSize: number
  isFilterIgnored: boolean
  edition: number
  past: readonly SandboxUser[] | undefined
}

const listUsersInput = z.object({
  UserPoolId: z.string(),
  Filter: z.string().max(256).default(''),
  Limit: z.number().int().min(0).max(60, 'Member must have value less than or equal to 60').optional(),
  PaginationToken: z.string().optional(),
  AttributesToGet: z.array(z.string()).optional(),
})

function listPage(
  input: z.infer<typeof listUsersInput>,
  users: readonly SandboxUser[],
  habits: Habits,
): Answer {
  const filter = readListFilter(input.Filter)
  if (filter.kind === 'refused') return refused('InvalidParameterException', filter.message)
  // Cognito always returns the sub, and refuses a request for it: aws-samples/sample-collaborative-ai-dlc#52.
  if (input.AttributesToGet?.includes('sub'))
    return refused('InvalidParameterException', 'Input fails to satisfy the constraints.')

  const start = { after: '', emptyPages: habits.emptyPages, filter: input.Filter, edition: habits.edition }
  const here = input.PaginationToken === undefined ? start : readPageMarker(input.PaginationToken)
  if (here?.edition !== habits.edition || here.filter !== input.Filter)
    return refused('InvalidParameterException', 'Invalid pagination token provided.')
  if (here.emptyPages > 0) {
    const token = writePageMarker({ ...here, emptyPages: here.emptyPages - 1 })
    return done({ Users: [], PaginationToken: token })
  }

  const rest = users
    .filter((user) => (habits.isFilterIgnored || filter.lets(user)) && user.sub > here.after)
    .sort((one, other) => (one.sub < other.sub ? -1 : 1))
  const shown = rest.slice(0, Math.min(input.Limit || 60, habits.pageSize))
  const last = rest.length > shown.length ? shown.at(-1) : undefined
  return done({
    Users: shown.map((user) => userRecord(user, input.AttributesToGet)),
    ...(last && { PaginationToken: writePageMarker({ ...start, after: last.sub }) }),
  })
}
