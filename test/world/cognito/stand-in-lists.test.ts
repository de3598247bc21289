// ListUsers of the stand-in against the real AWS client: filters, pages, and the list's bad habits.
import {
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  type ListUsersCommandInput,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, test } from 'vitest'
import { failureOf, standInAndClient } from '../support/real-client.ts'

const waiting = 'cognito:user_status = "UNCONFIRMED"'

describe('filters', () => {
  test('match state, sub, e-mail and user name, exactly or by prefix', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const ada = cognito.signUp({ userName: 'ada', email: 'ada@example.com' })
    cognito.signUp({ userName: 'adam', email: 'adam@example.com' })
    cognito.confirmElsewhere(cognito.signUp({ userName: 'bob', email: 'bob@example.com' }).sub)
    cognito.disable(cognito.signUp({ userName: 'eve' }).sub)
    const names = async (Filter: string) => {
      const { Users = [] } = await client.send(new ListUsersCommand({ UserPoolId, Filter }))
      return Users.map((user) => user.Username).sort()
    }

    expect(await names(waiting)).toEqual(['ada', 'adam', 'eve'])
    expect(await names('cognito:user_status = "unconfirmed"')).toEqual(['ada', 'adam', 'eve'])
    expect(await names('status = "Disabled"')).toEqual(['eve'])
    expect(await names('status = "Enabled"')).toEqual(['ada', 'adam', 'bob'])
    expect(await names(`sub = "${ada.sub}"`)).toEqual(['ada'])
    expect(await names('email = "ada@example.com"')).toEqual(['ada'])
    expect(await names('username = "ada"')).toEqual(['ada'])
    expect(await names('username ^= "ada"')).toEqual(['ada', 'adam'])
    expect(await names('email ^= "b"')).toEqual(['bob'])
  })

  test('have quotes and backslashes in the value escaped with a backslash', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const { sub } = cognito.signUp({ userName: 'a"b\\c' })

    const Filter = 'username = "a\\"b\\\\c"'
    const { Users } = await client.send(new ListUsersCommand({ UserPoolId, Filter }))

    expect(Users).toMatchObject([{ Attributes: [{ Name: 'sub', Value: sub }] }])
  })

  test('that make no sense are refused, and so is a limit above 60', async () => {
    const { client, UserPoolId } = await standInAndClient()
    const list = (input: Partial<ListUsersCommandInput>) =>
      failureOf(client.send(new ListUsersCommand({ UserPoolId, ...input })))
    const name = 'InvalidParameterException'

    expect(await list({ Filter: 'username = "a" or status = "Enabled"' })).toMatchObject({ name })
    expect(await list({ Filter: 'username = "a"b"' })).toMatchObject({ name })
    expect(await list({ Filter: 'custom:team = "a"' })).toMatchObject({ name })
    expect(await list({ AttributesToGet: ['sub'] })).toMatchObject({ name, status: 400 })
    expect(await list({ Limit: 61 })).toMatchObject({
      name,
      message:
        "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    })
  })
})

describe('pages', () => {
  test('hold up to 60 users, and every waiting user is on exactly one of them', async () => {
    const { cognito, client } = await standInAndClient()
    const subs = Array.from({ length: 130 }, () => cognito.signUp().sub)
    for (const sub of subs.slice(100)) cognito.confirmElsewhere(sub)

    const pages = await scan(client, cognito.poolId)

    expect(pages.map((page) => page.length)).toEqual([60, 40])
    expect(pages.flat().map(subOf).sort()).toEqual(subs.slice(0, 100).sort())
  })

  test('are not in order of date', async () => {
    const { cognito, client } = await standInAndClient()
    for (let day = 1; day <= 28; day += 1) cognito.signUp({ createdAt: new Date(Date.UTC(2025, 1, day)) })

    const dates = (await scan(client, cognito.poolId)).flat().map((user) => Number(user.UserCreateDate))

    // They are in order by chance once in 28! times.
    expect(dates).not.toEqual(dates.toSorted((one, other) => one - other))
  })

  test('can be empty and still have a token', async () => {
    const { cognito, client } = await standInAndClient()
    cognito.signUp()
    cognito.signUp()
    cognito.pageSize(1)
    cognito.emptyPages(2)

    const pages = await scan(client, cognito.poolId)

    expect(pages.map((page) => page.length)).toEqual([0, 0, 1, 0, 0, 1])
  })

  test('are refused for a token that has expired, is for another filter, or is invalid', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    cognito.signUp()
    cognito.signUp()
    const list = (input: Partial<ListUsersCommandInput>) =>
      client.send(new ListUsersCommand({ UserPoolId, Limit: 1, Filter: waiting, ...input }))
    const refusal = {
      name: 'InvalidParameterException',
      message: 'Invalid pagination token provided.',
      status: 400,
    }

    const { PaginationToken } = await list({})
    const otherFilter = list({ PaginationToken, Filter: 'status = "Enabled"' })
    expect(await failureOf(otherFilter)).toMatchObject(refusal)
    expect(await failureOf(list({ PaginationToken: 'bm9uZQ==' }))).toMatchObject(refusal)
    cognito.expireTokens()
    expect(await failureOf(list({ PaginationToken }))).toMatchObject(refusal)
  })
})

describe('bad habits', () => {
  test('a list that lags behind does not show what has changed since', async () => {
    const { cognito, client } = await standInAndClient()
    const { sub } = cognito.signUp()
    cognito.lagBehind(true)
    cognito.confirmElsewhere(sub)
    cognito.signUp()

    expect((await scan(client, cognito.poolId)).flat().map(subOf)).toEqual([sub])
    cognito.lagBehind(false)
    expect((await scan(client, cognito.poolId)).flat().map(subOf)).not.toContain(sub)
  })

  test('a list that ignores the filter shows users of every state', async () => {
    const { cognito, client } = await standInAndClient()
    cognito.confirmElsewhere(cognito.signUp().sub)
    cognito.ignoreFilter(true)

    expect((await scan(client, cognito.poolId)).flat()).toMatchObject([{ UserStatus: 'CONFIRMED' }])
  })

  test('only the requested attributes are listed, and none for a user who has none', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const { sub } = cognito.signUp({ email: 'a@b.c', name: 'Ada' })
    const list = async (input: Partial<ListUsersCommandInput>) => {
      const { Users } = await client.send(new ListUsersCommand({ UserPoolId, ...input }))
      return Users?.[0]?.Attributes
    }

    expect(await list({ AttributesToGet: ['email'] })).toEqual([
      { Name: 'email', Value: 'a@b.c' },
      { Name: 'sub', Value: sub },
    ])
    cognito.changeUser(sub, { attributes: null })
    expect(await list({})).toBeUndefined()
  })
})

async function scan(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<UserType[][]> {
  const pages: UserType[][] = []
  let PaginationToken: string | undefined
  do {
    const input = { UserPoolId, Filter: waiting, Limit: 60, PaginationToken }
    const page = await client.send(new ListUsersCommand(input))
    pages.push(page.Users ?? [])
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)
  return pages
}

function subOf(user: UserType): string | undefined {
  return user.Attributes?.find((attribute) => attribute.Name === 'sub')?.Value
}
