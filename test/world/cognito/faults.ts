// How the stand-in can fail on demand, and the failures that are known from real life.
import type { ServiceException } from './answer.ts'

export type Fault =
  | ServiceException
  /** Does the work, then answers the exception: what a failing post confirmation function does. */
  | {
      readonly kind: 'exceptionAfterWork'
      readonly name: string
      readonly message?: string
      readonly status?: number
    }
  /** Breaks the connection, nothing done. */
  | { readonly kind: 'resetBefore' }
  /** Does the work, then breaks the connection: a lost answer. */
  | { readonly kind: 'resetAfter' }
  /** Never answers, nothing done. */
  | { readonly kind: 'hang' }
  /** Does the work, never answers. */
  | { readonly kind: 'hangAfter' }
  /** A page of a proxy or load balancer, nothing done. */
  | { readonly kind: 'html'; readonly status: number }
  /** A status without a body, nothing done. */
  | { readonly kind: 'empty'; readonly status: number }
  /** 200 with JSON that makes no sense, nothing done. */
  | { readonly kind: 'garbage' }
  /** JSON of the test's choice, with status 200 by default, nothing done. */
  | { readonly kind: 'body'; readonly body: unknown; readonly status?: number }
  /** Does the work and answers, later. */
  | { readonly kind: 'slow'; readonly ms: number }

/** Exceptions as the service words them, ready for `fail`. */
export const faults = {
  tooManyRequests: exception('TooManyRequestsException', 'Rate exceeded'),
  throttling: exception('ThrottlingException', 'Rate exceeded'),
  limitExceeded: exception('LimitExceededException', 'Attempt limit exceeded, please try after some time.'),
  tooManyFailedAttempts: exception('TooManyFailedAttemptsException', 'Too many failed attempts.'),
  internalError: exception('InternalErrorException', 'Something went wrong', 500),
  unexpectedLambda: exception(
    'UnexpectedLambdaException',
    'arn:aws:lambda:us-east-1:123456789012:function:welcome failed with error Socket timeout while invoking Lambda function.',
  ),
  invalidLambdaResponse: exception('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
  accessDenied: exception(
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/bot is not authorized to perform: cognito-idp:AdminConfirmSignUp on resource: arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Sandbox01 because no identity-based policy allows the cognito-idp:AdminConfirmSignUp action',
  ),
  unrecognizedClient: exception(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ),
  expiredToken: exception('ExpiredTokenException', 'The security token included in the request is expired'),
  invalidSignature: exception(
    'InvalidSignatureException',
    'Signature expired: 20250101T000000Z is now earlier than 20250101T001000Z (20250101T001500Z - 5 min.)',
  ),
  invalidParameter: exception('InvalidParameterException', '1 validation error detected.'),
  notAuthorized: exception('NotAuthorizedException', 'Not authorized.'),
  operationNotEnabled: exception(
    'OperationNotEnabledException',
    'This operation is not available for this user pool.',
  ),
  userNotFound: exception('UserNotFoundException', 'User does not exist.'),
  resourceNotFound: exception('ResourceNotFoundException', 'User pool us-east-1_Sandbox01 does not exist.'),
  unheardOf: exception('MoonPhaseException', 'The moon is not in the right phase.'),
} as const satisfies Record<string, Fault>

/** What a confirmation answers when the pool's function throws: the user is confirmed nevertheless. */
export function postConfirmationFailed(message: string): Fault {
  return {
    kind: 'exceptionAfterWork',
    name: 'UserLambdaValidationException',
    message: `PostConfirmation failed with error ${message}.`,
  }
}

/** Keeps how each operation is to fail, and how often. */
export function createFaultList<Name extends string>() {
  const lists = new Map<Name | 'any', { fault: Fault; left: number }[]>()

  return {
    fail(target: Name | 'any', fault: Fault, times = 1): void {
      lists.set(target, [...(lists.get(target) ?? []), { fault, left: times }])
    },
    heal(target?: Name | 'any'): void {
      if (target === undefined) lists.clear()
      else lists.delete(target)
    },
    /** Uses up the fault for this call: first those for its operation, then those for any. */
    take(name: Name): Fault | undefined {
      for (const target of [name, 'any'] as const) {
        const next = lists.get(target)?.find((entry) => entry.left > 0)
        if (next === undefined) continue
        next.left -= 1
        return next.fault
      }
      return undefined
    },
  }
}

function exception(name: string, message: string, status = 400): ServiceException {
  return { kind: 'exception', name, message, status }
}
