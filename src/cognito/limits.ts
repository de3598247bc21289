// How often Cognito may be called: far below an account's default quotas in a region, which the pool's users share.
import { createLimits, type Limit, shareOf } from '../shared/limit.ts'
import { errorFacts, type Log } from '../shared/log.ts'
import { awsError, isClockProblem } from './errors.ts'

/** Calls a second, by quota category. https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const callsPerSecond = {
  /** `AdminConfirmSignUp` */
  UserCreation: 5,
  /** `ListUsers` */
  UserList: 10,
  /** `AdminAddUserToGroup`, `AdminDisableUser`, `AdminEnableUser`, `AdminUserGlobalSignOut` */
  UserUpdate: 3,
  /** `AdminGetUser` */
  UserPoolRead: 1,
}

type Quota = keyof typeof callsPerSecond

/** What is held under which of AWS's quotas, in calls a second: ours of all processes together, and AWS's default. */
export const quotaUses = [
  { quota: 'UserCreation', calls: 'AdminConfirmSignUp', ours: callsPerSecond.UserCreation, default: 50 },
  { quota: 'UserList', calls: 'ListUsers', ours: callsPerSecond.UserList, default: 30 },
  {
    quota: 'UserUpdate',
    calls: 'AdminDisableUser and the like',
    ours: callsPerSecond.UserUpdate,
    default: 25,
  },
] as const

export interface CognitoLimits {
  /**
   * The limit of a quota in a region. One account is assumed. A job must reject as the SDK does: if its signature was
   * rejected, which a jump of this machine's clock can cause, it runs once more.
   */
  limitOf(quota: Quota, region: string): Limit
  /** Paces claims as confirmations, so that no claim is made before Cognito can take its call. */
  claimsIn(region: string): Limit
}

/** `processes` share the quotas. */
export function createCognitoLimits(processes: number, log: Log): CognitoLimits {
  const rateOf = (quota: Quota) => shareOf({ calls: callsPerSecond[quota], per: 1000 }, processes)
  const limits: Readonly<Record<Quota, (region: string) => Limit>> = {
    UserCreation: createLimits(rateOf('UserCreation')),
    UserList: createLimits(rateOf('UserList')),
    UserUpdate: createLimits(rateOf('UserUpdate')),
    UserPoolRead: createLimits(rateOf('UserPoolRead')),
  }
  return {
    limitOf: (quota, region) => despiteTheClock(limits[quota](region), log),
    claimsIn: createLimits(rateOf('UserCreation')),
  }
}

function despiteTheClock(limit: Limit, log: Log): Limit {
  return {
    ...limit,
    schedule: async (urgency, job) => {
      try {
        return await limit.schedule(urgency, job)
      } catch (error) {
        if (!isClockProblem(awsError(error))) throw error
        log.warn(errorFacts(error), 'AWS rejected a signature, perhaps because of the clock: retrying once')
        return limit.schedule(urgency, job)
      }
    },
  }
}
