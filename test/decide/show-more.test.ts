// "Show more": whose list it is, and whether it is known.
import { expect, test } from 'vitest'
import { showMore } from '../../src/decide/show-more.ts'
import type { ClickEnd } from '../../src/domain/click.ts'
import type { CommandAnswer } from '../../src/domain/command.ts'
import type { Person } from '../../src/domain/person.ts'
import { ada } from '../domain/people.ts'
import { createHandClock } from '../shared/hand-clock.ts'
import { may } from './may.ts'

const bob: Person = { userId: 'U0BOB', teamId: 'T0HOME' }
const list: CommandAnswer = { kind: 'list', poolIds: [], offset: 0 }

async function endFor(by: Person, answer: { readonly by: Person; readonly answer: CommandAnswer } | null) {
  const ends: ClickEnd[] = []
  await showMore(
    {
      ledger: { answerTo: async () => answer, pageAfter: async () => null },
      storeId: 'store',
      authorise: async () => may,
      pools: [],
      clock: createHandClock(),
      answer: async ({ end }) => void ends.push(end),
    },
    {
      request: { kind: 'more', listId: 'click-1', after: 'round-1' },
      toldBy: 'privately',
      by,
      channel: null,
      pressedOn: null,
      responseUrl: null,
      deliveryKey: 'delivery-1',
      slackRequestId: null,
    },
  )
  return ends
}

test('somebody else’s list has its own sentence', async () => {
  expect(await endFor(bob, { by: ada, answer: list })).toEqual([
    { kind: 'answered', answer: { kind: 'list-of-another' } },
  ])
})

test('a list that the store does not know is not one that waited too long', async () => {
  const unknown = [{ kind: 'answered', answer: { kind: 'list-unknown' } }]
  expect(await endFor(ada, null)).toEqual(unknown)
  expect(await endFor(ada, { by: ada, answer: { kind: 'help' } })).toEqual(unknown)
})
