import { describe, expect, it } from 'vitest'
import { entitlementFor, entitlementFormat } from '../../src/domain/entitlement.ts'
import type { ClickRequest } from '../../src/domain/request.ts'
import { pressed } from '../decide/pressed.ts'
import { testPool } from '../support/pool.ts'
import { grace } from './people.ts'

const at = new Date('2026-05-01T12:00:00Z')
const grounds = { through: { kind: 'group', group: '@a', id: 'S1', readAt: at }, name: 'Ada' } as const
const deny = { kind: 'deny', roundId: 'round', reason: 'Other', note: null, onDeny: 'keep' } as const

describe('why somebody was allowed to decide', () => {
  it.each<readonly [string, ClickRequest, string | null, string]>([
    ['a card’s button', { kind: 'approve', roundId: 'round' }, null, 'button'],
    ['the form that approves many', { kind: 'approve', roundId: 'round' }, 'bulk', 'form'],
    ['the form that approves one', { kind: 'approve', roundId: 'round', isByForm: true }, null, 'form'],
    ['the form that denies', deny, null, 'form'],
    ['a command', { kind: 'command', text: 'sub' }, null, 'command'],
  ])('says how they asked: by %s', (_, request, bulkId, asked) => {
    const entitlement = entitlementFor(pressed(at, { request, bulkId }), grace(), testPool(), grounds)
    expect(entitlement).toMatchObject({ asked, through: grounds.through })
  })

  it('keeps what they were shown, and their name, among what is personal', () => {
    const attributes = {
      email: 'grace@example.com',
      'custom:company': 'Navy',
      'custom:old': 'no longer shown',
    }
    const signUp = grace({ attributes })
    const pool = testPool({ attributes: ['custom:company'] })
    const entitlement = entitlementFor(pressed(at), signUp, pool, grounds)
    expect(entitlement.personal).toEqual({
      name: 'Ada',
      userName: 'grace',
      shown: { email: 'grace@example.com', 'custom:company': 'Navy' },
    })
    expect(entitlementFormat.parse(JSON.parse(JSON.stringify(entitlement)))).toEqual(entitlement)
  })
})
