// AWS exceptions → outcomes. By HTTP status before name: an HTML page arrives as a `SyntaxError`.
import { z } from 'zod'
import type { RoleProblem } from '../domain/approver-role.ts'
import type { CallAnswer, ConfirmAnswer, LookUp, UpdateAnswer } from '../domain/attempt.ts'
import { type FailureReason, mayBeTheClock } from '../domain/failure.ts'
import type { ListProblem } from '../domain/start-problem.ts'
import { longest, storedText } from '../domain/stored-text.ts'
import type { CallOutcome } from '../shared/called.ts'
import { EndlessList } from '../shared/every-page.ts'
import { isWord } from '../shared/log.ts'
import { NotInTheirName } from './not-in-their-name.ts'

/** The facts of any error of the SDK. Only its name, status and request id may be logged: see `isWord`. */
export interface AwsError {
  readonly name: string
  readonly message: string
  readonly status: number | null
  readonly requestId: string | null
  /** Node's own code if there was no connection at all. */
  readonly code: string | null
  /** Set if the call was to be made in an approver's name, and was not made. */
  readonly roleProblem?: RoleProblem
}

const metadataFormat = z.object({
  $metadata: z.object({ httpStatusCode: z.number().nullish(), requestId: z.string().nullish().catch(null) }),
})

/** Reads any error: an exception of the service, a broken answer, or no answer at all. */
export function awsError(error: unknown): AwsError {
  if (error instanceof NotInTheirName) return { ...awsError(error.cause), roleProblem: error.problem }
  if (!(error instanceof Error))
    return { name: 'UnknownError', message: '', status: null, requestId: null, code: null }
  const metadata = metadataFormat.safeParse(error).data?.$metadata
  const requestId = metadata?.requestId ?? ''
  return {
    name: isWord(error.name) ? error.name : 'UnknownError',
    message: error.message,
    status: metadata?.httpStatusCode ?? null,
    requestId: isWord(requestId) ? requestId : null,
    code: 'code' in error && typeof error.code === 'string' ? error.code : null,
  }
}

/** For whoever counts calls. */
export function callOutcomeOf(error: AwsError): CallOutcome {
  if (isThrottling(error)) return 'throttled'
  return isUnreachable(error) || hasNoAnswer(error) ? 'no-answer' : 'refused'
}

/** What an error of `AdminConfirmSignUp` means. */
export function confirmAnswerOf(error: AwsError): ConfirmAnswer {
  const answer = callAnswerOf(error, 'cognito-idp:AdminConfirmSignUp')
  if (answer.kind !== 'unheard-of') return answer
  const { name, message, requestId } = error
  switch (name) {
    case 'NotAuthorizedException':
      return { kind: /status is CONFIRMED/i.test(message) ? 'already-confirmed' : 'not-waiting', requestId }
    case 'UserLambdaValidationException':
    case 'UnexpectedLambdaException':
    case 'InvalidLambdaResponseException':
      return {
        kind: 'function-failed',
        name,
        message: storedText(withoutArns(message), longest.message),
        requestId,
      }
    default:
      return answer
  }
}

/** What an error of a call means that changes a user and does the same twice: they all know the same exceptions. */
export function updateAnswerOf(error: AwsError, call: string): UpdateAnswer {
  const answer = callAnswerOf(error, `cognito-idp:${call}`)
  if (answer.kind !== 'unheard-of') return answer
  const { name, requestId } = error
  if (name === 'NotAuthorizedException') return { kind: 'refused', requestId }
  return name === 'OperationNotEnabledException' ? { kind: 'not-enabled', requestId } : answer
}

/** `unheard-of` if only the call that was made can tell what its name means. */
function callAnswerOf(error: AwsError, action: string): CallAnswer {
  const { name, requestId, roleProblem } = error
  if (roleProblem !== undefined) return { kind: 'role-problem', problem: roleProblem, requestId }
  if (isThrottling(error)) return { kind: 'throttled', requestId }
  if (isUnreachable(error)) return { kind: 'unreachable', requestId }
  if (hasNoAnswer(error)) return { kind: 'no-answer', name, requestId }
  const problem = setupProblem(error, action)
  if (problem !== null) return { ...problem, requestId }
  switch (name) {
    case 'UserNotFoundException':
      return { kind: 'gone', requestId }
    case 'LimitExceededException':
    case 'TooManyFailedAttemptsException':
      return { kind: 'capped', name, requestId }
    default:
      return { kind: 'unheard-of', name, requestId }
  }
}

/** Keeps only the last part of an ARN, which tells people which function or resource is meant. */
function withoutArns(message: string): string {
  return message.replace(
    /\barn:aws[\w-]*:[^\s"'`<>()[\],;]*/g,
    (arn) => arn.split(/[:/]/).findLast(Boolean) ?? '…',
  )
}

/** What an error of `AdminGetUser` means. `gone` is its own word only, which the list may contradict. */
export function lookUpOf(error: AwsError): LookUp {
  const { name, requestId } = error
  if (name === 'UserNotFoundException' && !hasNoAnswer(error)) return { kind: 'gone', requestId }
  return { kind: 'failed', reason: lookUpFailure(error, 'AdminGetUser'), requestId }
}

/** What an error of `ListUsers` means for the look at one user. */
export function lookInListOf(error: AwsError): LookUp {
  return { kind: 'failed', reason: lookUpFailure(error, 'ListUsers'), requestId: error.requestId }
}

function lookUpFailure(error: AwsError, call: 'AdminGetUser' | 'ListUsers'): FailureReason {
  return whyUnread(error, `cognito-idp:${call}`)
}

/** What an error of a call means that changes nothing; `action` is its name in a policy. */
function whyUnread(error: AwsError, action: string): FailureReason {
  if (isThrottling(error)) return { kind: 'throttled' }
  if (hasNoAnswer(error)) return { kind: 'no-answer' }
  return setupProblem(error, action) ?? { kind: 'unheard-of', name: error.name }
}

/** The same of what was thrown: what nobody could read is an answer, too, and so is a list without an end. */
export function unreadBecause(
  error: unknown,
  action: string,
): { readonly kind: 'unread'; readonly reason: FailureReason } {
  if (error instanceof z.ZodError || error instanceof EndlessList) {
    const name = error instanceof EndlessList ? error.name : 'Unreadable'
    return { kind: 'unread', reason: { kind: 'unheard-of', name } }
  }
  return { kind: 'unread', reason: whyUnread(awsError(error), action) }
}

/** The set-up problem behind an error of `ListUsers`; null if the next call may succeed. */
export function listProblem(thrown: unknown): ListProblem | null {
  const error = awsError(thrown)
  if (isThrottling(error) || hasNoAnswer(error)) return null
  const problem = setupProblem(error, 'cognito-idp:ListUsers')
  return problem?.kind === 'bad-parameter' ? null : problem
}

/** Cognito understood a search and refuses it, now and later. */
export function isNotAskable(error: AwsError): boolean {
  return error.name === 'InvalidParameterException' && !isThrottling(error) && !hasNoAnswer(error)
}

const throttling = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottledException',
  'SlowDown',
])

export function isThrottling({ name, status }: AwsError): boolean {
  return throttling.has(name) || status === 429
}

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** The call was never sent: nothing can have happened. */
function isUnreachable({ code }: AwsError): boolean {
  return code !== null && neverConnected.has(code)
}

/** AWS did nothing but reject the signature, and the SDK has learnt from the answer how wrong this clock is. */
export function isClockProblem(error: AwsError): boolean {
  return mayBeTheClock(error.name) && !hasNoAnswer(error) && !isThrottling(error)
}

/** The outcome of the call is unknown: no status, a server's failure, or a page in place of an answer. */
export function hasNoAnswer({ name, status }: AwsError): boolean {
  if (name === 'CredentialsProviderError') return false
  return (
    status === null ||
    status >= 500 ||
    status < 400 ||
    name === 'SyntaxError' ||
    name === 'AnswerTooLong' ||
    name === 'InternalErrorException'
  )
}

export const credentialErrors = new Set([
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'ExpiredTokenException',
  'ExpiredToken',
  'IncompleteSignatureException',
  'IncompleteSignature',
  'MissingAuthenticationTokenException',
  'MissingAuthenticationToken',
  'NotAuthorized',
  'OptInRequired',
])

type SetupProblem = Extract<
  FailureReason,
  { kind: 'forbidden' | 'credentials' | 'pool-missing' | 'bad-parameter' }
>

export function isDenied({ name }: AwsError): boolean {
  return name === 'AccessDeniedException' || name === 'AccessDenied'
}

function setupProblem(error: AwsError, action: string): SetupProblem | null {
  const { name } = error
  if (isDenied(error)) return { kind: 'forbidden', action }
  if (credentialErrors.has(name) || mayBeTheClock(name)) return { kind: 'credentials', name }
  if (name === 'ResourceNotFoundException') return { kind: 'pool-missing' }
  return name === 'InvalidParameterException' ? { kind: 'bad-parameter' } : null
}
