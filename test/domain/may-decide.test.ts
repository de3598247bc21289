import { describe, expect, it } from 'vitest'
import {
  isAboutSignUp,
  mayDecide,
  mayDecideAtAll,
  type Refusal,
  refusalFormat,
} from '../../src/domain/may-decide.ts'
import { approver, grace } from './people.ts'

const refused = (because: Refusal) => ({ kind: 'may-not', because })

describe('whoever may decide', () => {
  it('is a member of our workspace whom the pool names', () => {
    expect(mayDecide(approver(), grace())).toMatchObject({ kind: 'may' })
  })

  it('may because of a group or a list, under the name that Slack shows then', () => {
    const through = { kind: 'group', group: '@approvers', id: 'S1', readAt: new Date(0) } as const
    expect(mayDecide(approver({ displayName: 'Ada L.' }, { through }), grace())).toEqual({
      kind: 'may',
      grounds: { through, name: 'Ada L.' },
    })
  })

  it('may be without an e-mail address, if the pool allows it', () => {
    const needsEmail = false
    expect(mayDecide(approver({ email: null }, { needsEmail }), grace())).toMatchObject({ kind: 'may' })
    expect(mayDecide(approver({ email: null }, { needsEmail }), grace({ attributes: {} }))).toMatchObject({
      kind: 'may',
    })
  })

  it('may decide about a sign-up that has neither an address nor a number', () => {
    expect(mayDecide(approver({ phone: '0151 2345678' }), grace({ attributes: {} }))).toMatchObject({
      kind: 'may',
    })
  })

  it('is from here on Enterprise Grid if ours is one of their workspaces, whichever is their home', () => {
    const teamIds = ['T0SISTER', 'T0HOME']
    expect(mayDecide(approver({ teamIds }), grace())).toMatchObject({ kind: 'may' })
  })
})

describe('who may not decide', () => {
  it.each([
    [
      'people of a sister workspace on Enterprise Grid',
      approver({ teamIds: ['E0ORGANISATION', 'T0SISTER'] }),
      'other-workspace',
    ],
    ['people whose profile is of another workspace', approver({ teamIds: ['T0OTHER'] }), 'other-workspace'],
    ['people whose profile names no workspace', approver({ teamIds: [] }), 'other-workspace'],
    ['strangers in a shared channel', approver({ isStranger: true }), 'other-workspace'],
    ['deactivated members', approver({ isDeactivated: true }), 'deactivated'],
    ['bots', approver({ isBot: true }), 'bot'],
    ['guests', approver({ isGuest: true }), 'guest'],
    ['whom the pool does not name', approver({}, { through: null }), 'not-an-approver'],
    ['approvers without an e-mail address', approver({ email: null }), 'no-email'],
    ['approvers with an empty e-mail address', approver({ email: ' ' }), 'no-email'],
    ['approvers whose e-mail address is none', approver({ email: 'ada' }), 'no-email'],
  ] as const)('%s', (_, claimant, because) => {
    expect(mayDecide(claimant, grace())).toEqual(refused(because))
    expect(mayDecideAtAll(claimant)).toEqual(refused(because))
  })

  it('whoever signed up themselves, by their phone number', () => {
    const own = grace({ attributes: { email: 'other@example.com', phone_number: '+491512345678' } })
    expect(mayDecide(approver({ phone: '0151 2345678' }), own)).toEqual(refused('own-sign-up'))
    expect(mayDecide(approver({ phone: '0151 2345679' }), own)).toMatchObject({ kind: 'may' })
    expect(mayDecide(approver({ phone: null }), own)).toMatchObject({ kind: 'may' })
  })

  it('whoever signed up themselves, by their phone number in a pool that needs no e-mail address', () => {
    const own = grace({ attributes: { phone_number: '+491512345678' } })
    const claimant = approver({ email: null, phone: '+49 151 2345678' }, { needsEmail: false })
    expect(mayDecide(claimant, own)).toEqual(refused('own-sign-up'))
  })

  it('whoever signed up themselves, where the user name is the number', () => {
    const own = grace({ userName: '+491512345678', attributes: {} })
    expect(mayDecide(approver({ phone: '(0151) 234-5678' }), own)).toEqual(refused('own-sign-up'))
  })

  it('whoever signed up themselves, where their preferred user name is the address', () => {
    const own = grace({ attributes: { preferred_username: 'Ada@our-company.example' } })
    expect(mayDecide(approver(), own)).toEqual(refused('own-sign-up'))
  })

  it.each(['ada@our-company.example', 'ADA@Our-Company.Example', ' ada+test@our-company.example '])(
    'whoever signed up themselves, as %s',
    (email) => {
      const own = grace({ attributes: { email } })
      expect(mayDecide(approver(), own)).toEqual(refused('own-sign-up'))
    },
  )

  it.each(['ada@our-company.example', 'ada+sign-up@our-company.example'])(
    'whoever’s own address in Slack is %s',
    (email) => {
      const own = grace({ attributes: { email: 'ada@our-company.example' } })
      expect(mayDecide(approver({ email }), own)).toEqual(refused('own-sign-up'))
    },
  )

  it('whoever signed up themselves, where the user name is the address', () => {
    const own = grace({ userName: 'Ada@our-company.example', attributes: {} })
    expect(mayDecide(approver(), own)).toEqual(refused('own-sign-up'))
  })

  it.each(['adam@our-company.example', 'ada@our-company.example.net', 'ada.b@our-company.example'])(
    'is not whoever has only a similar address: %s',
    (email) => {
      expect(mayDecide(approver(), grace({ attributes: { email } }))).toMatchObject({ kind: 'may' })
    },
  )

  it('is not whoever’s name is only spelt in another way', () => {
    const gross = grace({ attributes: { email: 'gross@our-company.example' } })
    expect(mayDecide(approver({ email: 'groß@our-company.example' }), gross)).toMatchObject({ kind: 'may' })
  })

  it('anybody, about a sign-up that could be taken for another', () => {
    expect(mayDecide(approver(), grace({ isImitation: true }))).toEqual(refused('imitation'))
    expect(mayDecideAtAll(approver())).toMatchObject({ kind: 'may' })
  })
})

describe('the reason', () => {
  it('lies in the sign-up only if it is one’s own, or an imitation', () => {
    expect(refusalFormat.options.filter(isAboutSignUp)).toEqual(['own-sign-up', 'imitation'])
  })
})

describe('of several refusals', () => {
  const everything = {
    isStranger: true,
    isDeactivated: true,
    isBot: true,
    isGuest: true,
    email: 'grace@example.com',
  }
  const imitation = grace({ isImitation: true })

  it('strangers learn that they are strangers, and nothing of the sign-up', () => {
    const claimant = approver(everything, { through: null })
    expect(mayDecide(claimant, imitation)).toEqual(refused('other-workspace'))
  })

  it('each is told before the ones that are easier to fix', () => {
    const order: readonly [Parameters<typeof approver>[0], Refusal][] = [
      [{ ...everything, isStranger: false }, 'deactivated'],
      [{ ...everything, isStranger: false, isDeactivated: false }, 'bot'],
      [{ ...everything, isStranger: false, isDeactivated: false, isBot: false }, 'guest'],
    ]
    for (const [profile, because] of order)
      expect(mayDecide(approver(profile, { through: null }), imitation)).toEqual(refused(because))
  })

  it('who is no approver is told only that', () => {
    const claimant = approver({ email: 'grace@example.com' }, { through: null })
    expect(mayDecide(claimant, imitation)).toEqual(refused('not-an-approver'))
    expect(mayDecide(approver({ email: null }, { through: null }), imitation)).toEqual(
      refused('not-an-approver'),
    )
  })

  it('one’s own sign-up comes before its imitation', () => {
    expect(mayDecide(approver({ email: 'grace@example.com' }), imitation)).toEqual(refused('own-sign-up'))
  })
})
