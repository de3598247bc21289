import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { anyHistory, begin, happen } from './history.ts'
import { empty, openMemory } from './open-memory.ts'
import { judge } from './verdict.ts'
import { createWitness } from './witness.ts'
import { createWorld } from './world.ts'

test('whatever happens, every click has one end, every round one settlement, and every card the truth', async () => {
  // Pauses between tries are spread by chance; here a history that failed is to fail again.
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const database = await openMemory()
  const holds = fc.asyncProperty(anyHistory, async (history) => {
    await empty(database)
    const world = createWorld(database)
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
  await fc.assert(holds, { numRuns: 120, seed: 20_260_501 })
  await database.destroy()
  expect.hasAssertions()
})
