// The stand-in against the real AWS client: what each operation does when nothing goes wrong.
import {
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, test } from 'vitest'
import { failureOf, standInAndClient } from '../support/real-client.ts'
import type { PostConfirmationEvent } from './post-confirmation.ts'
import { signIn, signUp } from './sign-up.ts'

const noSuchUser = { name: 'UserNotFoundException', message: 'User does not exist.', status: 400 }

describe('confirming a sign-up', () => {
  test('by sub or by user name makes the user CONFIRMED and keeps the client metadata', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const ada = cognito.signUp({ userName: 'ada' })
    const bob = cognito.signUp({ userName: 'bob' })
    const ClientMetadata = { approvedBy: 'U0ADA' }

    await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: ada.sub, ClientMetadata }))
    await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'bob' }))

    expect(cognito.users.map((user) => user.status)).toEqual(['CONFIRMED', 'CONFIRMED'])
    expect(cognito.confirmations).toMatchObject([
      { sub: ada.sub, clientMetadata: { approvedBy: 'U0ADA' } },
      { sub: bob.sub, clientMetadata: undefined },
    ])
  })

  test('hands the user and the client metadata to the post confirmation function', async () => {
    const events: PostConfirmationEvent[] = []
    const onPostConfirmation = (event: PostConfirmationEvent) => void events.push(event)
    const { cognito, client, UserPoolId } = await standInAndClient({ onPostConfirmation })
    const { sub } = cognito.signUp({ userName: 'ada', email: 'ada@example.com' })

    const ClientMetadata = { approvalId: '7' }
    await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: sub, ClientMetadata }))

    expect(events).toEqual([
      {
        userName: 'ada',
        userPoolId: UserPoolId,
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: {
          userAttributes: { sub, email: 'ada@example.com', 'cognito:user_status': 'CONFIRMED' },
          clientMetadata: { approvalId: '7' },
        },
      },
    ])
  })

  test('stays confirmed when the post confirmation function throws, and the answer is its error', async () => {
    const onPostConfirmation = () => Promise.reject(new Error('mail server is down'))
    const { cognito, client, UserPoolId } = await standInAndClient({ onPostConfirmation })
    const { sub } = cognito.signUp()

    const confirm = () => client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: sub }))

    expect(await failureOf(confirm())).toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error mail server is down.',
      status: 400,
    })
    expect(cognito.user(sub)?.status).toBe('CONFIRMED')
    expect(await failureOf(confirm())).toMatchObject({ name: 'NotAuthorizedException' })
  })

  test('is refused for a user who is confirmed, archived, disabled, unknown or in another pool', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    cognito.addPool('us-east-1_Other0001')
    const confirmed = cognito.confirmElsewhere(cognito.signUp().sub)
    const archived = cognito.setStatus(cognito.signUp().sub, 'ARCHIVED')
    const disabled = cognito.disable(cognito.signUp().sub)
    const foreign = cognito.signUp({ poolId: 'us-east-1_Other0001' })
    const confirm = (Username: string) =>
      failureOf(client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username })))
    const refusal = (message: string) => ({ name: 'NotAuthorizedException', status: 400, message })

    expect(await confirm(confirmed.sub)).toMatchObject(
      refusal('User cannot be confirmed. Current status is CONFIRMED'),
    )
    expect(await confirm(archived.sub)).toMatchObject(
      refusal('User cannot be confirmed. Current status is ARCHIVED'),
    )
    expect(await confirm(disabled.sub)).toMatchObject(refusal('User is disabled.'))
    expect(await confirm('nobody')).toMatchObject(noSuchUser)
    expect(await confirm(foreign.sub)).toMatchObject(noSuchUser)
    expect(cognito.confirmations).toEqual([])
  })

  test('with anything but strings as client metadata is refused; the AWS client does not check', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const { sub } = cognito.signUp()
    const ClientMetadata = JSON.parse('{ "approvalId": 7 }')

    const answer = client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: sub, ClientMetadata }))

    expect(await failureOf(answer)).toMatchObject({ name: 'InvalidParameterException', status: 400 })
    expect(cognito.user(sub)?.status).toBe('UNCONFIRMED')
  })
})

describe('looking up a user', () => {
  test('finds them by user name, by sub, and by an e-mail address that they alone have verified', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const createdAt = new Date('2025-03-04T05:06:07.891Z')
    const { sub } = cognito.signUp({ userName: 'ada', email: 'a@b.c', emailVerified: true, createdAt })
    cognito.signUp({ email: 'a@b.c' })
    cognito.signUp({ email: 'x@b.c', emailVerified: true })
    cognito.signUp({ email: 'x@b.c', emailVerified: true })
    const get = (Username: string) => client.send(new AdminGetUserCommand({ UserPoolId, Username }))

    const found = await get('ada')
    expect(found).toMatchObject({
      Username: 'ada',
      Enabled: true,
      UserStatus: 'UNCONFIRMED',
      UserCreateDate: createdAt,
      UserAttributes: [
        { Name: 'email', Value: 'a@b.c' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'sub', Value: sub },
      ],
    })
    expect(await get(sub)).toMatchObject({ Username: 'ada' })
    expect(await get('a@b.c')).toMatchObject({ Username: 'ada' })
    expect(await failureOf(get('x@b.c'))).toMatchObject(noSuchUser)
    expect(await failureOf(get('nobody'))).toMatchObject(noSuchUser)
  })

  test('prefers a user name over the sub of another user', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const ada = cognito.signUp({ userName: 'ada' })
    cognito.signUp({ userName: ada.sub, name: 'Mallory' })

    const found = await client.send(new AdminGetUserCommand({ UserPoolId, Username: ada.sub }))

    expect(found.UserAttributes).toContainEqual({ Name: 'name', Value: 'Mallory' })
  })

  test('for a user without attributes returns no attributes, not even the sub', async () => {
    const { cognito, client, UserPoolId } = await standInAndClient()
    const { sub } = cognito.changeUser(cognito.signUp({ email: 'a@b.c' }).sub, { attributes: null })

    const found = await client.send(new AdminGetUserCommand({ UserPoolId, Username: sub }))

    expect(found.UserAttributes).toBeUndefined()
  })
})

test('an administrator disables, enables and deletes a user', async () => {
  const { cognito, client, UserPoolId } = await standInAndClient()
  const { sub } = cognito.signUp()

  await client.send(new AdminDisableUserCommand({ UserPoolId, Username: sub }))
  expect(cognito.user(sub)?.enabled).toBe(false)
  await client.send(new AdminEnableUserCommand({ UserPoolId, Username: sub }))
  expect(cognito.user(sub)?.enabled).toBe(true)
  await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: sub }))
  expect(cognito.users).toEqual([])
  const again = client.send(new AdminDeleteUserCommand({ UserPoolId, Username: sub }))
  expect(await failureOf(again)).toMatchObject(noSuchUser)
})

test('a stranger signs up, and can sign in only after the confirmation', async () => {
  const { cognito, client, UserPoolId } = await standInAndClient()
  const stranger = { userName: 'ada', email: 'ada@example.com', name: 'Ada', phone: '+15550100' }

  const { sub } = await signUp(cognito, stranger)
  expect(cognito.user(sub)?.attributes).toEqual({
    email: 'ada@example.com',
    name: 'Ada',
    phone_number: '+15550100',
  })
  expect(await failureOf(signUp(cognito, stranger))).toMatchObject({ name: 'UsernameExistsException' })

  const refused = { kind: 'refused', name: 'UserNotConfirmedException', message: 'User is not confirmed.' }
  expect(await signIn(cognito, { userName: 'ada' })).toEqual(refused)
  await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: sub }))
  expect(await signIn(cognito, { userName: 'ada' })).toEqual({ kind: 'in' })
  expect(await signIn(cognito, { userName: 'ada', password: 'guess' })).toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
})

test('an unknown pool and an unknown operation are refused', async () => {
  const { cognito, client, UserPoolId } = await standInAndClient()
  const { sub } = cognito.signUp()

  const lost = { UserPoolId: 'us-east-1_x', Username: sub }
  expect(await failureOf(client.send(new AdminConfirmSignUpCommand(lost)))).toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool us-east-1_x does not exist.',
    status: 400,
  })
  const unknown = client.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: sub }))
  expect(await failureOf(unknown)).toMatchObject({ name: 'UnknownOperationException', status: 400 })
  const described = await client.send(new DescribeUserPoolCommand({ UserPoolId }))
  expect(described.UserPool).toMatchObject({ Id: UserPoolId, EstimatedNumberOfUsers: 1 })
})

test('an unsigned call of an administrator is refused', async () => {
  const { cognito } = await standInAndClient()
  const headers = { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.ListUsers' }

  const answer = await fetch(cognito.endpoint, { method: 'POST', headers, body: '{}' })

  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
})
