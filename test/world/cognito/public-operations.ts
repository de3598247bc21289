// What a stranger may do through an app client: sign up, and sign in once confirmed.
import { z } from 'zod'
import { done, operation, refused } from './answer.ts'
import type { Pools } from './pools.ts'

/** The one app client that each pool of the stand-in has. */
export function clientIdOf(poolId: string): string {
  return `client-of-${poolId}`
}

export function createPublicOperations(pools: Pools) {
  const poolOf = (clientId: string) => pools.poolIds.find((poolId) => clientIdOf(poolId) === clientId)

  return {
    SignUp: operation(signUpInput, ({ ClientId, Username, Password, UserAttributes }) => {
      const poolId = poolOf(ClientId)
      if (poolId === undefined) return noClient(ClientId)
      if (pools.inPool(poolId).some((user) => user.userName === Username))
        return refused('UsernameExistsException', 'User already exists')
      const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
      const user = pools.signUp({ poolId, userName: Username, password: Password, attributes })
      return done({ UserConfirmed: false, UserSub: user.sub })
    }),

    InitiateAuth: operation(initiateAuthInput, ({ ClientId, AuthParameters }) => {
      const poolId = poolOf(ClientId)
      if (poolId === undefined) return noClient(ClientId)
      const user = pools.find(poolId, AuthParameters.USERNAME)
      // A user whom a test signed up without a password can sign in with any.
      const isRight = user?.password === undefined || user.password === AuthParameters.PASSWORD
      if (user === undefined || !isRight)
        return refused('NotAuthorizedException', 'Incorrect username or password.')
      if (!user.enabled) return refused('NotAuthorizedException', 'User is disabled.')
      if (user.status === 'UNCONFIRMED') return refused('UserNotConfirmedException', 'User is not confirmed.')
      return done({
        AuthenticationResult: { AccessToken: `token-of-${user.sub}`, ExpiresIn: 3600, TokenType: 'Bearer' },
        ChallengeParameters: {},
      })
    }),
  }
}

const signUpInput = z.object({
  ClientId: z.string(),
  Username: z.string().min(1).max(128),
  Password: z.string(),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
})

const initiateAuthInput = z.object({
  ClientId: z.string(),
  AuthFlow: z.literal('USER_PASSWORD_AUTH'),
  AuthParameters: z.object({ USERNAME: z.string(), PASSWORD: z.string() }),
})

function noClient(id: string) {
  return refused('ResourceNotFoundException', `User pool client ${id} does not exist.`)
}
