// The local STS refuses what the real one refuses, in its words.
import { expect, onTestFinished, test } from 'vitest'
import { startSts } from './start-sts.ts'

const role = 'arn:aws:iam::123456789012:role/approver'
const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'a:B', Resource: '*' } }
const asked = {
  Action: 'AssumeRole',
  Version: '2011-06-15',
  RoleArn: role,
  RoleSessionName: 'cs-T1-U1',
  SourceIdentity: 'slack-T1-U1',
  DurationSeconds: '900',
  Policy: JSON.stringify(policy),
}
const signature =
  'AWS4-HMAC-SHA256 Credential=AKIA1/20260501/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0'

async function open() {
  const sts = await startSts()
  onTestFinished(sts.stop)
  sts.addRole(role)
  const ask = async (changes: Readonly<Record<string, string>> = {}, authorization = signature) => {
    const body = new URLSearchParams({ ...asked, ...changes })
    const response = await fetch(sts.endpoint, { method: 'POST', body, headers: { authorization } })
    const text = await response.text()
    return `${response.status} ${/<(?:Code|AccessKeyId)>(\w+)</.exec(text)?.[1]}`
  }
  return { sts, ask }
}

test('a session has credentials of its own, and is kept with what it was asked for', async () => {
  const { sts, ask } = await open()
  expect(await ask()).toMatch(/^200 ASIA1X+$/)
  expect(sts.sessions).toMatchObject([
    {
      askedWith: 'AKIA1',
      roleArn: role,
      name: 'cs-T1-U1',
      sourceIdentity: 'slack-T1-U1',
      seconds: 900,
      policy,
    },
  ])
})

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ['400 ValidationError', { RoleSessionName: 'a' }],
  ['400 ValidationError', { RoleSessionName: 'a'.repeat(65) }],
  ['400 ValidationError', { RoleSessionName: 'Ada Lovelace' }],
  ['400 ValidationError', { SourceIdentity: 'aws:ada' }],
  ['400 ValidationError', { SourceIdentity: 'a/b' }],
  ['400 ValidationError', { DurationSeconds: '899' }],
  ['400 ValidationError', { RoleArn: 'approver' }],
  ['400 ValidationError', { Policy: `${JSON.stringify(policy)}${' '.repeat(2048)}` }],
  ['400 ValidationError', { Version: '2011-06-16' }],
  ['400 MalformedPolicyDocument', { Policy: 'Allow' }],
  ['403 AccessDenied', { RoleArn: `${role}s` }],
])('%s: %o', async (answer, changes) => {
  const { sts, ask } = await open()
  expect(await ask(changes)).toBe(answer)
  expect(sts.sessions).toEqual([])
})

test('nobody gets one without a signature, or with a source identity that the role does not allow', async () => {
  const { sts, ask } = await open()
  expect(await ask({}, 'Bearer 1')).toBe('403 MissingAuthenticationToken')
  sts.addRole(role, ['sts:AssumeRole'])
  expect(await ask()).toBe('403 AccessDenied')
})
