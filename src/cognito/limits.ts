// How often Cognito is called: far below the default quotas of an account's region, which the pool's own users share.
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
  /** The limit of a quota in a region, where one account is called. */
  limitOf(quota: Quota, region: string): Limit
  /** Claims are made at the pace of confirmations: what Cognito can't take yet is not claimed yet. */
  claimsIn(region: string): Limit
}

/** So many processes share the quotas. */
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
