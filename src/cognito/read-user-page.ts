// A page of ListUsers → our own type. Entries that can't be read are counted, never guessed.
import { z } from 'zod'
import type { PoolUser } from '../domain/sign-up.ts'
import { idFormat, isStorable, longest, storedText, subFormat } from '../domain/stored-text.ts'
import type { UserPage } from '../domain/user-page.ts'
import { type NoteOdd, readLeniently, UnreadableAnswer } from '../shared/read-leniently.ts'

const attributeFormat = z.object({ Name: z.string().min(1), Value: z.string().default('') })

const realDate = z.date().refine((date) => !Number.isNaN(date.getTime()))

const userFormat = z.object({
  Username: z.string().min(1),
  Attributes: z.array(attributeFormat).default([]),
  UserCreateDate: realDate,
  UserLastModifiedDate: realDate.optional(),
  UserStatus: idFormat,
  Enabled: z.boolean().default(true),
})

const pageFormat = z.object({
  Users: z.array(z.unknown()),
  PaginationToken: z.string().min(1).optional(),
})

/** Without its token a page would look like the last one; and nobody is taken for enabled on a guess. */
const decisive = ['PaginationToken', 'Enabled']

/**
 * Throws if the answer is not a page at all. A user without a `sub`, or whose `sub` could not be kept as it is, counts as
 * unreadable: corrected, it could be somebody else's.
 */
export function readUserPage(poolId: string, answer: unknown, odd: NoteOdd): UserPage {
  const page = readLeniently(pageFormat, answer, odd, decisive)
  const users = page.Users.map((user) => readUser(poolId, user, odd))
  const readable = users.filter((user) => user !== null)
  return {
    users: readable,
    unreadable: users.length - readable.length,
    nextToken: page.PaginationToken ?? null,
  }
}

function readUser(poolId: string, given: unknown, odd: NoteOdd): PoolUser | null {
  const user = readEntry(given, (field) => odd(`Users.0.${field}`))
  if (user === null) return null
  const { Username, Attributes, UserCreateDate, UserLastModifiedDate, UserStatus, Enabled } = user
  const sub = subFormat.safeParse(Attributes.findLast(({ Name }) => Name === 'sub')?.Value)
  const userName = storedText(Username, longest.userName)
  if (!sub.success || userName === '') {
    odd(sub.success ? 'Users.0.Username' : 'Users.0.Attributes.sub')
    return null
  }
  return {
    poolId,
    sub: sub.data,
    userName,
    signedUpAt: UserCreateDate,
    ...(UserLastModifiedDate === undefined ? {} : { changedAt: UserLastModifiedDate }),
    status: UserStatus,
    isEnabled: Enabled,
    attributes: readAttributes(Attributes),
  }
}

/** Names are compared with ours, so an odd one is left out rather than corrected. */
function readAttributes(given: readonly z.infer<typeof attributeFormat>[]): PoolUser['attributes'] {
  const named = given.filter(({ Name }) => isStorable(Name, longest.userName))
  return Object.fromEntries(named.map(({ Name, Value }) => [Name, storedText(Value, longest.attribute)]))
}

function readEntry(given: unknown, odd: NoteOdd): z.infer<typeof userFormat> | null {
  try {
    return readLeniently(userFormat, given, odd, decisive)
  } catch (error) {
    if (error instanceof UnreadableAnswer) return null
    throw error
  }
}
