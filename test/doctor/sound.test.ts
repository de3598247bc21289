// A sound installation, one that can't be looked at, and what is never printed.
import { createServer } from 'node:http'
import { EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { waysInHeading } from '../../src/wording/doctor.ts'
import { listenForTest } from '../support/listen.ts'
import { faults } from '../world/cognito/faults.ts'
import { complaints, diagnose, openInstallation } from './installation.ts'

test('a sound installation has no fault, and all that can be seen of it is shut', async () => {
  const installation = await openInstallation()
  const { code, out, err } = await diagnose(installation)
  expect(out).not.toMatch(/[⚠✗–]/u)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(waysInHeading)
  expect(out).toContain('✓ Nobody waits for a decision.')
  expect(out).toContain('All that the doctor can see is shut.')
})

test('no connection is opened, and nothing is written', async () => {
  const installation = await openInstallation()
  await diagnose(installation)
  expect(installation.slack.sockets).toBe(0)
  expect(installation.slack.messages(installation.channel)).toEqual([])
})

test('what it may not ask is told as not checked, with the right that is missing', async () => {
  const installation = await openInstallation()
  const { cognito, iam } = installation
  for (const call of ['DescribeUserPool', 'ListUserPoolClients', 'ListIdentityProviders'] as const)
    cognito.fail(call, faults.accessDenied, Number.POSITIVE_INFINITY)
  iam.fail('SimulatePrincipalPolicy', { status: 403, code: 'AccessDenied' })
  const { code, out } = await diagnose(installation)
  expect(code).toBe(0)
  expect(out).not.toContain('All that the doctor can see is shut.')
  for (const action of [
    'cognito-idp:DescribeUserPool',
    'cognito-idp:ListUserPoolClients',
    'cognito-idp:ListIdentityProviders',
    'iam:SimulatePrincipalPolicy',
  ])
    expect(out).toMatch(new RegExp(`– .*${action}`))
})

test('with Slack and AWS dead there are lines, and no crash', async () => {
  const installation = await openInstallation()
  await Promise.all([installation.slack.stop(), installation.cognito.stop(), installation.iam.stop()])
  const { code, out } = await diagnose(installation)
  expect(code).toBe(2)
  expect(out).toContain('✗ Slack gives no usable answer.')
  expect(out).toContain(': Cognito gives no answer.')
  expect(await complaints(installation)).not.toContain('slack-scopes: fault')
})

test('no secret is printed, whatever the answers hold', async () => {
  const installation = await openInstallation()
  const { slack, cognito, environment } = installation
  const secrets = [slack.botToken, slack.appToken, environment['AWS_SECRET_ACCESS_KEY'] ?? '']
  cognito.configure({ providers: [{ name: secrets.join(' '), type: 'SAML' }], clients: [] })
  cognito.fail('DescribeUserPool', {
    kind: 'exception',
    name: 'AccessDeniedException',
    message: secrets.join(' '),
  })
  for (const given of [[], ['--json'], ['--print-policy']]) {
    const { out, err } = await diagnose(installation, given)
    for (const secret of secrets) expect(out + err).not.toContain(secret)
  }
})

test('a configuration that can’t be read is told, and no value is shown', async () => {
  const installation = await openInstallation()
  installation.environment['APPROVAL_CHANNEL'] = 'xoxb-pasted-in-the-wrong-place'
  const { code, out } = await diagnose(installation)
  expect(code).toBe(2)
  expect(out).toContain('✗ APPROVAL_CHANNEL has a wrong value.')
  expect(out).not.toContain('pasted')
})

test('who was not asked about is not said to be able to approve', async () => {
  const installation = await openInstallation()
  const { slack, ada, eve, environment } = installation
  const { channel } = installation
  environment['APPROVAL_CHANNEL'] = slack.addChannel({ name: 'quiet', isPrivate: true, members: [ada] })
  slack.changeUser(eve, { isDeactivated: true })
  environment['APPROVER_GROUPS'] = slack.addGroup({ handle: 'few', members: [ada, eve] })
  const few = await diagnose(installation)
  expect(few.out).toContain('1 person may approve, in the channel.')
  expect(few.out).toContain(`${eve} is in a group of approvers, but can’t approve`)

  const crowd = Array.from({ length: 24 }, (_, n) => slack.addUser({ name: `approver ${n}` }))
  environment['APPROVAL_CHANNEL'] = channel
  environment['APPROVER_GROUPS'] = slack.addGroup({ handle: 'crowd', members: [ada, ...crowd] })
  expect((await diagnose(installation)).out).toContain(
    '20 people may approve, all in the channel. Slack was not asked about 5 more: they are so many.',
  )
})

test('an option that does not exist is not ignored', async () => {
  const { code, err } = await diagnose(await openInstallation(), ['--fix'])
  expect(code).toBe(2)
  expect(err).toMatch(/^Usage: npm run doctor/)
})

test('the policy to paste names the account and the role, and what the configured features need', async () => {
  const installation = await openInstallation()
  const { code, out } = await diagnose(installation, ['--print-policy'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    Version: '2012-10-17',
    Statement: [
      expect.objectContaining({
        Action: expect.arrayContaining([
          'cognito-idp:AdminConfirmSignUp',
          'cognito-idp:AdminUserGlobalSignOut',
        ]),
        Resource: [`arn:aws:cognito-idp:us-east-1:123456789012:userpool/${installation.cognito.poolId}`],
      }),
      expect.objectContaining({ Sid: 'Doctor' }),
      {
        Sid: 'DoctorAsks',
        Effect: 'Allow',
        Action: ['iam:SimulatePrincipalPolicy'],
        Resource: ['arn:aws:iam::123456789012:role/countersign'],
      },
    ],
  })
})

test.each([
  ['a proxy’s refusal', { kind: 'http', status: 403, body: 'no' }],
  ['an answer without what was asked for', { kind: 'http', status: 200, body: '{"ok":true}' }],
] as const)('%s in place of Slack’s answer does not make the token wrong', async (_, fault) => {
  const installation = await openInstallation()
  installation.slack.fail('auth.test', fault)
  const { out } = await diagnose(installation)
  expect(out).toContain('✗ Slack gives no usable answer.')
  expect(out).not.toContain('Slack rejects')
})

test('an answer of AWS that lacks what was asked for is not taken for "none"', async () => {
  const installation = await openInstallation()
  const { cognito } = installation
  const [always, empty] = [Number.POSITIVE_INFINITY, { kind: 'body', body: {} }] as const
  cognito.fail('ListUserPoolClients', empty, always)
  cognito.fail('ListIdentityProviders', empty, always)
  cognito.fail('DescribeUserPool', faults.invalidParameter, always)
  const { out } = await diagnose(installation)
  expect(out).toContain('– What its app clients let in is not checked: it answered Unreadable.')
  expect(out).toContain('– Whether people come in through another identity provider is not checked')
  expect(out).toContain(
    '– What the pool’s settings let in is not checked: it rejects the question as invalid.',
  )
  expect(out).not.toMatch(/no app client|has none|All that the doctor can see is shut/)
})

test('in HTTP mode, this machine’s own server is asked without the proxy', async () => {
  const { slack, environment } = await openInstallation()
  const proxy = await listenForTest(createServer().on('connect', (_, socket) => socket.destroy()))
  const port = await listenForTest(createServer((_, response) => response.end()))
  // As `HTTP_PROXY` does it for the whole process.
  const before = getGlobalDispatcher()
  onTestFinished(() => setGlobalDispatcher(before))
  const noProxy = new URL(slack.apiUrl).host
  setGlobalDispatcher(new EnvHttpProxyAgent({ httpProxy: `http://127.0.0.1:${proxy}`, noProxy }))
  delete environment['SLACK_APP_TOKEN']
  Object.assign(environment, { SLACK_SIGNING_SECRET: 'a-signing-secret', PORT: String(port) })
  expect((await diagnose({ environment })).out).toContain(`✓ Countersign listens on 127.0.0.1:${port}.`)
})
