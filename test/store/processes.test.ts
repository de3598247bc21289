// The processes that work on a store, as they note themselves.
import { expect, test } from 'vitest'
import { aliveAt } from '../../src/domain/process-note.ts'
import { readProcesses } from '../../src/store/queries/processes.ts'
import { openStore } from './open-store.ts'

const minute = 60_000

test('a process is alive for three minutes after its last note, and forgotten after a day', async () => {
  const { ledger, transact, clock } = await openStore()
  const seen = () => transact(readProcesses)
  const alive = async () => aliveAt(clock.now(), await seen()).map(({ holder }) => holder)
  await ledger.noteProcess('one', null)
  await ledger.noteProcess('two', 2)
  clock.advance(2 * minute)
  await ledger.noteProcess('two', 3)
  expect(await alive()).toEqual(expect.arrayContaining(['one', 'two']))
  clock.advance(minute)
  expect(await alive()).toEqual(['two'])
  expect(await seen()).toContainEqual({ holder: 'two', connections: 3, seenAt: expect.any(Date) })
  clock.advance(24 * 60 * minute)
  await ledger.noteProcess('three', null)
  expect((await seen()).map(({ holder }) => holder)).toEqual(['three'])
})
