import { describe, expect, it } from 'vitest'
import { type Command, readCommand } from '../../src/domain/command.ts'
import type { Pool } from '../../src/domain/pool.ts'

const pool = (id: string, name: string): Pool => ({
  id,
  name,
  region: 'eu-west-1',
  channel: 'C1',
  approvers: { groups: [], users: ['U1'] },
  attributes: [],
  allowsNoEmail: false,
  clientMetadata: {},
})
const customers = pool('eu-west-1_A', 'Customers')
const partners = pool('eu-west-1_B', 'Partners EU')
const pools = [customers, partners]

const list = (...meant: readonly Pool[]): Command => ({ kind: 'list', pools: meant })
const confirm = (user: string, ...meant: readonly Pool[]): Command => {
  return { kind: 'confirm', user, isForcedName: false, pools: meant.length === 0 ? pools : meant }
}
const named = (user: string, ...meant: readonly Pool[]): Command => {
  return { kind: 'confirm', user, isForcedName: true, pools: meant.length === 0 ? pools : meant }
}
const nowhere = (given: string): Command => ({ kind: 'unknown-pool', given })

describe('what is typed after /confirm-user', () => {
  it.each(['help', 'Help', '  HELP ', 'help me'])('asks for help: “%s”', (typed) => {
    expect(readCommand(typed, pools)).toEqual({ kind: 'help' })
  })

  it.each(['', '   ', 'list', 'LIST', ' list '])('lists who waits, in every pool: “%s”', (typed) => {
    expect(readCommand(typed, pools)).toEqual(list(customers, partners))
  })

  it.each([
    ['list Customers', list(customers)],
    ['List  partners eu ', list(partners)],
    ['list eu-west-1_b', list(partners)],
    ['list Partners', nowhere('Partners')],
  ])('lists one pool, by its name or id: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toEqual(command)
  })

  it.each([
    ['ada', confirm('ada')],
    ['Ada', confirm('Ada')],
    ['ada@example.com', confirm('ada@example.com')],
    ['helper', confirm('helper')],
    ['ada eu-west-1_A', confirm('ada', customers)],
    ['ada CUSTOMERS', confirm('ada', customers)],
    ['ada \t Partners EU', confirm('ada', partners)],
    ['ada\tPartners EU', confirm('ada', partners)],
    ['ada Nowhere', nowhere('Nowhere')],
    ['ada Customers please', nowhere('Customers please')],
  ])('confirms a user, in every pool or in one: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toEqual(command)
  })

  it('means every pool of that name', () => {
    const twins = [customers, pool('us-east-1_A', 'customers'), partners]
    expect(readCommand('ada Customers', twins)).toMatchObject({ pools: [twins[0], twins[1]] })
  })

  it.each([
    ['user:help', named('help')],
    ['user:help Customers', named('help', customers)],
    ['user:list Customers', named('list', customers)],
    ['user:user:ada', named('user:ada')],
    ['user:', confirm('user:')],
    ['user:ada@example.com', named('ada@example.com')],
    ['my-user:ada', confirm('my-user:ada')],
  ])('takes what follows “user:” as a user name, whatever it looks like: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toEqual(command)
  })
})

describe('a pool’s name', () => {
  it.each(['ada "Partners EU"', 'ada “Partners EU”', "ada 'Partners EU'"])(
    'may stand in quotation marks: %s',
    (typed) => {
      expect(readCommand(typed, pools)).toEqual(confirm('ada', partners))
    },
  )

  it.each(['Our “Beta”', '“Beta” users'])('keeps the quotation marks that are part of it: %s', (name) => {
    const beta = pool('eu-west-1_C', name)
    expect(readCommand(`ada ${name}`, [...pools, beta])).toEqual(confirm('ada', beta))
  })
})

describe('what Slack makes of what is typed', () => {
  it.each([
    ['<mailto:ada@example.com|ada@example.com>', confirm('ada@example.com')],
    ['<mailto:ada@example.com>', confirm('ada@example.com')],
    ['<mailto:ada@example.com|ada@example.com> Customers', confirm('ada@example.com', customers)],
    ['user:<mailto:ada@example.com|ada@example.com>', named('ada@example.com')],
    ['<https://example.com|example.com>', confirm('https://example.com')],
    ['ada <http://partners.example|partners.example>', nowhere('http://partners.example')],
    ['<mailto:a@b.c|a@b.c> <mailto:d@e.f|d@e.f>', nowhere('d@e.f')],
  ])('an address is read as it was typed: %s', (typed, command) => {
    expect(readCommand(typed, pools)).toEqual(command)
  })

  it.each([
    ['a&amp;b', 'a&b'],
    ['&lt;ada&gt;', '<ada>'],
    ['&amp;lt;ada', '&lt;ada'],
    ['&amp;&amp;', '&&'],
    ['&lt;&lt;&gt;&gt;', '<<>>'],
  ])('a character that it escapes is read as it was typed: %s', (typed, user) => {
    expect(readCommand(typed, pools)).toEqual(confirm(user))
  })
})
