// Does with cognito-local what the service would do, and answers what it would answer.
import { z } from 'zod'
import { type Answer, done, type Input, refused } from './answer.ts'
import { askCognitoLocal } from './ask-cognito-local.ts'
import { refuseSignIn, refuseSignUp } from './check-form.ts'
import type { ChosenFault } from './chosen-fault.ts'
import { faults, postConfirmationFailed } from './faults.ts'
import { ignoreCase } from './ignore-case.ts'
import type { Reply } from './reply.ts'
import { replyAfterWork } from './spoil.ts'
import type { CognitoLocal } from './start-cognito-local.ts'
import { noSuchUser, wordAsService } from './word-as-service.ts'

/** Carries out one call of any operation; never rejects. */
export async function replyAsService(
  cognito: CognitoLocal,
  operation: string,
  input: Input,
  fault?: ChosenFault,
): Promise<Reply> {
  switch (operation) {
    case 'SignUp':
      return answered(refuseSignUp(input, cognito.isEmailPool) ?? (await ask(cognito, operation, input)))
    case 'InitiateAuth':
      return answered(refuseSignIn(input) ?? (await ask(cognito, operation, input)))
    case 'AdminUserGlobalSignOut':
      return answered(await signOut(cognito, input))
    case confirmation:
      return confirmUnlessFaulty(cognito, input, fault)
    case adding:
      return answered(fault ? accessDenied(cognito, adding) : await ask(cognito, operation, input))
    default:
      return answered(await ask(cognito, operation, input))
  }
}

/** cognito-local does not know the operation, and its tokens can't be revoked: only whether there is such a user is true. */
async function signOut(cognito: CognitoLocal, input: Input): Promise<Answer> {
  const user = await ask(cognito, 'AdminGetUser', input)
  return user.kind === 'done' ? done() : user
}

const confirmation = 'AdminConfirmSignUp'
const adding = 'AdminAddUserToGroup'

async function confirmUnlessFaulty(
  cognito: CognitoLocal,
  input: Input,
  fault: ChosenFault | undefined,
): Promise<Reply> {
  switch (fault) {
    case 'throttled':
      return answered(faults.tooManyRequests)
    case 'access-denied':
      return answered(accessDenied(cognito, confirmation))
    case 'deleted':
      await ask(cognito, 'AdminDeleteUser', { UserPoolId: input['UserPoolId'], Username: input['Username'] })
      return answered(noSuchUser)
    case 'function-failed':
      return replyAfterWork(postConfirmationFailed(functionError), await ask(cognito, confirmation, input))
    case 'lost-answer':
      return replyAfterWork({ kind: 'resetAfter' }, await ask(cognito, confirmation, input))
    case 'group-denied':
    case undefined:
      return confirm(cognito, input)
  }
}

const functionError = 'The welcome e-mail could not be sent'

/** As the service does: reports what the function throws, and undoes nothing. */
async function confirm(cognito: CognitoLocal, input: Input): Promise<Reply> {
  const earlier = cognito.functionFailures.length
  const answer = await ask(cognito, confirmation, input)
  const { Username } = named.parse(input)
  const failure = cognito.functionFailures
    .slice(earlier)
    .find(({ event }) => [event.userName, event.request.userAttributes['sub']].includes(Username))
  return replyAfterWork(failure && postConfirmationFailed(failure.message), answer)
}

const named = z.object({ Username: z.string().optional().catch(undefined) })

async function ask(cognito: CognitoLocal, operation: string, input: Input): Promise<Answer> {
  const answer = await askCognitoLocal(cognito.endpoint, operation, ignoreCase(input))
  return wordAsService(operation, answer, cognito.isEmailPool)
}

function accessDenied({ region, poolId }: CognitoLocal, operation: string): Answer {
  const action = `cognito-idp:${operation}`
  return refused(
    'AccessDeniedException',
    `User: arn:aws:sts::123456789012:assumed-role/countersign/bot is not authorized to perform: ${action} on resource: arn:aws:cognito-idp:${region}:123456789012:userpool/${poolId} because no identity-based policy allows the ${action} action`,
  )
}

function answered(answer: Answer): Reply {
  return { kind: 'answer', answer }
}
