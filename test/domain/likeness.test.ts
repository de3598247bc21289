import { describe, expect, it } from 'vitest'
import { type Called, createLikeness } from '../../src/domain/likeness.ts'
import { editDistance } from '../../src/shared/edit-distance.ts'

const sub = '5005a893-21d7-4d47-8806-5aa66450dece'
const grace: Called = {
  sub,
  userName: 'grace.hopper',
  attributes: { email: 'Grace@Navy.example', phone_number: '+15550100', name: 'Grace Brewster Hopper' },
}

const likeness = (user: string, called: Called = grace, isForcedName = false) =>
  createLikeness({ user, isForcedName }, editDistance)(called)

describe('a sign-up is called exactly so', () => {
  it.each([
    'grace.hopper',
    'GRACE.HOPPER',
    '“grace.hopper”',
    'grace@navy.example',
    'grace brewster hopper',
    sub,
  ])('if its user name, e-mail, name or sub is this, in whatever case: %s', (typed) => {
    expect(likeness(typed)).toBe(0)
  })

  it.each(['+15550100', '+1 (555) 01-00'])('if its phone number is this: %s', (typed) => {
    expect(likeness(typed)).toBe(0)
  })

  it('only by its user name, where a user name is asked for', () => {
    expect(likeness('grace.hopper', grace, true)).toBe(0)
    expect(likeness('mallory@navy.example', grace, true)).toBeNull()
    expect(likeness('+15550100', grace, true)).toBeNull()
  })
})

describe('a sign-up is called nearly so', () => {
  it.each([
    'grace',
    'hopper',
    'graec',
    'grase',
    'hoper',
    'gra',
    'brewstr',
    'grace.hoper',
    'grase@navy.example',
    'grace@nvay.example',
  ])('by a part of a name, or with a slip of the fingers: %s', (typed) => {
    expect(likeness(typed)).toBeGreaterThan(0)
  })

  it('the more, the fewer letters differ', () => {
    const [same, one, two] = ['grace', 'grase', 'gr4se5'].map((typed) => likeness(typed) ?? 99)
    expect(same).toBeLessThan(one ?? 0)
    expect(one).toBeLessThan(two ?? 0)
  })
})

describe('a sign-up is called otherwise', () => {
  it.each([
    'ada',
    'ab',
    'mallory@navy.example',
    'grace@elsewhere.example',
    '"',
    '@',
    '5005a893',
    'x'.repeat(4000),
  ])('if too many letters differ, though the domain may be the same: %s', (typed) => {
    if (typed === '5005a893') expect(likeness(typed)).toBe(1)
    else expect(likeness(typed)).toBeNull()
  })

  it('if it has nothing that is like it', () => {
    expect(likeness('grace', { sub, userName: 'mia', attributes: {} })).toBeNull()
  })
})
