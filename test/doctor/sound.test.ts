// A sound installation, one that can't be looked at, and what is never printed.
import { expect, test } from 'vitest'
import { waysInHeading } from '../../src/wording/doctor.ts'
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
  expect(out).toContain('✗ Slack gives no answer.')
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
