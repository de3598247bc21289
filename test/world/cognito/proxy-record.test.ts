// What the proxy records of the calls that pass it, and that nothing breaks it.
import { request } from 'node:http'
import { connect } from 'node:net'
import { InitiateAuthCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openProxy } from '../support/proxied-pool.ts'
import { failureOf } from '../support/real-client.ts'
import { startLoopbackServer } from './loopback-server.ts'
import { signIn, signUp } from './sign-up.ts'
import { type CognitoLocal, startCognitoLocal } from './start-cognito-local.ts'
import { startCognitoProxy } from './start-proxy.ts'

const password = 'Correct-horse-7'
let cognito: CognitoLocal

beforeAll(async () => {
  cognito = await startCognitoLocal({ isEmailPool: true })
})

afterAll(() => cognito.stop())

describe('the record', () => {
  test('says for every call what was asked, what was answered, and how long it took', async () => {
    const pool = await openProxy(cognito)
    const { sub } = await signUp(pool, stranger('told@example.com'))
    await pool.confirm(sub, 'approval-9')

    expect(pool.proxy.calls).toMatchObject([
      {
        id: 1,
        operation: 'SignUp',
        input: { Username: 'told@example.com' },
        status: 200,
        answer: { UserConfirmed: false, UserSub: sub },
      },
      {
        id: 2,
        operation: 'AdminConfirmSignUp',
        input: { Username: sub, ClientMetadata: { approvedBy: 'U0ADA', approvalId: 'approval-9' } },
        status: 200,
        answer: {},
        fault: undefined,
      },
    ])
    for (const call of pool.proxy.calls) expect(call.tookMs).toBeGreaterThanOrEqual(0)
  })

  test('has the name and the words of a refusal', async () => {
    const pool = await openProxy(cognito)
    await failureOf(pool.confirm('nobody'))

    expect(pool.proxy.calls).toMatchObject([
      { status: 400, answer: { __type: 'UserNotFoundException', message: 'User does not exist.' } },
    ])
  })

  test('holds no password, no token and no signature', async () => {
    const pool = await openProxy(cognito)
    const { sub } = await signUp(pool, stranger('secret@example.com'))
    await pool.confirm(sub)
    const form = { USERNAME: 'secret@example.com', PASSWORD: password }
    const signedIn = await pool.client.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: form,
      }),
    )

    const record = JSON.stringify(pool.proxy.calls)
    expect(record).not.toContain(password)
    expect(record).not.toContain(signedIn.AuthenticationResult?.AccessToken)
    expect(record).not.toContain(signedIn.AuthenticationResult?.IdToken)
    expect(record).not.toContain(signedIn.AuthenticationResult?.RefreshToken)
    expect(record).not.toMatch(/eyJ|AWS4-HMAC|AKIASANDBOX/)
    expect(pool.proxy.calls[0]?.input['Password']).toBe('•••')
    expect(pool.proxy.calls[2]).toMatchObject({
      input: { AuthParameters: { USERNAME: 'secret@example.com', PASSWORD: '•••' } },
      answer: { AuthenticationResult: { AccessToken: '•••', IdToken: '•••', RefreshToken: '•••' } },
    })
  })

  test('keeps a few hundred calls, and drops lists of users before what people did', async () => {
    const pool = await openProxy(cognito)
    const { sub } = await signUp(pool, stranger('kept@example.com'))
    await pool.confirm(sub)
    const list = () => pool.client.send(new ListUsersCommand({ UserPoolId: pool.poolId }))
    await Promise.all(Array.from({ length: 310 }, list))

    const { calls } = pool.proxy
    expect(calls).toHaveLength(300)
    expect(calls.slice(0, 2).map(({ operation }) => operation)).toEqual(['SignUp', 'AdminConfirmSignUp'])
    expect(calls.at(-1)?.id).toBe(312)
  })

  test('notifies its listeners of a call, an answer and a choice, until they unsubscribe', async () => {
    const pool = await openProxy(cognito)
    const heard: (number | undefined)[][] = []
    const leave = pool.proxy.subscribe(() => heard.push(pool.proxy.calls.map(({ status }) => status)))

    await failureOf(pool.confirm('nobody'))
    pool.proxy.chooseNext('deleted')
    leave()
    await failureOf(pool.confirm('nobody'))

    expect(heard).toEqual([[undefined], [400], [400]])
  })

  test('has each of many calls at once with its own answer', async () => {
    const pool = await openProxy(cognito)
    const emails = Array.from({ length: 20 }, (_, n) => `crowd-${n}@example.com`)

    const users = await Promise.all(emails.map((email) => signUp(pool, stranger(email))))

    const answers = pool.proxy.calls.map(({ input, answer }) => ({ email: input['Username'], answer }))
    const expected = emails.map((email, n) => ({
      email,
      answer: expect.objectContaining({ UserSub: users[n]?.sub }),
    }))
    expect(answers).toHaveLength(20)
    expect(answers).toEqual(expect.arrayContaining(expected))
  })
})

describe('the proxy', () => {
  test('answers for a cognito-local that is gone, and carries on', async () => {
    const lost = await startCognitoLocal()
    const pool = await openProxy(lost)
    await lost.stop()

    for (const attempt of [pool.confirm('somebody'), pool.confirm('somebody else')])
      expect(await failureOf(attempt)).toMatchObject({ name: 'InternalErrorException', status: 500 })
    expect(pool.proxy.calls.map(({ status }) => status)).toEqual([500, 500])
  })

  test.each([
    ['a page', 502, '<html>Bad Gateway</html>'],
    ['nothing', 200, ''],
    ['a failure of its own', 500, '{}'],
    ['a list', 200, '[]'],
  ])('answers for a cognito-local that sends %s', async (_, status, body) => {
    const broken = await startLoopbackServer(0, async (_request, response) => {
      response.writeHead(status).end(body)
    })
    onTestFinished(broken.goDown)
    const pool = await openProxy({ ...cognito, endpoint: broken.endpoint })

    expect(await failureOf(pool.confirm('somebody'))).toMatchObject({
      name: 'InternalErrorException',
      message: 'Something went wrong',
      status: 500,
    })
  })

  test.each([
    ['a call without an operation', {}, '{}', 'UnknownOperationException'],
    [
      'a path as the operation',
      { 'X-Amz-Target': 'AWSCognitoIdentityProviderService../x' },
      '{}',
      'UnknownOperationException',
    ],
    ['a body that is not JSON', list, 'soup', 'SerializationException'],
    ['JSON that is not an object', list, '[1]', 'SerializationException'],
    [
      'an endless body',
      list,
      JSON.stringify({ soup: 'x'.repeat(300_000) }),
      'RequestEntityTooLargeException',
    ],
  ])('refuses %s, and records nothing', async (_, headers, body, name) => {
    const { proxy } = await openProxy(cognito)

    const answer = await fetch(proxy.endpoint, { method: 'POST', headers, body })

    expect(await answer.json()).toMatchObject({ __type: name })
    expect(proxy.calls).toEqual([])
  })

  test.each(['SignUp', 'InitiateAuth', 'AdminConfirmSignUp', 'ListUsers'])(
    'refuses a %s that makes no sense',
    async (operation) => {
      const { proxy } = await openProxy(cognito)
      const headers = { 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}` }
      const body = JSON.stringify({
        Username: 7,
        UserAttributes: { a: 1 },
        AuthParameters: [],
        UserPoolId: {},
      })

      const answer = await fetch(proxy.endpoint, { method: 'POST', headers, body })

      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(proxy.calls).toHaveLength(1)
    },
  )

  test('survives clients that hang up in the middle, and carries out what was asked in full', async () => {
    const pool = await openProxy(cognito)
    const { sub } = await signUp(pool, stranger('hasty@example.com'))
    const { port } = new URL(pool.endpoint)
    const half = connect(Number(port), '127.0.0.1')
    half.end('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')
    const confirmed = Promise.withResolvers<void>()
    pool.proxy.subscribe(() => {
      if (pool.proxy.calls.at(-1)?.status === 200) confirmed.resolve()
      else hasty.destroy()
    })
    const hasty = request(pool.endpoint, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.AdminConfirmSignUp' },
    })
    hasty.on('error', () => undefined)
    hasty.end(JSON.stringify({ UserPoolId: pool.poolId, Username: sub }))

    await confirmed.promise

    expect(await signIn(pool, { userName: 'hasty@example.com' })).toEqual({ kind: 'in' })
  })

  test('is not for other web pages: it does not allow them to send a call', async () => {
    const { proxy } = await openProxy(cognito)

    const answer = await fetch(proxy.endpoint, {
      method: 'OPTIONS',
      headers: { Origin: 'https://evil.example' },
    })

    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('listens on the given port, fails if it is taken, and leaves cognito-local running', async () => {
    const first = await startCognitoProxy({ cognito })
    const port = Number(new URL(first.endpoint).port)

    await expect(startCognitoProxy({ cognito, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await first.stop()
    const second = await startCognitoProxy({ cognito, port })
    onTestFinished(second.stop)

    expect(second.endpoint).toBe(first.endpoint)
    const form = stranger('second@example.com')
    expect(await signUp({ ...cognito, endpoint: second.endpoint }, form)).toEqual({ sub: expect.any(String) })
  })
})

const list = { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.ListUsers' }

function stranger(email: string) {
  return { userName: email, email, name: email, password }
}
