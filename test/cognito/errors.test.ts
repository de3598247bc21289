import {
  type CognitoIdentityProviderServiceException,
  InternalErrorException,
  InvalidLambdaResponseException,
  InvalidParameterException,
  LimitExceededException,
  NotAuthorizedException,
  ResourceNotFoundException,
  TooManyFailedAttemptsException,
  TooManyRequestsException,
  UnexpectedLambdaException,
  UserLambdaValidationException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { awsError, confirmAnswerOf, lookUpOf } from '../../src/cognito/errors.ts'

const requestId = 'aws-1'
const refused = { $metadata: { httpStatusCode: 400, requestId } }
const said = (message: string) => ({ ...refused, message })

/** An error that the SDK makes of an unknown answer: only its name and status count. */
function unmodelled(name: string, status = 400, message = ''): Error {
  const metadata = { httpStatusCode: status, requestId }
  return Object.assign(new Error(message), { name, $metadata: metadata })
}

/** An error of a call that got no answer. */
function unanswered(name: string): Error {
  return Object.assign(new Error('no answer'), { name })
}

const answerTo = (error: unknown) => confirmAnswerOf(awsError(error))
const seenAfter = (error: unknown) => lookUpOf(awsError(error))

describe('what Cognito answers to AdminConfirmSignUp', () => {
  it.each<readonly [CognitoIdentityProviderServiceException, object]>([
    [
      new NotAuthorizedException(said('User cannot be confirmed. Current status is CONFIRMED')),
      { kind: 'already-confirmed' },
    ],
    [
      new NotAuthorizedException(said('User cannot be confirmed. Current status is UNCONFIRMED')),
      { kind: 'not-waiting' },
    ],
    [
      new NotAuthorizedException(said('User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD')),
      { kind: 'not-waiting' },
    ],
    [new NotAuthorizedException(said('User is disabled.')), { kind: 'not-waiting' }],
    [new UserNotFoundException(said('User does not exist.')), { kind: 'gone' }],
    [
      new UserLambdaValidationException(said('no seat left')),
      { kind: 'function-failed', name: 'UserLambdaValidationException', message: 'no seat left' },
    ],
    [
      new UnexpectedLambdaException(said('failed with error')),
      { kind: 'function-failed', name: 'UnexpectedLambdaException', message: 'failed with error' },
    ],
    [
      new InvalidLambdaResponseException(said('Unrecognizable lambda output')),
      {
        kind: 'function-failed',
        name: 'InvalidLambdaResponseException',
        message: 'Unrecognizable lambda output',
      },
    ],
    [new TooManyRequestsException(said('Rate exceeded')), { kind: 'throttled' }],
    [new LimitExceededException(said('later')), { kind: 'capped', name: 'LimitExceededException' }],
    [
      new TooManyFailedAttemptsException(said('later')),
      { kind: 'capped', name: 'TooManyFailedAttemptsException' },
    ],
    [new InvalidParameterException(said('1 validation error')), { kind: 'bad-parameter' }],
    [new ResourceNotFoundException(said('User pool does not exist.')), { kind: 'pool-missing' }],
  ])('%o', (error, expected) => {
    expect(answerTo(error)).toEqual({ ...expected, requestId })
  })

  it.each([
    ['ThrottlingException', 400, { kind: 'throttled', requestId }],
    ['RequestLimitExceeded', 503, { kind: 'throttled', requestId }],
    ['AnythingAtAll', 429, { kind: 'throttled', requestId }],
    [
      'AccessDeniedException',
      400,
      { kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp', requestId },
    ],
    [
      'UnrecognizedClientException',
      400,
      { kind: 'credentials', name: 'UnrecognizedClientException', requestId },
    ],
    ['ExpiredTokenException', 400, { kind: 'credentials', name: 'ExpiredTokenException', requestId }],
    ['InvalidSignatureException', 403, { kind: 'credentials', name: 'InvalidSignatureException', requestId }],
    ['RequestExpired', 400, { kind: 'credentials', name: 'RequestExpired', requestId }],
    ['RequestTimeTooSkewed', 403, { kind: 'credentials', name: 'RequestTimeTooSkewed', requestId }],
    ['RequestInTheFuture', 400, { kind: 'credentials', name: 'RequestInTheFuture', requestId }],
    ['SignatureDoesNotMatch', 403, { kind: 'credentials', name: 'SignatureDoesNotMatch', requestId }],
    ['not a name, but ada@example.com', 400, { kind: 'unheard-of', name: 'UnknownError', requestId }],
    ['SurprisingException', 400, { kind: 'unheard-of', name: 'SurprisingException', requestId }],
  ])('%s with status %d', (name, status, expected) => {
    expect(answerTo(unmodelled(name, status))).toEqual(expected)
  })

  it('names no ARN of the failed function', () => {
    const message = 'arn:aws:lambda:eu-west-1:123456789012:function:after-sign-up failed with error no seat.'
    expect(answerTo(new UnexpectedLambdaException(said(message)))).toMatchObject({
      message: 'after-sign-up failed with error no seat.',
    })
  })
})

describe('whether a call was carried out', () => {
  it.each([
    [
      'a failure of Cognito',
      new InternalErrorException({ message: '', $metadata: { httpStatusCode: 500, requestId } }),
    ],
    ['a web page instead of an answer', unmodelled('SyntaxError', 200)],
    ['a web page that a proxy sends with a 403', unmodelled('SyntaxError', 403)],
    [
      'a failure under the name of a refusal',
      unmodelled('NotAuthorizedException', 503, 'status is CONFIRMED'),
    ],
    ['a failure under the name of a deletion', unmodelled('UserNotFoundException', 500)],
    ['a redirection', unmodelled('Unknown', 302)],
    ['a time-out', unanswered('TimeoutError')],
    ['a call that was given up', unanswered('AbortError')],
    ['a connection that was cut', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
    ['something that is no error', 'nonsense'],
  ])('is unknown after %s', (_, error) => {
    expect(answerTo(error).kind).toBe('no-answer')
  })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'is not in doubt if there was no connection at all: %s',
    (code) => {
      expect(answerTo(Object.assign(new Error('connect'), { code }))).toEqual({
        kind: 'unreachable',
        requestId: null,
      })
    },
  )

  it('is not in doubt if there were no credentials to send it with', () => {
    expect(answerTo(unanswered('CredentialsProviderError'))).toEqual({
      kind: 'credentials',
      name: 'CredentialsProviderError',
      requestId: null,
    })
  })
})

describe('what Cognito answers to AdminGetUser', () => {
  it.each<readonly [unknown, object]>([
    [new TooManyRequestsException(said('')), { kind: 'throttled' }],
    [
      new InternalErrorException({ message: '', $metadata: { httpStatusCode: 500, requestId } }),
      { kind: 'no-answer' },
    ],
    [unmodelled('AccessDeniedException'), { kind: 'forbidden', action: 'cognito-idp:AdminGetUser' }],
    [unmodelled('ExpiredTokenException'), { kind: 'credentials', name: 'ExpiredTokenException' }],
    [new ResourceNotFoundException(said('')), { kind: 'pool-missing' }],
    [new InvalidParameterException(said('')), { kind: 'bad-parameter' }],
    [unmodelled('SurprisingException'), { kind: 'unheard-of', name: 'SurprisingException' }],
  ])('%o is a look-up that failed', (error, reason) => {
    expect(seenAfter(error)).toEqual({ kind: 'failed', reason, requestId })
  })

  it('says that an unknown user is gone', () => {
    expect(seenAfter(new UserNotFoundException(said('User does not exist.')))).toEqual({
      kind: 'gone',
      requestId,
    })
  })
})
