// The post confirmation function, called as Cognito calls it: by approvals of Countersign's, and by whatever else confirms a user.
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { clientMetadata } from '../../src/domain/client-metadata.ts'
import { countersigned } from '../../src/domain/countersignature.ts'
import { createHandler } from '../../src/functions/post-confirmation.mjs'
import { createSigner, makeSigningKey } from '../../src/shared/signing-key.ts'
import { faults } from '../world/cognito/faults.ts'
import { startStandIn } from '../world/cognito/start-stand-in.ts'

const [signer, another] = [createSigner(makeSigningKey()), createSigner(makeSigningKey())]
const at = new Date('2026-11-23T00:54:48.739Z')
const about = { poolId: 'us-east-1_Sandbox01', sub: '5005a893-21d7-4d47-8806-5aa66450dece' }
const ada = { userId: 'U0ADA', teamId: 'T0HOME' }
const bob = { userId: 'U0BOB', teamId: 'T0HOME' }

type Entries = Readonly<Record<string, string>>

/** What Countersign sends for an approval of Ada's and Bob's. */
function approved(of = about, by = signer): Entries {
  const entries = clientMetadata({ id: 'click-1', by: ada, at }, { portal: 'customers' }, [bob, ada])
  return countersigned({ ...entries, auditHead: '0123456789abcdef0123456789abcdef' }, of, by)
}

/** The last letter stands for two bits, and has room for six. */
function respelt(signature = ''): string {
  const bytes = Buffer.from(signature, 'base64url')
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
  const others = letters
    .map((letter) => `${signature.slice(0, -1)}${letter}`)
    .filter((one) => one !== signature)
  return others.find((one) => Buffer.from(one, 'base64url').equals(bytes)) ?? ''
}

function eventWith(entries: Entries | undefined, changes: object = {}) {
  const { poolId, sub } = about
  return {
    version: '1',
    region: 'us-east-1',
    userPoolId: poolId,
    userName: 'mia',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    request: {
      userAttributes: { sub, 'cognito:user_status': 'CONFIRMED', email: 'mia@visitors.example' },
      ...(entries === undefined ? {} : { clientMetadata: entries }),
    },
    response: {},
    ...changes,
  }
}

const lineFormat = z.record(z.string(), z.unknown())

/** The function, a few seconds after the approval. */
function makeFunction(environment: Entries = {}, now = () => at.getTime() + 3000) {
  const said: Record<string, unknown>[] = []
  const handler = createHandler({
    environment: { APPROVAL_PUBLIC_KEYS: signer.publicKey, ...environment },
    print: (line) => said.push(lineFormat.parse(JSON.parse(line))),
    now,
  })
  return { handler, said }
}

async function whatItSays(event: ReturnType<typeof eventWith>, now?: () => number) {
  const { handler, said } = makeFunction({}, now)
  expect(await handler(event)).toBe(event)
  expect(said).toHaveLength(1)
  return said[0]
}

describe('an approval of Countersign’s', () => {
  test('is accepted, as often as Cognito calls for it, and its facts are printed', async () => {
    const { handler, said } = makeFunction({ ON_UNSIGNED: 'disable' })
    const event = eventWith(approved())
    for (const _ of [1, 2, 3]) expect(await handler(event)).toBe(event)
    const line = {
      function: 'post-confirmation',
      ...about,
      verdict: 'signed',
      approvedInTeam: 'T0HOME',
      approvedBy: 'U0ADA',
      approvers: 'U0BOB,U0ADA',
      approvalId: 'click-1',
      approvedAt: '2026-11-23T00:54:48.739Z',
      auditHead: '0123456789abcdef0123456789abcdef',
      signature: expect.stringMatching(/^[\w-]{86}$/),
      signingKey: signer.keyId,
    }
    expect(said).toEqual([line, line, line])
  })

  test('is accepted without what not every approval has, and whatever an operator adds', async () => {
    const entries = clientMetadata({ id: 'click-1', by: ada, at }, {})
    const event = eventWith({ ...countersigned(entries, about, signer), portal: 'added later' })
    expect(await whatItSays(event)).toMatchObject({ verdict: 'signed', approvers: '', auditHead: '' })
  })

  test('is accepted by either of two keys, while one replaces the other', async () => {
    const { handler, said } = makeFunction({
      APPROVAL_PUBLIC_KEYS: ` ${another.publicKey}, ${signer.publicKey},`,
    })
    await handler(eventWith(approved()))
    await handler(eventWith(approved(about, another)))
    expect(said).toMatchObject([
      { verdict: 'signed', signingKey: signer.keyId },
      { verdict: 'signed', signingKey: another.keyId },
    ])
  })

  test.each([-5 * 60_000, 0, 30 * 60_000])('counts %i ms after it was given', async (age) => {
    const line = await whatItSays(eventWith(approved()), () => at.getTime() + age)
    expect(line).toMatchObject({ verdict: 'signed' })
  })
})

describe('not accepted:', () => {
  const forged: readonly (readonly [string, Entries])[] = Object.keys(approved())
    .filter((key) => key !== 'portal')
    .flatMap((key): (readonly [string, Entries])[] => {
      const { [key]: value = '', ...others } = approved()
      const altered = key === 'approvedAt' ? '2026-11-23T00:54:48.740Z' : `${value.slice(0, -1)}_`
      return [
        [`${key} is another one`, { ...others, [key]: altered }],
        [`${key} is missing`, others],
      ]
    })

  test.each(forged)('%s', async (_, entries) => {
    expect(await whatItSays(eventWith(entries))).toMatchObject({ verdict: 'unsigned' })
  })

  test.each([
    [
      'of another user',
      approved({ ...about, sub: '7005a893-21d7-4d47-8806-5aa66450dece' }),
      'wrong-signature',
    ],
    ['of another pool', approved({ ...about, poolId: 'us-east-1_Sandbox02' }), 'wrong-signature'],
    ['signed with a key that is not listed', approved(about, another), 'unknown-key'],
    [
      'signed with another key that calls itself like ours',
      { ...approved(about, another), signingKey: signer.keyId },
      'wrong-signature',
    ],
    [
      'moved from one entry to the next',
      { ...approved(), approvedBy: 'T0HOME', approvedInTeam: 'U0ADA' },
      'wrong-signature',
    ],
    ['with a signature that is none', { ...approved(), signature: '\u0000ä'.repeat(200) }, 'wrong-signature'],
    [
      'with letters for the same bytes',
      { ...approved(), signature: respelt(approved()['signature']) },
      'wrong-signature',
    ],
    ['without any entry', {}, 'no-signature'],
    ['without metadata', undefined, 'no-signature'],
  ])('an approval %s', async (_, entries, why) => {
    const line = await whatItSays(eventWith(entries))
    expect(line).toEqual({ function: 'post-confirmation', ...about, verdict: 'unsigned', why })
  })

  test.each([
    [30 * 60_000 + 1, 'too-old'],
    [-5 * 60_000 - 1, 'in-the-future'],
  ])('an approval %i ms after it was given', async (age, why) => {
    const line = await whatItSays(eventWith(approved()), () => at.getTime() + age)
    expect(line).toMatchObject({ verdict: 'unsigned', why })
  })

  test('one whose user has no sub', async () => {
    const event = eventWith(approved(), { request: { userAttributes: {}, clientMetadata: approved() } })
    expect(await whatItSays(event)).toMatchObject({ verdict: 'unsigned', sub: '' })
  })
})

test('what a stranger wrote into the entries is not printed', async () => {
  const { handler, said } = makeFunction()
  await handler(eventWith({ ...approved(), approvedBy: 'QXZJ', auditHead: 'QXZJ' }))
  expect(JSON.stringify(said)).not.toContain('QXZJ')
})

test('a new password after a forgotten one raises the same trigger, and is let alone', async () => {
  const { handler, said } = makeFunction({ ON_UNSIGNED: 'disable' })
  const event = eventWith(undefined, { triggerSource: 'PostConfirmation_ConfirmForgotPassword' })
  expect(await handler(event)).toBe(event)
  expect(said).toEqual([])
})

test.each([
  [{ APPROVAL_PUBLIC_KEYS: '' }, 'APPROVAL_PUBLIC_KEYS holds no usable key'],
  [
    { APPROVAL_PUBLIC_KEYS: `${signer.publicKey},${signer.publicKey.slice(1)}` },
    'APPROVAL_PUBLIC_KEYS holds 1 that can',
  ],
  [{ ON_UNSIGNED: 'delete' }, 'ON_UNSIGNED is neither report nor disable'],
])('a mistake in its variables is told with every line: %j', async (environment, problem) => {
  const { handler, said } = makeFunction(environment)
  await handler(eventWith(approved()))
  expect(said).toMatchObject([{ problem: expect.stringContaining(problem) }])
})

describe('with ON_UNSIGNED=disable', () => {
  /** A pool that calls the function after each confirmation, whoever makes it. */
  async function openPool(environment: Entries = {}) {
    const { handler, said } = makeFunction({ ON_UNSIGNED: 'disable', ...environment })
    const cognito = await startStandIn()
    onTestFinished(() => cognito.stop())
    process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
    process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
    const user = cognito.signUp({ userName: 'mia' })
    cognito.confirmElsewhere(user.sub)
    const request = { userAttributes: { sub: user.sub } }
    return { cognito, said, user, call: () => handler(eventWith(undefined, { request })) }
  }

  test('whoever was confirmed otherwise is disabled, and whoever confirmed them is told', async () => {
    const { cognito, said, user, call } = await openPool()
    await expect(call()).rejects.toThrow('without a signed approval, so the account was disabled')
    expect(cognito.user(user.sub)).toMatchObject({ enabled: false })
    expect(said).toMatchObject([{ why: 'no-signature' }, { isDisabled: true, sub: user.sub }])
    // Cognito calls again if an answer comes too late.
    await expect(call()).rejects.toThrow('so the account was disabled')
    expect(cognito.calls.map(({ operation, input }) => [operation, input])).toEqual(
      Array(2).fill(['AdminDisableUser', { UserPoolId: about.poolId, Username: 'mia' }]),
    )
  })

  test('if that fails, the line says why, and the caller only that it did', async () => {
    const { cognito, said, user, call } = await openPool()
    cognito.fail('AdminDisableUser', faults.accessDenied)
    await expect(call()).rejects.toThrow(/^This sign-up was confirmed .*, and could not be disabled\.$/)
    expect(cognito.user(user.sub)).toMatchObject({ enabled: true })
    expect(said.at(-1)).toMatchObject({ isDisabled: false, error: 'AccessDeniedException' })
  })

  test('nobody is disabled because the function lost its keys: nothing can be checked, and that is told', async () => {
    const { cognito, call } = await openPool({ APPROVAL_PUBLIC_KEYS: 'none' })
    await expect(call()).rejects.toThrow('No approval can be checked')
    expect(cognito.calls).toEqual([])
  })
})
