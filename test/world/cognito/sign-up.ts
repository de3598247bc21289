// What a stranger does with a pool: signs up, and tries to sign in; through Cognito's own API.
import {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'

/** Either local Cognito: what startCognitoLocal or startStandIn returns. */
export interface SignUpPage {
  readonly endpoint: string
  readonly region: string
  readonly clientId: string
}

export interface Stranger {
  readonly userName: string
  readonly email: string
  readonly name: string
  readonly phone?: string
  readonly password?: string
}

export type SignIn =
  | { readonly kind: 'in' }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string }

const usualPassword = 'Correct-horse-7'

/** Returns the new user's sub; rejects as the SDK does. */
export async function signUp(page: SignUpPage, stranger: Stranger): Promise<{ sub: string }> {
  const attributes = [
    { Name: 'email', Value: stranger.email },
    { Name: 'name', Value: stranger.name },
    ...(stranger.phone === undefined ? [] : [{ Name: 'phone_number', Value: stranger.phone }]),
  ]
  const client = clientOf(page)
  try {
    const answer = await client.send(
      new SignUpCommand({
        ClientId: page.clientId,
        Username: stranger.userName,
        Password: stranger.password ?? usualPassword,
        UserAttributes: attributes,
      }),
    )
    return { sub: answer.UserSub ?? '' }
  } finally {
    client.destroy()
  }
}

/** Says whether the pool lets the user in; rejects only if the service does not answer. */
export async function signIn(
  page: SignUpPage,
  { userName, password = usualPassword }: { userName: string; password?: string },
): Promise<SignIn> {
  const client = clientOf(page)
  try {
    await client.send(
      new InitiateAuthCommand({
        ClientId: page.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: userName, PASSWORD: password },
      }),
    )
    return { kind: 'in' }
  } catch (error) {
    if (!(error instanceof CognitoIdentityProviderServiceException)) throw error
    return { kind: 'refused', name: error.name, message: error.message }
  } finally {
    client.destroy()
  }
}

/** Strangers have no AWS account: these two calls are not signed. */
function clientOf({ endpoint, region }: SignUpPage): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({ endpoint, region, maxAttempts: 1 })
}
