// What a process leaves to others, whether it is alone on its store or one of several.
import { expect, test } from 'vitest'
import { alone, createReplica } from '../../src/replicas/standing.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { openStore } from '../store/open-store.ts'

test('the only process on a store leads from the start, owns what it finds, and leaves late clicks to its next start', () => {
  expect(alone.lead.isHeld()).toBe(true)
  expect(alone.ownsWhatItFinds).toBe(true)
  expect(alone.leavesToNextStart).toBe(true)
  expect(alone.leftToOthers).toBe(0)
})

test('one of several processes leads only once it has the lead, and carries out its clicks even while it stops', async () => {
  const { ledger, clock } = await openStore()
  const replica = createReplica({
    ledger,
    holder: 'one',
    elapsed: () => clock.now().getTime(),
    log: createReadableLog(),
    elected: () => {},
  })
  expect(replica.lead.isHeld()).toBe(false)
  expect(replica.ownsWhatItFinds).toBe(false)
  expect(replica.leavesToNextStart).toBe(false)
  await replica.lead.turn()
  expect(replica.lead.isHeld()).toBe(true)
})
