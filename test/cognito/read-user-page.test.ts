import { describe, expect, it } from 'vitest'
import { readUserPage } from '../../src/cognito/read-user-page.ts'

const poolId = 'eu-west-1_TestPool1'
const created = new Date('2026-05-01T11:00:00Z')
const grace = {
  Username: 'grace',
  Attributes: [
    { Name: 'sub', Value: 'sub-grace' },
    { Name: 'email', Value: 'grace@example.com' },
  ],
  UserCreateDate: created,
  UserStatus: 'UNCONFIRMED',
  Enabled: true,
}
const ignore = () => {}
const read = (Users: readonly unknown[]) => readUserPage(poolId, { Users }, ignore)

describe('a page of users', () => {
  it('becomes our users and the token of the next page', () => {
    expect(readUserPage(poolId, { Users: [grace], PaginationToken: 'next' }, ignore)).toEqual({
      users: [
        {
          poolId,
          sub: 'sub-grace',
          userName: 'grace',
          signedUpAt: created,
          status: 'UNCONFIRMED',
          isEnabled: true,
          attributes: { sub: 'sub-grace', email: 'grace@example.com' },
        },
      ],
      unreadable: 0,
      nextToken: 'next',
    })
  })

  it('may be empty and still be followed by another', () => {
    const page = readUserPage(poolId, { Users: [], PaginationToken: 'next' }, ignore)
    expect(page).toEqual({ users: [], unreadable: 0, nextToken: 'next' })
  })

  it('is the last one without a token', () => {
    expect(read([]).nextToken).toBeNull()
  })

  it('accepts a user with nothing but an id', () => {
    const { users } = read([{ ...grace, Attributes: [{ Name: 'sub', Value: 'sub-grace' }] }])
    expect(users[0]?.attributes).toEqual({ sub: 'sub-grace' })
  })

  it('reads an attribute without a value as empty', () => {
    const { users } = read([{ ...grace, Attributes: [...grace.Attributes, { Name: 'name' }] }])
    expect(users[0]?.attributes['name']).toBe('')
  })

  it('keeps an attribute’s name, even a hostile one', () => {
    const Attributes = [...grace.Attributes, { Name: '__proto__', Value: 'x' }]
    const { users } = read([{ ...grace, Attributes }])
    expect(Object.keys(users[0]?.attributes ?? {})).toContain('__proto__')
  })
})

describe('what a stranger typed', () => {
  const typed = (Username: string, Value: string) => {
    const Attributes = [...grace.Attributes, { Name: 'name', Value }]
    const [user] = read([{ ...grace, Username, Attributes }]).users
    return { userName: user?.userName ?? '', name: user?.attributes['name'] ?? '' }
  }

  it('is kept whole up to Cognito’s own maxima', () => {
    const longest = { userName: 'n'.repeat(128), name: 'v'.repeat(2048) }
    expect(typed(longest.userName, longest.name)).toEqual(longest)
  })

  it('is cut beyond them, and taken for nothing else', () => {
    const { userName, name } = typed(`sub-grace${'x'.repeat(1_000_000)}`, 'v'.repeat(1_000_000))
    expect([userName.length, name.length]).toEqual([127, 2047])
    expect(userName).toContain('…')
  })

  it('loses NUL and half characters, so that every database keeps it as it was read', () => {
    expect(typed('gra\0ce', 'Gr\ud83dce')).toEqual({ userName: 'grace', name: 'Gr\ufffdce' })
  })

  it('can’t overwrite an attribute under nearly the same name', () => {
    const Attributes = [...grace.Attributes, { Name: 'email\0', Value: 'mallory@example.com' }]
    expect(read([{ ...grace, Attributes }]).users[0]?.attributes).toEqual({
      sub: 'sub-grace',
      email: 'grace@example.com',
    })
  })
})

describe('a user who makes no sense', () => {
  it.each([
    ['no attributes', { ...grace, Attributes: undefined }],
    ['no id', { ...grace, Attributes: [{ Name: 'email', Value: 'grace@example.com' }] }],
    ['an id with NUL', { ...grace, Attributes: [{ Name: 'sub', Value: 'sub-\0grace' }] }],
    ['half a character in the id', { ...grace, Attributes: [{ Name: 'sub', Value: 'sub-\ud83d' }] }],
    [
      'an id that Cognito would not take',
      { ...grace, Attributes: [{ Name: 'sub', Value: 'x'.repeat(129) }] },
    ],
    ['nothing but NUL for a name', { ...grace, Username: '\0' }],
    ['a status that can’t be kept', { ...grace, UserStatus: 'UNCONFIRMED\0' }],
    ['an empty id', { ...grace, Attributes: [{ Name: 'sub', Value: '' }] }],
    ['no user name', { ...grace, Username: undefined }],
    ['an empty user name', { ...grace, Username: '' }],
    ['no status', { ...grace, UserStatus: undefined }],
    ['no date', { ...grace, UserCreateDate: undefined }],
    ['a date that is none', { ...grace, UserCreateDate: new Date(Number.NaN) }],
    ['attributes that are no list', { ...grace, Attributes: 'sub' }],
    ['null instead of a user', null],
    ['a text instead of a user', 'grace'],
  ])('with %s is counted and left out, and the others are kept', (_, nonsense) => {
    const page = read([nonsense, { ...grace, Username: 'hedy' }])
    expect(page.unreadable).toBe(1)
    expect(page.users.map(({ userName }) => userName)).toEqual(['hedy'])
  })
})

describe('an answer that is no page', () => {
  it.each([[undefined], [null], ['<html>'], [{}], [{ Users: null }], [{ Users: 'grace' }]])(
    '%j is thrown, so that nothing is concluded from it',
    (answer) => {
      expect(() => readUserPage(poolId, answer, ignore)).toThrow()
    },
  )

  it.each([[''], [7]])('is thrown too if only its token makes no sense: %j', (PaginationToken) => {
    expect(() => readUserPage(poolId, { Users: [], PaginationToken }, ignore)).toThrow()
  })
})
