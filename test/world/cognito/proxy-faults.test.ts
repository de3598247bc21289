// The failures that a visitor of the demo can choose, and what the real bot's card says about each.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openStage } from '../../support/stage.ts'
import { approve, cardSays, cardWithButton, decisionsIn } from '../../support/story.ts'
import { openProxy, type ProxiedPool } from '../support/proxied-pool.ts'
import { failureOf } from '../support/real-client.ts'
import { signIn, signUp } from './sign-up.ts'
import { type CognitoLocal, startCognitoLocal } from './start-cognito-local.ts'

let shared: CognitoLocal
let strangers = 0

beforeAll(async () => {
  shared = await startCognitoLocal({ isEmailPool: true })
})

afterAll(() => shared.stop())

describe('a chosen failure', () => {
  test('is used up by the next confirmation, and can be withdrawn', async () => {
    const pool = await openPool(shared)
    const { proxy } = pool
    expect(proxy.nextFault).toBeNull()

    proxy.chooseNext('access-denied')
    expect(proxy.nextFault).toBe('access-denied')
    expect(await pool.outcome()).toBe('User is not confirmed.')
    expect(proxy.nextFault).toBe('access-denied')
    const denied = await failureOf(pool.confirm(pool.sub))
    expect(proxy.nextFault).toBeNull()

    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /^User: arn:aws:sts::.* is not authorized to perform: cognito-idp:AdminConfirmSignUp on resource: arn:aws:cognito-idp:us-east-1:.*:userpool\/us-east-1_Sandbox01 /,
      ),
      status: 400,
    })
    expect(proxy.calls.at(-1)).toMatchObject({ status: 400, fault: 'access-denied' })
    proxy.chooseNext('deleted')
    proxy.chooseNext(null)
    await pool.confirm(pool.sub)
    expect(await pool.outcome()).toBe('in')
  })

  test('throttles one approval while it is retried, but not the next one', async () => {
    const pool = await openPool(shared)
    pool.proxy.chooseNext('throttled')

    for (const attempt of [1, 2, 3])
      expect(await failureOf(pool.confirm(pool.sub)), `attempt ${attempt}`).toMatchObject({
        name: 'TooManyRequestsException',
        message: 'Rate exceeded',
        status: 400,
      })
    expect(pool.proxy.nextFault).toBeNull()
    expect(await pool.outcome()).toBe('User is not confirmed.')

    await pool.confirm(pool.sub, 'approval-2')
    expect(await pool.outcome()).toBe('in')
  })

  test('throttles no other approval meanwhile', async () => {
    const pool = await openPool(shared)
    const other = await signUp(pool, aStranger())
    pool.proxy.chooseNext('throttled')

    await failureOf(pool.confirm(pool.sub, 'approval-1'))
    await pool.confirm(other.sub, 'approval-2')

    expect(pool.proxy.calls.map(({ fault }) => fault)).toEqual([undefined, undefined, 'throttled', undefined])
  })

  test('deletes the user for real', async () => {
    const pool = await openPool(shared)
    pool.proxy.chooseNext('deleted')

    for (const _ of [1, 2])
      expect(await failureOf(pool.confirm(pool.sub))).toMatchObject({
        name: 'UserNotFoundException',
        message: 'User does not exist.',
      })
    expect(await pool.outcome()).toBe('User does not exist.')
  })

  test('of the function comes after a real confirmation', async () => {
    const pool = await openPool(shared)
    pool.proxy.chooseNext('function-failed')

    expect(await failureOf(pool.confirm(pool.sub))).toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error The welcome e-mail could not be sent.',
    })
    expect(await pool.outcome()).toBe('in')
  })

  test('of the function leaves a refusal as it is', async () => {
    const pool = await openPool(shared)
    await pool.confirm(pool.sub)
    pool.proxy.chooseNext('function-failed')

    expect(await failureOf(pool.confirm(pool.sub))).toMatchObject({ name: 'NotAuthorizedException' })
  })

  test('loses the answer of a real confirmation', async () => {
    const pool = await openPool(shared)
    pool.proxy.chooseNext('lost-answer')

    expect(await failureOf(pool.confirm(pool.sub))).toMatchObject({ code: 'ECONNRESET', status: undefined })

    expect(await pool.outcome()).toBe('in')
    expect(pool.proxy.calls).toContainEqual(
      expect.objectContaining({ fault: 'lost-answer', status: undefined, tookMs: expect.any(Number) }),
    )
  })
})

describe('the card', () => {
  test.each([
    ['throttled', 'Not confirmed: Cognito was too busy'],
    ['access-denied', 'AWS does not allow Countersign to do this'],
  ] as const)(
    'says for "%s" that the user still waits, and the next approval is carried out',
    async (fault, words) => {
      const story = await openDemoStory()
      story.pool.proxy.chooseNext(fault)

      await approve(story)
      await cardSays(story, words)
      expect(await story.pool.outcome()).toBe('User is not confirmed.')

      await approve(story)
      await cardSays(story, 'They can sign in now')
      expect(await story.pool.outcome()).toBe('in')
    },
  )

  test.each([
    ['deleted', 'Deleted from the pool'],
    ['function-failed', 'The welcome e-mail could not be sent'],
    ['lost-answer', 'approval, which got no answer'],
  ] as const)('says for "%s" how it ended', async (fault, words) => {
    const story = await openDemoStory()
    story.pool.proxy.chooseNext(fault)

    await approve(story)

    expect(decisionsIn(await cardSays(story, words))).toEqual([])
  })
})

function aStranger() {
  strangers += 1
  const email = `mia-${strangers}@example.com`
  return { userName: email, email, name: 'Mia' }
}

/** A new proxy with one new sign-up, and what that user sees when signing in. */
async function openPool(cognito: CognitoLocal) {
  const pool = await openProxy(cognito)
  const mia = aStranger()
  const { sub } = await signUp(pool, mia)
  return { ...pool, sub, outcome: () => outcomeOf(pool, mia) }
}

async function outcomeOf(pool: ProxiedPool, { userName }: { userName: string }): Promise<string> {
  const outcome = await signIn(pool, { userName })
  return outcome.kind === 'in' ? 'in' : outcome.message
}

/** The bot between a workspace and its own pool, and the card of the only sign-up. */
async function openDemoStory() {
  const cognito = await startCognitoLocal({ isEmailPool: true })
  onTestFinished(cognito.stop)
  const pool = await openPool(cognito)
  const stage = await openStage({ pollInterval: '1h', cognitoEndpoint: pool.endpoint })
  return { ...stage, pool, card: await cardWithButton(stage) }
}
