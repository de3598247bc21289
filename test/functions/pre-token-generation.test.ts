// The pre token generation function, called as Cognito calls it.
import { describe, expect, test } from 'vitest'
import { keysIn } from '../../src/config/pool-format.ts'
import { createHandler } from '../../src/functions/pre-token-generation.mjs'

const inCustomers = { SIGN_IN_NEEDS_GROUP: 'customers', REPORT_ONLY: 'false' }

function eventOf(groups: readonly string[] | null, changes: object = {}) {
  return {
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    region: 'us-east-1',
    userPoolId: 'us-east-1_Sandbox01',
    userName: 'mia',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'sandboxclient' },
    request: {
      userAttributes: { sub: 'sub-1', email: 'mia@visitors.example' },
      groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
      scopes: ['aws.cognito.signin.user.admin'],
    },
    response: {},
    ...changes,
  }
}

function makeFunction(environment: Readonly<Record<string, string>>) {
  const said: unknown[] = []
  return { said, handler: createHandler({ environment, print: (line) => said.push(JSON.parse(line)) }) }
}

const refusal = 'This account has not been approved for signing in yet.'

describe.each(['1', '2', '3'])('with version %s of the event', (version) => {
  test('a member gets tokens, and nothing is printed', async () => {
    const { handler, said } = makeFunction(inCustomers)
    const event = eventOf(['beta', 'customers'], { version })
    expect(await handler(event)).toBe(event)
    expect(said).toEqual([])
  })

  test.each([
    'TokenGeneration_Authentication',
    'TokenGeneration_HostedAuth',
    'TokenGeneration_RefreshTokens',
  ])('nobody else does: %s', async (triggerSource) => {
    const { handler, said } = makeFunction(inCustomers)
    await expect(handler(eventOf(['beta'], { version, triggerSource }))).rejects.toThrow(refusal)
    expect(said).toEqual([
      {
        function: 'pre-token-generation',
        poolId: 'us-east-1_Sandbox01',
        sub: 'sub-1',
        verdict: 'refused',
        missing: ['customers'],
      },
    ])
  })
})

test.each([[null], [[]], [['Customers']], [['customers2']]])(
  'in groups %j, nobody gets in',
  async (groups) => {
    await expect(makeFunction(inCustomers).handler(eventOf(groups))).rejects.toThrow(refusal)
  },
)

test('of several groups it takes all, as the card of an approval says', async () => {
  const { handler } = makeFunction({ ...inCustomers, SIGN_IN_NEEDS_GROUP: ' customers, größe-1 ' })
  await expect(handler(eventOf(['customers']))).rejects.toThrow(refusal)
  const event = eventOf(['größe-1', 'customers'])
  expect(await handler(event)).toBe(event)
})

test.each([undefined, '', 'true', ' TRUE '])(
  'REPORT_ONLY=%s only prints who would be refused',
  async (value) => {
    const { handler, said } = makeFunction({
      SIGN_IN_NEEDS_GROUP: 'customers',
      ...(value === undefined ? {} : { REPORT_ONLY: value }),
    })
    const event = eventOf([])
    expect(await handler(event)).toBe(event)
    expect(said).toMatchObject([{ verdict: 'would-be-refused' }])
    expect(said).not.toMatchObject([{ problem: expect.anything() }])
  },
)

test('a machine has no groups, and passes', async () => {
  const { handler, said } = makeFunction(inCustomers)
  const event = eventOf(null, { version: '3', triggerSource: 'TokenGeneration_ClientCredentials' })
  expect(await handler(event)).toBe(event)
  expect(said).toEqual([])
})

test('a mistake in its variables is told with every line', async () => {
  const misspelt = makeFunction({ SIGN_IN_NEEDS_GROUP: 'customers', REPORT_ONLY: 'no' })
  await misspelt.handler(eventOf([]))
  expect(misspelt.said).toMatchObject([{ problem: 'REPORT_ONLY is neither true nor false' }])
  const nameless = makeFunction({ REPORT_ONLY: 'false' })
  await expect(nameless.handler(eventOf(['customers']))).rejects.toThrow(refusal)
  expect(nameless.said).toMatchObject([{ problem: 'SIGN_IN_NEEDS_GROUP names no group, so nobody is in it' }])
})

test('its variable is called like the key of the file that makes the card say so', () => {
  expect(keysIn['after']?.map((key) => key.toUpperCase())).toContain('SIGN_IN_NEEDS_GROUP')
})
