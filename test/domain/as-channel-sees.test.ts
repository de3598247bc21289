// What a channel sees of its pool's sign-ups: one function hides the rest.
import { describe, expect, it } from 'vitest'
import { asChannelSees, masked } from '../../src/domain/as-channel-sees.ts'
import type { CardView } from '../../src/domain/card-view.ts'
import { grace, pool, roundOf } from '../slack/draw/everything.ts'

const attributes = {
  email: 'grace@navy.example',
  email_verified: 'false',
  phone_number: '+31201234567',
  name: 'Grace Brewster Hopper',
  'custom:company': 'Navy',
}

const signUp = grace({ attributes })

describe('of a sign-up', () => {
  it('a masked channel sees initials, and the first letter and the domain of an address', () => {
    expect(masked(signUp, 'masked')).toEqual({
      ...signUp,
      userName: 'g•••',
      attributes: {
        email: 'g•••@navy.example',
        email_verified: 'false',
        phone_number: '+3•••',
        name: 'G. B. H.',
      },
      isMasked: true,
    })
  })

  it('a channel that sees the domain sees nothing else', () => {
    expect(masked(signUp, 'domain')).toMatchObject({
      userName: '•••',
      attributes: { email: '•••@navy.example', email_verified: 'false', phone_number: '•••' },
    })
    expect(masked(signUp, 'domain').attributes).not.toHaveProperty('name')
  })

  it('what only looks like an address has no domain to keep', () => {
    for (const email of ['grace', '@navy.example', 'grace@navy and more'])
      expect(masked(grace({ attributes: { email } }), 'domain').attributes['email']).toBe('•••')
    const twice = grace({ attributes: { email: 'boss@acme.example@evil.example' } })
    expect(masked(twice, 'masked').attributes['email']).toBe('b•••@evil.example')
  })

  it('a user name that is an address keeps its domain, and one that is the id stays', () => {
    expect(masked(grace({ userName: 'grace@navy.example' }), 'masked').userName).toBe('g•••@navy.example')
    expect(masked(grace({ userName: 'sub-grace' }), 'domain').userName).toBe('sub-grace')
  })

  it('what is empty stays so, and a first letter is never cut in half', () => {
    expect(masked(grace({ attributes: { email: '', name: '' } }), 'masked').attributes).toEqual({
      email: '',
      name: '',
    })
    expect(masked(grace({ attributes: { name: '👩‍👩‍👧x' } }), 'masked').attributes['name']).toBe('👩‍👩‍👧.')
  })

  it('a channel that sees everything sees it unchanged', () => {
    expect(masked(signUp, 'full')).toBe(signUp)
    const entries = [{ signUp, round: roundOf({ kind: 'waiting', failure: null }) }]
    const view: CardView = {
      messageId: 'm',
      pool,
      shown: { kind: 'cards', entries, bulks: [], isPlain: false },
    }
    expect(asChannelSees(view)).toBe(view)
  })

  it('what a function said of somebody is for those who see everything', () => {
    const functionError = 'grace@navy.example is no customer'
    const ending = {
      kind: 'confirmed-elsewhere',
      status: 'CONFIRMED, but disabled',
      at: new Date(0),
      functionError,
    } as const
    const entries = [{ signUp, round: roundOf({ kind: 'settled', ending }) }]
    const shown = { kind: 'cards', entries, bulks: [], isPlain: false } as const
    const view: CardView = { messageId: 'm', pool: { ...pool, visibility: 'masked' }, shown }
    expect(JSON.stringify(asChannelSees(view))).not.toContain('navy.example is no')
  })
})
