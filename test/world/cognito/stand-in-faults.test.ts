// Errors and nonsense as answers, and what the real AWS client makes of them: a record of facts.
import { describe, expect, test } from 'vitest'
import { failureOf, oneSignUp } from '../support/real-client.ts'
import { type Fault, faults, postConfirmationFailed } from './faults.ts'

describe('exceptions of the service', () => {
  test.each(Object.values(faults))('$name arrives with its name, message and status', async (fault) => {
    const { cognito, confirm, isConfirmed } = await oneSignUp()
    cognito.fail('AdminConfirmSignUp', fault)

    expect(await failureOf(confirm())).toEqual({
      name: fault.name,
      message: fault.message,
      code: undefined,
      status: fault.status,
      isServiceException: true,
    })
    expect(isConfirmed()).toBe(false)
  })

  test('a failing post confirmation function is an exception after the confirmation', async () => {
    const { cognito, confirm, isConfirmed } = await oneSignUp()
    cognito.fail('AdminConfirmSignUp', postConfirmationFailed('no mail for żółw'))

    expect(await failureOf(confirm())).toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error no mail for żółw.',
      status: 400,
    })
    expect(isConfirmed()).toBe(true)
  })

  test('an exception after the work does not hide that the work was refused', async () => {
    const { cognito, confirm, sub } = await oneSignUp()
    cognito.confirmElsewhere(sub)
    cognito.fail('AdminConfirmSignUp', postConfirmationFailed('no mail'))

    expect(await failureOf(confirm())).toMatchObject({ name: 'NotAuthorizedException' })
  })

  test('a JSON error without a type arrives as Unknown, with the message', async () => {
    const { cognito, confirm } = await oneSignUp()
    cognito.fail('AdminConfirmSignUp', { kind: 'body', status: 429, body: { message: 'Rate exceeded' } })

    expect(await failureOf(confirm())).toMatchObject({
      name: 'Unknown',
      message: 'Rate exceeded',
      status: 429,
      isServiceException: true,
    })
  })
})

describe('answers that make no sense', () => {
  test.each([500, 502, 503, 200])('an HTML page with status %i arrives as a SyntaxError', async (status) => {
    const { cognito, confirm, isConfirmed } = await oneSignUp()
    cognito.fail('AdminConfirmSignUp', { kind: 'html', status })

    expect(await failureOf(confirm())).toMatchObject({
      name: 'SyntaxError',
      status,
      isServiceException: false,
    })
    expect(isConfirmed()).toBe(false)
  })

  test('an error without a body arrives as a service exception named Unknown', async () => {
    const { cognito, confirm } = await oneSignUp()
    cognito.fail('AdminConfirmSignUp', { kind: 'empty', status: 500 })

    expect(await failureOf(confirm())).toEqual({
      name: 'Unknown',
      message: 'UnknownError',
      code: undefined,
      status: 500,
      isServiceException: true,
    })
  })

  test.each<Fault>([{ kind: 'garbage' }, { kind: 'empty', status: 200 }, { kind: 'body', body: [] }])(
    'a 200 that makes no sense looks like success: %o',
    async (fault) => {
      const { cognito, confirm, list, isConfirmed } = await oneSignUp()
      cognito.fail('any', fault, 2)

      expect((await confirm()).$metadata.httpStatusCode).toBe(200)
      expect(isConfirmed()).toBe(false)
      expect((await list()).Users).toBeUndefined()
    },
  )

  test('the client passes on nonsensical users unchanged', async () => {
    const { cognito, list } = await oneSignUp()
    cognito.fail('ListUsers', { kind: 'body', body: { Users: 'none' } })
    cognito.fail('ListUsers', {
      kind: 'body',
      body: { Users: [{ Username: 'x', Enabled: 'perhaps', UserStatus: 7, UserCreateDate: -1e20 }] },
    })

    expect((await list()).Users).toBe('none')
    const { Users } = await list()
    expect(Users).toMatchObject([{ Username: 'x', Enabled: 'perhaps', UserStatus: 7 }])
    expect(Users?.[0]?.UserCreateDate?.getTime()).toBeNaN()
  })

  test('a date that is not a number is a TypeError of the client, for the whole page', async () => {
    const { cognito, list } = await oneSignUp()
    cognito.fail('ListUsers', { kind: 'body', body: { Users: [{ UserCreateDate: 'soon' }] } })

    expect(await failureOf(list())).toMatchObject({
      name: 'TypeError',
      status: 200,
      isServiceException: false,
    })
  })
})
