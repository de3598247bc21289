import fc from 'fast-check'
import { expect, inject, test, vi } from 'vitest'
import { anyHistory, begin, happen } from './history.ts'
import { empty, openHistoryStore } from './open-history-store.ts'
import { judge } from './verdict.ts'
import { createWitness } from './witness.ts'
import { createWorld } from './world.ts'

/** A transaction in memory takes a hundredth of the time. */
const howMany = { sqlite: 120, postgres: 8 }

test('whatever happens, every click has one end, every round one settlement, and every card the truth', async () => {
  // Pauses between tries are spread by chance; here a history that failed is to fail again.
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const store = await openHistoryStore()
  const holds = fc.asyncProperty(anyHistory, async (history) => {
    await empty(store.database)
    const world = createWorld(store)
    const witness = createWitness(world)
    await begin(world)
    for (const given of history) {
      await happen(world, given, witness.look)
      await world.settle()
      await witness.look()
    }
    await world.comeToRest()
    await witness.look()
    await judge(world)
  })
  await fc.assert(holds, { numRuns: howMany[inject('database')], seed: 20_260_501 })
  expect.hasAssertions()
}, 90_000)
