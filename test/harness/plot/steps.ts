// Episodes about what follows a confirmation: killed in it, failing, tried again, and taken back.
import { type Fault, faults } from '../../world/cognito/faults.ts'
import type { SeenMessage } from '../../world/slack/message.ts'
import { pause } from '../world/world.ts'
import { newCard } from './new-card.ts'
import { stateOf } from './outside.ts'
import { press, pressTryAgain, wayBackOf } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

const troubles: readonly [Fault, ...Fault[]] = [
  faults.accessDenied,
  faults.tooManyRequests,
  faults.internalError,
  faults.notAuthorized,
  faults.resourceNotFound,
  faults.userNotFound,
  faults.unheardOf,
  { kind: 'resetAfter' },
  { kind: 'hangAfter' },
]

/** Somebody whose address a colleague has was let in. */
async function letIn(stage: Stage): Promise<string | null> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return null
  const email = world.deeds.users.get(card.sub)?.email ?? ''
  world.slack.addUser({ name: `colleague-${world.deeds.users.size}`, email })
  await press(world, 'bob', card.message, card.value)
  await wait(stage, () => stateOf(world, card.sub) === 'confirmed')
  return card.sub
}

function tryAgainOn({ world }: Stage): { message: SeenMessage; actionId: string; value: string } | null {
  for (const message of world.slack.messages(world.pools[0].channel).toReversed()) {
    const button = message.buttons.find(({ actionId }) => actionId?.startsWith('try-again'))
    if (button?.actionId !== undefined && button.value !== undefined && !world.isOfLostStore(message))
      return { message, actionId: button.actionId, value: button.value }
  }
  return null
}

async function goesOn(stage: Stage): Promise<void> {
  const { cognito, random } = stage.world
  const hold = cognito.hold('AdminAddUserToGroup', random.pick(['beforeWork', 'afterWork'] as const))
  let hasArrived = false
  void hold.arrived.then(() => {
    hasArrived = true
  })
  if ((await letIn(stage)) !== null) await wait(stage, () => hasArrived, 10_000)
  await stage.kill()
  hold.release()
  await stage.start()
  await pause(20_000)
}

async function goesWrong(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  cognito.fail('AdminAddUserToGroup', random.pick(troubles), random.whole(1, 6))
  const sub = await letIn(stage)
  if (sub === null) return
  await pause(15_000)
  const again = tryAgainOn(stage)
  if (again !== null)
    await pressTryAgain(world, random.pick(['ada', 'bob', 'eve'] as const), again.message, again)
  await pause(10_000)
  cognito.heal('AdminAddUserToGroup')
  if (random.chance(0.5)) {
    const undo = wayBackOf(world, world.pools[0], sub, 'undo')
    if (undo !== null) await press(world, 'ada', undo.message, undo.value)
  }
  await pause(10_000)
}

export const steps: Readonly<Record<string, Episode>> = {
  'a step after a confirmation goes on': goesOn,
  'a step after a confirmation goes wrong': goesWrong,
}
