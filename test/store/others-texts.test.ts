// Whatever strangers type, both databases keep it as it was read.
import { expect, it } from 'vitest'
import { readUserPage } from '../../src/cognito/read-user-page.ts'
import type { NewClick } from '../../src/domain/click.ts'
import { readPayload } from '../../src/slack/listen/read-payload.ts'
import { poolId } from './arrange.ts'
import { openStore } from './open-store.ts'

/** Nothing that a database's compression could make small. */
const long = Array.from({ length: 2000 }, (_, at) =>
  String.fromCodePoint(0x1f300 + ((at * 7919) % 700)),
).join('')

const odd = { NUL: 'gra\0ce', 'half a character': 'gra\ud83dce', 'more than fits': long }

function commandOf(text: string): NewClick {
  const body = { command: '/confirm-user', text, user_id: 'U0ADA', trigger_id: '1.2.3' }
  const received = readPayload(body, 'envelope', () => {})
  if (received.kind !== 'asked' || received.asked.request.kind !== 'command') throw new Error('No command')
  const { request } = received.asked
  return { ...received.asked, request }
}

it.each(Object.entries(odd))('a command with %s is written down once', async (_, text) => {
  const { ledger, database } = await openStore()
  const command = commandOf(text)
  expect((await ledger.writeDown(command))?.click.request).toEqual(command.request)
  expect(await ledger.writeDown(commandOf(text))).toBeNull()
  expect((await ledger.unended()).map(({ click }) => click.request)).toEqual([command.request])
  const rows = await database.selectFrom('clicks').select('delivery_key').execute()
  expect(rows).toEqual([{ delivery_key: expect.stringMatching(/^[0-9a-f]{64}$/) }])
})

it.each(Object.entries(odd))(
  'a sign-up with %s is written down, and is not seen to change for ever',
  async (_, text) => {
    const { ledger } = await openStore()
    const Attributes = [
      { Name: 'sub', Value: 'sub-grace' },
      ...['name', 'email'].map((Name) => ({ Name, Value: text })),
    ]
    const user = { Username: text, Attributes, UserCreateDate: new Date(0), UserStatus: 'UNCONFIRMED' }
    const [read] = readUserPage(poolId, { Users: [user] }, () => {}).users
    if (read === undefined) throw new Error('The user could not be read')
    expect(await ledger.record([read])).toMatchObject({ added: 1 })
    expect(await ledger.record([read])).toMatchObject({ added: 0, changed: 0 })
    const [round] = await ledger.waiting(poolId)
    const entry = await ledger.entry(round?.roundId ?? '')
    expect(entry?.signUp).toMatchObject({ userName: read.userName, attributes: read.attributes })
  },
)

it('a click on the button of a round that we can’t have made is written down', async () => {
  const { ledger } = await openStore()
  for (const [index, value] of [...Object.values(odd), `${long}`.slice(0, 254)].entries()) {
    const actions = [{ action_id: 'approve', value: value.slice(0, 2000) }]
    const body = { type: 'block_actions', user: { id: 'U0ADA' }, trigger_id: String(index), actions }
    const received = readPayload(body, null, () => {})
    if (received.kind !== 'asked' || received.asked.request.kind !== 'approve') throw new Error('No click')
    const { request } = received.asked
    expect(await ledger.writeDown({ ...received.asked, request })).toMatchObject({ entry: null })
  }
})
