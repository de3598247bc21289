// Whom the tests of the rules are about: people of Slack, and a sign-up.
import type { Claimant } from '../../src/domain/may-decide.ts'
import type { Person, Profile } from '../../src/domain/person.ts'
import type { SignUp } from '../../src/domain/sign-up.ts'

export const ada: Person = { userId: 'U0ADA', teamId: 'T0HOME' }
export const bob: Person = { userId: 'U0BOB', teamId: 'T0HOME' }

/** An approver who may decide about Grace. */
export function approver(profile: Partial<Profile> = {}, rest: Partial<Claimant> = {}): Claimant {
  return {
    profile: {
      userId: 'U0ADA',
      displayName: 'Ada',
      teamIds: ['T0HOME'],
      isGuest: false,
      isStranger: false,
      isDeactivated: false,
      isBot: false,
      email: 'ada@our-company.example',
      phone: null,
      ...profile,
    },
    workspace: 'T0HOME',
    through: { kind: 'users' },
    needsEmail: true,
    ...rest,
  }
}

export function grace(change: Partial<SignUp> = {}): SignUp {
  return {
    poolId: 'eu-west-1_TestPool1',
    sub: 'sub-grace',
    userName: 'grace',
    signedUpAt: new Date('2026-05-01T11:00:00Z'),
    attributes: { email: 'grace@example.com' },
    isImitation: false,
    ...change,
  }
}
