// Episodes in the pool that requires two approvals: added, withdrawn, lost, void, and across kills and failures.
import { faults } from '../../world/cognito/faults.ts'
import { pause } from '../world/world.ts'
import { isClosed, newCard } from './new-card.ts'
import { changeGroup, type Name, type Offer, press, pressWithdraw } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

type Card = Offer & { readonly sub: string }

/** Whether its card says so. */
function says({ world }: Stage, { message }: Card, words: RegExp): boolean {
  return words.test(world.slack.message(message.channel, message.ts)?.words ?? '')
}

/** Somebody approves, and their approval is counted. */
async function approvedBy(stage: Stage, who: Name, card: Card): Promise<boolean> {
  await press(stage.world, who, card.message, card.value)
  return wait(stage, () => says(stage, card, /1 of 2 approvals/u), 20_000)
}

async function withdraw(stage: Stage, who: Name, { message, value }: Card): Promise<void> {
  const shown = stage.world.slack.message(message.channel, message.ts)
  if (shown?.buttons.some(({ actionId }) => actionId === 'withdraw'))
    await pressWithdraw(stage.world, who, shown, value)
}

async function counted(stage: Stage): Promise<void> {
  const { world } = stage
  const [, , pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  await press(world, 'eve', card.message, card.value)
  await approvedBy(stage, 'ada', card)
  await press(world, 'ada', card.message, card.value, { copies: world.random.whole(1, 2) })
  await withdraw(stage, 'bob', card)
  await withdraw(stage, 'ada', card)
  await pause(2000)
  await approvedBy(stage, 'ada', card)
  if (world.random.chance(0.5)) await stage.restart()
  await press(world, 'bob', card.message, card.value, { redeliver: true })
  await wait(stage, () => isClosed(stage, pool, card.sub))
}

async function atOnce(stage: Stage): Promise<void> {
  const { world } = stage
  const [, , pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  for (const who of ['ada', 'bob', 'carl', 'ada'] as const)
    await press(world, who, card.message, card.value, { copies: world.random.whole(1, 2) })
  await wait(stage, () => isClosed(stage, pool, card.sub))
  await pause(3000)
}

async function rightIsLost(stage: Stage): Promise<void> {
  const { world } = stage
  const [, , pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  await approvedBy(stage, 'ada', card)
  changeGroup(world, pool, 'ada', false)
  await pause(2000)
  await press(world, 'bob', card.message, card.value)
  await pause(10_000)
  await press(world, 'carl', card.message, card.value)
  await wait(stage, () => isClosed(stage, pool, card.sub))
  changeGroup(world, pool, 'ada', true)
}

async function factsChange(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  const [, , pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  await approvedBy(stage, 'ada', card)
  cognito.changeUser(card.sub, { attributes: { name: `Renamed ${random.whole(1, 1000)}` } })
  await press(world, 'carl', card.message, card.value)
  await wait(stage, () => says(stage, card, /No longer counted|✅/u), 20_000)
  cognito.fail('AdminConfirmSignUp', faults.accessDenied)
  for (const who of ['ada', 'bob'] as const) await press(world, who, card.message, card.value)
  await wait(stage, () => says(stage, card, /❌/u) || isClosed(stage, pool, card.sub), 20_000)
  cognito.heal()
  await press(world, random.pick(['ada', 'bob', 'carl'] as const), card.message, card.value)
  await wait(stage, () => isClosed(stage, pool, card.sub), 20_000)
}

async function takenUp(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  const [, , pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  await approvedBy(stage, 'ada', card)
  const hold = cognito.hold('AdminConfirmSignUp', random.pick(['beforeWork', 'afterWork'] as const))
  let hasArrived = false
  void hold.arrived.then(() => {
    hasArrived = true
  })
  await press(world, 'bob', card.message, card.value)
  await wait(stage, () => hasArrived, 10_000)
  await stage.kill()
  hold.release()
  await stage.start()
  await wait(stage, () => isClosed(stage, pool, card.sub))
}

export const counting: Readonly<Record<string, Episode>> = {
  'two of three approve': counted,
  'several approve at once': atOnce,
  'an approver loses the right before the last approval': rightIsLost,
  'what approvers saw changes': factsChange,
  'the last approval is taken up': takenUp,
}
