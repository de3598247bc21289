// Broken and hanging connections, and what the real AWS client makes of them: a record of facts.
import { expect, test } from 'vitest'
import { failureOf, oneSignUp } from '../support/real-client.ts'

test('a reset before the work arrives as a TimeoutError without a status', async () => {
  const { cognito, confirm, isConfirmed } = await oneSignUp()
  cognito.fail('AdminConfirmSignUp', { kind: 'resetBefore' })

  expect(await failureOf(confirm())).toMatchObject({
    name: 'TimeoutError',
    code: 'ECONNRESET',
    status: undefined,
    isServiceException: false,
  })
  expect(isConfirmed()).toBe(false)
})

test('a reset after the work looks the same to the client, and the user is confirmed', async () => {
  const { cognito, confirm, isConfirmed } = await oneSignUp()
  cognito.fail('AdminConfirmSignUp', { kind: 'resetAfter' })

  expect(await failureOf(confirm())).toMatchObject({ name: 'TimeoutError', code: 'ECONNRESET' })
  expect(isConfirmed()).toBe(true)
  expect(cognito.calls).toMatchObject([{ operation: 'AdminConfirmSignUp', answer: 'resetAfter' }])
})

test.each([
  ['hang', false],
  ['hangAfter', true],
] as const)('a call that meets %s ends as an AbortError when it is aborted', async (kind, confirmed) => {
  const { cognito, confirm, isConfirmed } = await oneSignUp()
  cognito.fail('AdminConfirmSignUp', { kind })
  const controller = new AbortController()

  const answer = failureOf(confirm(controller.signal))
  await cognito.waitFor('the call to hang', () => cognito.calls[0]?.answer === kind)
  controller.abort()

  expect(await answer).toMatchObject({ name: 'AbortError', code: undefined, status: undefined })
  expect(isConfirmed()).toBe(confirmed)
})

test('a call whose time is up ends as an AbortError too, and not as a TimeoutError', async () => {
  const { cognito, confirm } = await oneSignUp()
  cognito.fail('AdminConfirmSignUp', { kind: 'hang' })

  expect(await failureOf(confirm(AbortSignal.timeout(50)))).toMatchObject({ name: 'AbortError' })
})

test('a service that is down refuses connections, and is back on the same port', async () => {
  const { cognito, confirm, isConfirmed } = await oneSignUp()

  await cognito.goDown()
  expect(await failureOf(confirm())).toMatchObject({
    name: 'Error',
    code: 'ECONNREFUSED',
    status: undefined,
  })
  await cognito.comeUp()
  await confirm()
  expect(isConfirmed()).toBe(true)
})

test('a service that goes down in the middle of a call breaks the connection', async () => {
  const { cognito, confirm } = await oneSignUp()
  const { arrived } = cognito.hold('AdminConfirmSignUp')

  const answer = failureOf(confirm())
  await arrived
  await cognito.goDown()

  expect(await answer).toMatchObject({
    name: 'TimeoutError',
    code: 'ECONNRESET',
    message: 'socket hang up',
  })
})

test('a slow call is answered in the end', async () => {
  const { cognito, confirm, isConfirmed } = await oneSignUp()
  cognito.fail('AdminConfirmSignUp', { kind: 'slow', ms: 20 })

  await confirm()
  expect(isConfirmed()).toBe(true)
})
