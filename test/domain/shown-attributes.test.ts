import { describe, expect, it } from 'vitest'
import type { Pool } from '../../src/domain/pool.ts'
import { isWaiting, type PoolUser, seenSignUp, shownAttributes } from '../../src/domain/sign-up.ts'

const pool: Pool = {
  id: 'eu-west-1_TestPool1',
  region: 'eu-west-1',
  name: 'Test pool',
  channel: 'C0SIGNUPS',
  approvers: { groups: [], users: ['U0ADA'] },
  attributes: ['custom:company'],
  allowsNoEmail: false,
  clientMetadata: {},
}

const user: PoolUser = {
  poolId: pool.id,
  sub: 'sub-grace',
  userName: 'grace',
  signedUpAt: new Date('2026-05-01T11:00:00Z'),
  status: 'UNCONFIRMED',
  isEnabled: true,
  attributes: {
    sub: 'sub-grace',
    email: 'grace@example.com',
    email_verified: 'false',
    name: 'Grace',
    birthdate: '1906-12-09',
    'custom:company': 'Navy',
    'custom:salary': '1',
  },
}

describe('of a user', () => {
  it('only what the card shows is kept', () => {
    expect(shownAttributes(pool, user)).toEqual({
      email: 'grace@example.com',
      email_verified: 'false',
      name: 'Grace',
      'custom:company': 'Navy',
    })
  })

  it('who it is, and since when, is kept with it', () => {
    expect(seenSignUp(pool, user)).toEqual({
      poolId: pool.id,
      sub: 'sub-grace',
      userName: 'grace',
      signedUpAt: user.signedUpAt,
      attributes: shownAttributes(pool, user),
    })
  })

  it('a phone number is kept as well, and whether it is verified', () => {
    const attributes = { phone_number: '+31201234567', phone_number_verified: 'true' }
    expect(shownAttributes(pool, { ...user, attributes })).toEqual(attributes)
  })

  it('nothing is made up', () => {
    expect(shownAttributes(pool, { ...user, attributes: {} })).toEqual({})
  })

  it.each([
    ['UNCONFIRMED', true, true],
    ['UNCONFIRMED', false, false],
    ['CONFIRMED', true, false],
    ['FORCE_CHANGE_PASSWORD', true, false],
    ['unconfirmed', true, false],
  ])('who is %s, enabled %s, it is %s that they wait', (status, isEnabled, expected) => {
    expect(isWaiting({ ...user, status, isEnabled })).toBe(expected)
  })
})
