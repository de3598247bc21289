// An episode in which a day goes by: what is over is forgotten, whoever waited too long lapses, and channels are told of the day.
import { pause } from '../world/world.ts'
import { isClosed, newCard } from './new-card.ts'
import { offerOf, press, wayBackOf } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

/** Waiting sign-ups are not forgotten, nor are those that lapsed. */
async function daysPass(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool, lapsingPool] = world.pools
  const settled = await newCard(stage, pool)
  const waiting = await newCard(stage, pool)
  const lapsing = await newCard(stage, lapsingPool)
  if (settled === null || waiting === null || lapsing === null) return
  await press(world, 'ada', settled.message, settled.value)
  await wait(stage, () => isClosed(stage, pool, settled.sub))
  await stage.calm()
  if (stage.isOver()) return
  world.letDaysPass(1.1)
  await wait(stage, () => isClosed(stage, lapsingPool, lapsing.sub))
  await pause(15_000)
  const left = offerOf(world, pool, waiting.sub)
  if (left !== null) await press(world, 'bob', left.message, left.value)
  const reopen = world.random.chance(0.5) ? wayBackOf(world, lapsingPool, lapsing.sub, 'reopen') : null
  if (reopen !== null) await press(world, 'dora', reopen.message, reopen.value)
  await pause(5000)
}

export const days: Readonly<Record<string, Episode>> = {
  'days pass': daysPass,
}
