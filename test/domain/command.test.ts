import { describe, expect, it } from 'vitest'
import { type Command, type Purpose, readCommand } from '../../src/domain/command.ts'
import type { Pool } from '../../src/domain/pool.ts'
import { testPool } from '../support/pool.ts'

const pool = (id: string, name: string): Pool =>
  testPool({ id, name, channel: 'C1', approvers: { groups: [], users: ['U1'] } })
const customers = pool('eu-west-1_A', 'Customers')
const partners = pool('eu-west-1_B', 'Partners EU')
const pools = [customers, partners]

const list = (...meant: readonly Pool[]): Command => ({ kind: 'list', pools: meant })
const user =
  (isForcedName: boolean, decision: Purpose = 'approve') =>
  (name: string, ...meant: readonly Pool[]) =>
    ({
      kind: 'confirm',
      decision,
      user: name,
      isForcedName,
      pools: meant.length === 0 ? pools : meant,
    }) as const
const confirm = user(false)
const named = user(true)
const deny = user(false, 'deny')
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
  ])('means a user, in every pool or in one: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
  })

  it.each([
    ['deny zed', deny('zed')],
    ['DENY  zed', deny('zed')],
    ['deny zed Customers', deny('zed', customers)],
    ['deny list', deny('list')],
    ['deny deny', deny('deny')],
    ['deny “Ada Lovelace” Customers', deny('Ada Lovelace', customers)],
    ['deny +1 555 0100', deny('+1 555 0100')],
    ['deny user:help', user(true, 'deny')('help')],
    ['deny Grace Hopper', nowhere('Hopper')],
  ])('looks for somebody to deny: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
  })

  it.each([
    ['history zed', user(false, 'history')('zed')],
    ['History  zed Customers', user(false, 'history')('zed', customers)],
    ['history user:list', user(true, 'history')('list')],
    ['history “Ada Lovelace”', user(false, 'history')('Ada Lovelace')],
    ['history', { kind: 'help' }],
    ['user:history', named('history')],
    ['historyzed', confirm('historyzed')],
  ])('looks for somebody’s history: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
  })

  it.each([
    ['Grace Hopper', 'approve', 'Grace Hopper'],
    ['deny Grace Hopper', 'deny', 'Grace Hopper'],
    ['history Grace Hopper', 'history', 'Grace Hopper'],
    ['user:Grace Hopper', 'approve', 'Grace Hopper'],
  ])('keeps the whole name where its end may be no pool: “%s”', (typed, decision, name) => {
    expect(readCommand(typed, pools)).toMatchObject({ ...nowhere('Hopper'), whole: { decision, user: name } })
  })

  it('takes what follows “list” for a pool and nothing else', () => {
    expect(readCommand('list Hopper', pools)).toEqual(nowhere('Hopper'))
  })

  it.each([
    ['deny', { kind: 'help' }],
    ['denyzed', confirm('denyzed')],
    ['"deny zed"', confirm('deny zed')],
    ['user:deny', named('deny')],
  ])('takes nobody’s name for that: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
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
    ['user:', confirm('user')],
    ['User:ada', named('ada')],
    ['“user:ada”', named('ada')],
    ['*user:ada* Customers', named('ada', customers)],
    ['user:"ada",', named('ada')],
    ['user:ada@example.com', named('ada@example.com')],
    ['my-user:ada', confirm('my-user:ada')],
  ])('takes what follows “user:” as a user name, whatever it looks like: “%s”', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
  })
})

describe('a pool’s name', () => {
  it.each(['ada "Partners EU"', 'ada “Partners EU”', "ada 'Partners EU'"])(
    'may stand in quotation marks: %s',
    (typed) => {
      expect(readCommand(typed, pools)).toMatchObject(confirm('ada', partners))
    },
  )

  it.each(['Our “Beta”', '“Beta” users'])('keeps the quotation marks that are part of it: %s', (name) => {
    const beta = pool('eu-west-1_C', name)
    expect(readCommand(`ada ${name}`, [...pools, beta])).toMatchObject(confirm('ada', beta))
  })
})

describe('what Slack makes of what is typed', () => {
  it.each([
    ['<mailto:ada@example.com|ada@example.com>', confirm('ada@example.com')],
    ['<mailto:ada@example.com|ada@example.com> Customers', confirm('ada@example.com', customers)],
    ['user:<mailto:ada@example.com|ada@example.com>', named('ada@example.com')],
    ['<https://ada.example|ada.example>', confirm('ada.example')],
    ['<tel:+15550100|+1 555 0100> Customers', confirm('+15550100', customers)],
    ['ada <http://partners.example|partners.example>', nowhere('partners.example')],
    ['<mailto:a@b.c|a@b.c> <mailto:d@e.f|d@e.f>', nowhere('d@e.f')],
    ['a&amp;b', confirm('a&b')],
    ['&amp;lt;ada', confirm('&lt;ada')],
  ])('is read as it was typed: %s', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
  })
})

describe('quotes, formatting and punctuation', () => {
  it.each([
    ['`ada` Customers', confirm('ada', customers)],
    ['`ada Customers`', confirm('ada', customers)],
    ['*ada Partners EU*', confirm('ada', partners)],
    ['“ada”, Customers.', confirm('ada', customers)],
    ['ada `customers`', confirm('ada', customers)],
    ['“Ada Lovelace”', confirm('Ada Lovelace')],
    ['"Ada Lovelace" Customers', confirm('Ada Lovelace', customers)],
    ['*list* Customers', list(customers)],
    ['“list”', list(customers, partners)],
    ['List.', list(customers, partners)],
    ['`help`', { kind: 'help' }],
  ] as const)('do not change who is meant: %s', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
  })

  it.each([
    ['ada', ['ada']],
    ['“ada”', ['“ada”', 'ada']],
    ['user:*ada*', ['*ada*', 'ada']],
    ['ada.', ['ada.', 'ada']],
    ['a\\b', ['a\\b', 'ab']],
    ['&lt;ada&gt;', ['<ada>', 'ada']],
  ])('may also belong to the name: %s', (typed, readings) => {
    expect(readCommand(typed, pools)).toMatchObject({ kind: 'confirm', readings })
  })
})

describe('a phone number', () => {
  it.each([
    ['+15550100', confirm('+15550100')],
    ['+1 555 0100', confirm('+1 555 0100')],
    ['+1 555 0100 Partners EU', confirm('+1 555 0100', partners)],
    ['+1 555 0100 eu-west-1_A', confirm('+1 555 0100', customers)],
    ['+1 555 0100 Nowhere', nowhere('555 0100 Nowhere')],
    ['+ada Customers', confirm('+ada', customers)],
  ])('may contain spaces: %s', (typed, command) => {
    expect(readCommand(typed, pools)).toMatchObject(command)
  })

  it('may be followed by a pool whose name is a number', () => {
    const numbered = pool('eu-west-1_C', '2026')
    const command = { kind: 'confirm', user: '+1 555 0100', pools: [numbered] }
    expect(readCommand('+1 555 0100 2026', [...pools, numbered])).toMatchObject(command)
  })
})
