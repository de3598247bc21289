// The npm package cognito-local against the real AWS client: what it can do, and how it differs from the service.
import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, realClient } from '../support/real-client.ts'
import { signIn, signUp } from './sign-up.ts'
import { type CognitoLocal, startCognitoLocal } from './start-cognito-local.ts'

const waiting = 'cognito:user_status = "UNCONFIRMED"'
let cognito: CognitoLocal

beforeAll(async () => {
  const onPostConfirmation = ({ userName }: { userName: string }) => {
    if (userName === 'unlucky') throw new Error('mail server is down')
  }
  cognito = await startCognitoLocal({ onPostConfirmation })
})

afterAll(() => cognito.stop())

describe('a sign-up', () => {
  test('waits, is confirmed by its sub, reaches the post confirmation function, and can then sign in', async () => {
    const client = realClient(cognito)
    const { sub } = await stranger('ada')
    expect(await signIn(cognito, { userName: 'ada' })).toEqual({
      kind: 'refused',
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    })

    const ClientMetadata = { approvedBy: 'U0ADA' }
    const confirm = { UserPoolId: cognito.poolId, Username: sub, ClientMetadata }
    await client.send(new AdminConfirmSignUpCommand(confirm))

    expect(cognito.postConfirmations).toContainEqual({
      userName: 'ada',
      userPoolId: cognito.poolId,
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: {
        userAttributes: { sub, email: 'ada@example.com', name: 'ada', 'cognito:user_status': 'CONFIRMED' },
        clientMetadata: { approvedBy: 'U0ADA' },
      },
    })
    expect(await signIn(cognito, { userName: 'ada' })).toEqual({ kind: 'in' })
    expect(await failureOf(client.send(new AdminConfirmSignUpCommand(confirm)))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
      status: 400,
    })
  })

  test('is confirmed by its user name as well, and found by its sub', async () => {
    const client = realClient(cognito)
    const { sub } = await stranger('bob')

    const { poolId: UserPoolId } = cognito
    await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'bob' }))

    const found = await client.send(new AdminGetUserCommand({ UserPoolId, Username: sub }))
    expect(found).toMatchObject({ Username: 'bob', UserStatus: 'CONFIRMED', Enabled: true })
  })

  test('is listed while it waits, with a date, its attributes and its sub', async () => {
    const { sub } = await stranger('carol')

    const list = { UserPoolId: cognito.poolId, Filter: waiting, Limit: 60 }
    const { Users = [] } = await realClient(cognito).send(new ListUsersCommand(list))

    expect(Users.every((user) => user.UserStatus === 'UNCONFIRMED')).toBe(true)
    const carol = Users.find((user) => user.Username === 'carol')
    expect(carol).toMatchObject({ Enabled: true, UserCreateDate: expect.any(Date) })
    expect(carol?.Attributes).toContainEqual({ Name: 'sub', Value: sub })
  })
})

describe('unlike the real service it', () => {
  test('has no pages: limit and token are ignored', async () => {
    await stranger('dan')
    await stranger('dora')

    const list = { UserPoolId: cognito.poolId, Limit: 1, PaginationToken: 'anything' }
    const page = await realClient(cognito).send(new ListUsersCommand(list))

    expect(page.Users?.length).toBeGreaterThan(1)
    expect(page.PaginationToken).toBeUndefined()
  })

  test('finds nobody by status = "Enabled", though the service documents this filter', async () => {
    await stranger('fred')

    const list = { UserPoolId: cognito.poolId, Filter: 'status = "Enabled"' }
    const page = await realClient(cognito).send(new ListUsersCommand(list))

    expect(page.Users).toEqual([])
  })

  test('answers the confirmation of an unknown user with NotAuthorizedException', async () => {
    const confirm = { UserPoolId: cognito.poolId, Username: 'nobody' }

    expect(await failureOf(realClient(cognito).send(new AdminConfirmSignUpCommand(confirm)))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User not authorized',
    })
  })

  test('hides that the post confirmation function failed', async () => {
    const { sub } = await stranger('unlucky')

    const confirm = { UserPoolId: cognito.poolId, Username: sub }
    await realClient(cognito).send(new AdminConfirmSignUpCommand(confirm))

    expect(cognito.postConfirmations).toContainEqual(expect.objectContaining({ userName: 'unlucky' }))
  })

  test('confirms a disabled user and lets them in', async () => {
    const client = realClient(cognito)
    const { sub } = await stranger('gil')

    const gil = { UserPoolId: cognito.poolId, Username: sub }
    await client.send(new AdminDisableUserCommand(gil))
    await client.send(new AdminConfirmSignUpCommand(gil))

    expect(await signIn(cognito, { userName: 'gil' })).toEqual({ kind: 'in' })
  })

  test('accepts any password at sign-up, and names a wrong one at sign-in', async () => {
    await stranger('hal', 'a')

    expect(await signIn(cognito, { userName: 'hal', password: 'b' })).toMatchObject({
      name: 'InvalidPasswordException',
    })
  })
})

test('two run side by side, each with a pool of its own', async () => {
  const other = await startCognitoLocal({ poolId: 'eu-central-1_Other0001' })
  try {
    await signUp(other, { userName: 'ivy', email: 'ivy@example.com', name: 'Ivy' })
    const list = { UserPoolId: other.poolId, Filter: waiting }
    const page = await realClient(other).send(new ListUsersCommand(list))

    expect(other.region).toBe('eu-central-1')
    expect(page.Users?.map((user) => user.Username)).toEqual(['ivy'])
    const lost = realClient(cognito).send(new ListUsersCommand(list))
    expect(await failureOf(lost)).toMatchObject({ name: 'ResourceNotFoundException', status: 400 })
  } finally {
    await other.stop()
  }
  expect(await failureOf(realClient(other).send(new ListUsersCommand({ UserPoolId: 'x_y' })))).toMatchObject({
    code: 'ECONNREFUSED',
  })
})

test('if its port is taken, it does not start, and says so', async () => {
  const port = Number(new URL(cognito.endpoint).port)

  await expect(startCognitoLocal({ port })).rejects.toThrow('EADDRINUSE')
})

function stranger(userName: string, password?: string): Promise<{ sub: string }> {
  const form = { userName, email: `${userName}@example.com`, name: userName }
  return signUp(cognito, { ...form, ...(password !== undefined && { password }) })
}
