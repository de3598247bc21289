// Counts the calls of a client, each with how it ended.
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { Called } from '../shared/called.ts'
import { awsError, callOutcomeOf } from './errors.ts'

/** Sees each call from outside: what the search for credentials does is a part of it. */
export function countCalls({ middlewareStack }: CognitoIdentityProviderClient, called: Called): void {
  middlewareStack.add(
    (next, { commandName = 'unknown' }) =>
      async (given) => {
        const operation = commandName.replace(/Command$/, '')
        try {
          const result = await next(given)
          called('cognito', operation, 'done')
          return result
        } catch (error) {
          called('cognito', operation, callOutcomeOf(awsError(error)))
          throw error
        }
      },
    { step: 'initialize', priority: 'high', name: 'countCalls' },
  )
}
