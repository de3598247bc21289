// What an administrator may do to one user of a pool.
import { z } from 'zod'
import { type Answer, done, type Operation, operation, refused } from './answer.ts'
import type { Journal } from './journal.ts'
import type { Pools, SandboxUser } from './pools.ts'
import type { PostConfirmationFunction } from './post-confirmation.ts'
import { userAnswer } from './user-record.ts'

interface Parts {
  readonly pools: Pools
  readonly journal: Journal
  readonly onPostConfirmation: PostConfirmationFunction | undefined
}

export function createAdminOperations(parts: Parts) {
  const { pools, journal } = parts
  return {
    AdminGetUser: onUser(pools, (user) => done(userAnswer(user))),
    AdminConfirmSignUp: onUser(pools, (user, clientMetadata) => confirm(parts, user, clientMetadata)),
    AdminDisableUser: onUser(pools, ({ status, ...user }) => {
      journal.disabled({ sub: user.sub, poolId: user.poolId, status })
      pools.change(user.sub, { enabled: false })
      return done()
    }),
    AdminUserGlobalSignOut: onUser(pools, ({ sub, poolId }) => {
      journal.signedOut({ sub, poolId })
      return done()
    }),
    AdminEnableUser: onUser(pools, (user) => {
      journal.enabled({ sub: user.sub, poolId: user.poolId, status: user.status })
      pools.change(user.sub, { enabled: true })
      return done()
    }),
    AdminAddUserToGroup: operation(groupInput, ({ UserPoolId, Username, GroupName }) => {
      if (!pools.poolIds.includes(UserPoolId)) return noPool(UserPoolId)
      const user = pools.find(UserPoolId, Username)
      if (user === undefined) return refused('UserNotFoundException', 'User does not exist.')
      const members = pools.membersOf(GroupName, UserPoolId)
      if (members === undefined) return refused('ResourceNotFoundException', 'Group not found.')
      const { sub, poolId, status, enabled: isEnabled } = user
      journal.added({ sub, poolId, group: GroupName, status, isEnabled })
      members.add(sub)
      return done()
    }),
    AdminDeleteUser: onUser(pools, (user) => {
      pools.remove(user.sub)
      return done()
    }),
  }
}

type ClientMetadata = Readonly<Record<string, string>> | undefined

const poolInput = z.object({ UserPoolId: z.string() })

const userInput = poolInput.extend({
  Username: z.string().min(1).max(128),
  ClientMetadata: z.record(z.string(), z.string()).optional(),
})

const groupInput = userInput.extend({ GroupName: z.string().min(1).max(128) })

function onUser(
  pools: Pools,
  work: (user: SandboxUser, clientMetadata: ClientMetadata) => Answer | Promise<Answer>,
): Operation {
  return operation(userInput, ({ UserPoolId, Username, ClientMetadata }) => {
    if (!pools.poolIds.includes(UserPoolId)) return noPool(UserPoolId)
    const user = pools.find(UserPoolId, Username)
    return user ? work(user, ClientMetadata) : refused('UserNotFoundException', 'User does not exist.')
  })
}

async function confirm(
  { pools, journal, onPostConfirmation }: Parts,
  user: SandboxUser,
  clientMetadata: ClientMetadata,
): Promise<Answer> {
  if (!user.enabled) return refused('NotAuthorizedException', 'User is disabled.')
  if (user.status !== 'UNCONFIRMED')
    return refused('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.status}`)

  // The function runs after the confirmation, and its failure undoes nothing.
  journal.confirmed({ sub: user.sub, poolId: user.poolId, clientMetadata })
  pools.change(user.sub, { status: 'CONFIRMED' })
  try {
    await onPostConfirmation?.({
      userName: user.userName,
      userPoolId: user.poolId,
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: {
        userAttributes: { ...user.attributes, sub: user.sub, 'cognito:user_status': 'CONFIRMED' },
        clientMetadata,
      },
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refused('UserLambdaValidationException', `PostConfirmation failed with error ${reason}.`)
  }
  return done()
}

function noPool(id: string): Answer {
  return refused('ResourceNotFoundException', `User pool ${id} does not exist.`)
}
