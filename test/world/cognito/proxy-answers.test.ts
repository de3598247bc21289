// The proxy of the demo against the real AWS client: it answers as the service does where cognito-local does not.
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openProxy, type ProxiedPool } from '../support/proxied-pool.ts'
import { failureOf } from '../support/real-client.ts'
import { signIn, signUp } from './sign-up.ts'
import { type CognitoLocal, startCognitoLocal } from './start-cognito-local.ts'

let byName: CognitoLocal
let byEmail: CognitoLocal

beforeAll(async () => {
  const onPostConfirmation = ({ request }: { request: { userAttributes: Record<string, string> } }) => {
    if (request.userAttributes['name'] === 'Unlucky') throw new Error('mail server is down')
  }
  byName = await startCognitoLocal({ onPostConfirmation })
  byEmail = await startCognitoLocal({ onPostConfirmation, isEmailPool: true })
})

afterAll(() => Promise.all([byName.stop(), byEmail.stop()]))

describe('a sign-up form', () => {
  test.each([
    ['Aa1!', 'Password did not conform with policy: Password not long enough'],
    ['aaaaaa1!', 'Password did not conform with policy: Password must have uppercase characters'],
    ['AAAAAA1!', 'Password did not conform with policy: Password must have lowercase characters'],
    ['Aaaaaaa!', 'Password did not conform with policy: Password must have numeric characters'],
    ['Aaaaaaa1', 'Password did not conform with policy: Password must have symbol characters'],
  ])('with the weak password %s is refused with what it lacks', async (password, message) => {
    const pool = await openProxy(byEmail)

    const failure = await failureOf(signUp(pool, { ...ada, password }))

    expect(failure).toMatchObject({ name: 'InvalidPasswordException', message, status: 400 })
  })

  test('that is empty is refused with the problem of each field', async () => {
    const pool = await openProxy(byName)

    const empty = { userName: '', email: '', name: '', password: '' }

    expect(await failureOf(signUp(pool, empty))).toMatchObject({
      name: 'InvalidParameterException',
      message:
        "3 validation errors detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$; Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
      status: 400,
    })
  })

  test.each([
    ['a name of two words', { userName: 'two words' }, /^1 validation error .* 'username' .* pattern/],
    ['a name too long', { userName: 'x'.repeat(129) }, /'username' .* less than or equal to 128$/],
    [
      'a space before the password',
      { password: ' Aaaaaa1!' },
      /^1 validation error .* 'password' .* pattern/,
    ],
    ['a password too long', { password: 'Aa1!'.repeat(65) }, /'password' .* less than or equal to 256$/],
    ['an attribute too long', { name: 'x'.repeat(2049) }, /'userAttributes\.2\.member\.value' .* 2048$/],
    ['an invalid e-mail', { email: 'nobody' }, /^Invalid email address format\.$/],
    ['no e-mail', { email: '' }, /^Invalid email address format\.$/],
    ['an e-mail of two words', { email: 'a b@example.com' }, /^Invalid email address format\.$/],
  ])('with %s is refused', async (_, change, message) => {
    const pool = await openProxy(byName)

    const failure = await failureOf(signUp(pool, { ...ada, userName: 'mistaken', ...change }))

    expect(failure).toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    })
  })

  test.each([
    ['nobody', 'Username should be an email.'],
    ['nobody@example', 'Invalid email address format.'],
  ])('without an e-mail is refused by a pool of e-mails: %s', async (userName, message) => {
    const pool = await openProxy(byEmail)

    const failure = await failureOf(signUp(pool, { ...ada, userName }))

    expect(failure).toMatchObject({ name: 'InvalidParameterException', message })
  })

  test('may not say that its own e-mail is verified', async () => {
    const pool = await openProxy(byEmail)
    const form = { ClientId: pool.clientId, Username: 'mallory@example.com', Password: 'Correct-horse-7' }

    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }]

    expect(await failureOf(pool.client.send(new SignUpCommand({ ...form, UserAttributes })))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    })
  })

  test('with a taken user name is refused', async () => {
    const pool = await openProxy(byName)
    await signUp(pool, { ...ada, userName: 'taken' })

    const failure = await failureOf(signUp(pool, { ...ada, userName: 'taken' }))

    expect(failure).toMatchObject({ name: 'UsernameExistsException', message: 'User already exists' })
  })

  test('with a name that cognito-local could not save does no harm', async () => {
    const pool = await openProxy(byName)

    await signUp(pool, { ...ada, userName: 'Save-the-Date' })
    await signUp(pool, { ...ada, userName: 'after-it' })

    expect(await failureOf(signUp(pool, { ...ada, userName: 'SAVE-the-date' }))).toMatchObject({
      name: 'UsernameExistsException',
    })
  })

  test('with a taken e-mail is refused by a pool of e-mails, in capitals too', async () => {
    const pool = await openProxy(byEmail)
    await signUp(pool, stranger('taken@example.com'))

    for (const email of ['taken@example.com', 'Taken@Example.COM'])
      expect(await failureOf(signUp(pool, stranger(email)))).toMatchObject({
        name: 'UsernameExistsException',
        message: 'An account with the given email already exists.',
      })
  })

  test('that is sent twice at once makes one user', async () => {
    const pool = await openProxy(byEmail)

    const ends = await Promise.allSettled([
      signUp(pool, stranger('twice@example.com')),
      signUp(pool, stranger('twice@example.com')),
    ])

    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await usersCalled(pool, 'twice@example.com')).toHaveLength(1)
  })

  test('is text to the pool, whatever it says', async () => {
    const pool = await openProxy(byEmail)
    const name = '<script>alert(1)</script> "constructor" 日本 😀'

    await signUp(pool, { ...stranger('script@example.com'), name })

    const [user] = await usersCalled(pool, 'script@example.com')
    expect(user?.Attributes).toContainEqual({ Name: 'name', Value: name })
  })
})

describe('signing in', () => {
  test('is refused before the confirmation, and succeeds after it', async () => {
    const pool = await openProxy(byEmail)
    const { sub } = await signUp(pool, stranger('grace@example.com'))
    expect(await signIn(pool, { userName: 'grace@example.com' })).toEqual({
      kind: 'refused',
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    })

    await pool.confirm(sub)

    expect(await signIn(pool, { userName: 'Grace@example.com' })).toEqual({ kind: 'in' })
  })

  test('with a wrong password reveals nothing else', async () => {
    const pool = await openProxy(byEmail)
    await signUp(pool, stranger('wrong@example.com'))

    expect(await signIn(pool, { userName: 'wrong@example.com', password: 'Wrong-horse-7' })).toEqual({
      kind: 'refused',
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    })
  })

  test.each([
    [{ userName: '', password: 'x' }, 'Missing required parameter USERNAME'],
    [{ userName: 'x', password: '' }, 'Missing required parameter PASSWORD'],
  ])('with an empty field names it: %j', async (form, message) => {
    const pool = await openProxy(byEmail)

    expect(await signIn(pool, form)).toEqual({ kind: 'refused', name: 'InvalidParameterException', message })
  })

  test('as a deleted or unknown user finds no user', async () => {
    const pool = await openProxy(byEmail)
    const { sub } = await signUp(pool, stranger('deleted@example.com'))
    await pool.client.send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: sub }))

    for (const userName of ['deleted@example.com', 'never@example.com'])
      expect(await signIn(pool, { userName })).toMatchObject({
        kind: 'refused',
        name: 'UserNotFoundException',
      })
    expect(await signIn(pool, { userName: 'deleted@example.com' })).toMatchObject({
      message: 'User does not exist.',
    })
  })
})

describe('a confirmation', () => {
  test('reports a failed post confirmation function, and stands', async () => {
    const pool = await openProxy(byEmail)
    const { sub } = await signUp(pool, { ...stranger('unlucky@example.com'), name: 'Unlucky' })

    expect(await failureOf(pool.confirm(sub))).toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error mail server is down.',
      status: 400,
    })

    expect(await signIn(pool, { userName: 'unlucky@example.com' })).toEqual({ kind: 'in' })
  })

  test('of several users at once reports the function only for those for whom it failed', async () => {
    const pool = await openProxy(byEmail)
    const names = ['Lucky', 'Unlucky', 'Lucky', 'Unlucky', 'Lucky']
    const subs = await Promise.all(
      names.map((name, n) => signUp(pool, { ...stranger(`many-${n}@example.com`), name })),
    )

    const ends = await Promise.allSettled(subs.map(({ sub }) => pool.confirm(sub)))

    const good = 'fulfilled'
    const bad = 'rejected'
    expect(ends.map(({ status }) => status)).toEqual([good, bad, good, bad, good])
  })

  test('that comes a second time finds the user confirmed', async () => {
    const pool = await openProxy(byEmail)
    const { sub } = await signUp(pool, stranger('again@example.com'))

    const ends = await Promise.allSettled([pool.confirm(sub), pool.confirm(sub)])

    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await failureOf(pool.confirm(sub))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    })
  })

  test('of an unknown user finds no user', async () => {
    const pool = await openProxy(byEmail)

    expect(await failureOf(pool.confirm('nobody'))).toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    })
  })
})

test('in a pool of e-mails, the user name is the sub', async () => {
  const pool = await openProxy(byEmail)
  const { sub } = await signUp(pool, stranger('Named@Example.com'))

  const found = await pool.client.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: sub }))

  expect(found.Username).toBe(sub)
  expect(await usersCalled(pool, 'NAMED@example.com')).toMatchObject([{ Username: sub }])
  expect(found.UserAttributes).toContainEqual({ Name: 'email', Value: 'named@example.com' })
})

test('signs out whom it knows, and says of others that there is no such user', async () => {
  const pool = await openProxy(byName)
  const { sub } = await signUp(pool, stranger('leaving@example.com'))
  const signOut = (Username: string) =>
    pool.client.send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username }))
  expect((await signOut(sub)).$metadata.httpStatusCode).toBe(200)
  expect(await failureOf(signOut('nobody'))).toMatchObject({ name: 'UserNotFoundException' })
})

const ada = { userName: 'ada@example.com', email: 'ada@example.com', name: 'Ada' }

function stranger(email: string) {
  return { userName: email, email, name: email }
}

async function usersCalled({ client, poolId }: ProxiedPool, email: string) {
  const list = { UserPoolId: poolId, Filter: `email = "${email}"` }
  return (await client.send(new ListUsersCommand(list))).Users ?? []
}
