// How often Cognito may be called: far below an account's default quotas in a region, which the pool's users share.
import { createLimits, type Limit, shareOf } from '../shared/limit.ts'

/** Calls a second, by quota category. https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const callsPerSecond = {
  /** `AdminConfirmSignUp` */
  UserCreation: 5,
  /** `ListUsers` */
  UserList: 10,
  /** `AdminGetUser` */
  UserPoolRead: 1,
}

type Quota = keyof typeof callsPerSecond

export interface CognitoLimits {
  /** The limit of a quota in a region. One account is assumed. */
  limitOf(quota: Quota, region: string): Limit
  /** Paces claims as confirmations, so that no claim is made before Cognito can take its call. */
  claimsIn(region: string): Limit
}

/** `processes` share the quotas. */
export function createCognitoLimits(processes: number): CognitoLimits {
  const rateOf = (quota: Quota) => shareOf({ calls: callsPerSecond[quota], per: 1000 }, processes)
  const limits: Readonly<Record<Quota, (region: string) => Limit>> = {
    UserCreation: createLimits(rateOf('UserCreation')),
    UserList: createLimits(rateOf('UserList')),
    UserPoolRead: createLimits(rateOf('UserPoolRead')),
  }
  return {
    limitOf: (quota, region) => limits[quota](region),
    claimsIn: createLimits(rateOf('UserCreation')),
  }
}
