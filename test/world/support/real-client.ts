// The real AWS client against the local Cognito, and what a caller learns about a failure.
import {
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { type StandInOptions, startStandIn } from '../cognito/start-stand-in.ts'

/** A stand-in and a client for it; both end with the test. */
export async function standInAndClient(options?: StandInOptions) {
  const cognito = await startStandIn(options)
  onTestFinished(cognito.stop)
  return { cognito, client: realClient(cognito), UserPoolId: cognito.poolId }
}

/** The same with one waiting user, and the calls that most tests make. */
export async function oneSignUp() {
  const { cognito, client, UserPoolId } = await standInAndClient()
  const { sub } = cognito.signUp()
  return {
    cognito,
    sub,
    confirm: (abortSignal?: AbortSignal) =>
      client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: sub }), {
        ...(abortSignal && { abortSignal }),
      }),
    list: () => client.send(new ListUsersCommand({ UserPoolId })),
    isConfirmed: () => cognito.user(sub)?.status === 'CONFIRMED',
  }
}

/** A client as the bot makes it: one attempt, no retries. */
export function realClient({ endpoint, region }: { endpoint: string; region: string }) {
  const credentials = { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'nothing-secret' }
  const client = new CognitoIdentityProviderClient({ endpoint, region, credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  return client
}

const thrown = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
})

/** What a caller can learn from an error. */
export async function failureOf(answer: Promise<unknown>) {
  const error = await answer.then(
    () => expectFailure(),
    (reason: unknown) => reason,
  )
  const { name, message, code, $metadata } = thrown.parse(error)
  const isServiceException = error instanceof CognitoIdentityProviderServiceException
  return { name, message, code, status: $metadata?.httpStatusCode, isServiceException }
}

function expectFailure(): never {
  throw new Error('Expected the call to fail, but it succeeded')
}
