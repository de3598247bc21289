// Corrects the answers of cognito-local that differ from the service's.
import { type Answer, refused } from './answer.ts'

/** The same answer, named and worded as by the service. */
export function wordAsService(operation: string, answer: Answer, isEmailPool: boolean): Answer {
  if (answer.kind === 'done') return answer
  const { name, message } = answer
  const isUnknown = name === 'NotAuthorizedException' && message === 'User not authorized'
  if (name === 'UserNotFoundException' || isUnknown) return noSuchUser
  if (name === 'ResourceNotFoundException' && message === 'Group not found')
    return refused(name, 'Group not found.')
  if (operation === 'InitiateAuth' && name === 'InvalidPasswordException')
    return refused('NotAuthorizedException', 'Incorrect username or password.')
  if (name === 'UsernameExistsException' && isEmailPool)
    return refused(name, 'An account with the given email already exists.')
  return answer
}

/** The answer of an app client whose PreventUserExistenceErrors is LEGACY, the default of the API. */
export const noSuchUser = refused('UserNotFoundException', 'User does not exist.')
