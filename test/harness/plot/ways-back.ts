// Episodes in which what was decided is taken back: reopened, undone, let in again; at once, across kills and failures.
import { type Fault, faults } from '../../world/cognito/faults.ts'
import type { WorldPool } from '../world/world.ts'
import { pause } from '../world/world.ts'
import { isClosed, newCard } from './new-card.ts'
import { changeOutside, stateOf } from './outside.ts'
import { openDenials, press, pressDeny, sendDenial, wayBackOf } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

type Way = 'reopen' | 'undo' | 'let-in'

/** Presses the button of a way back as soon as there is one. False if there is none. */
async function take(
  stage: Stage,
  pool: WorldPool,
  sub: string,
  action: Way,
  who: readonly ('ada' | 'bob')[] = ['ada'],
): Promise<boolean> {
  const { world } = stage
  await wait(stage, () => wayBackOf(world, pool, sub, action) !== null, 60_000)
  const offer = wayBackOf(world, pool, sub, action)
  if (offer === null) return false
  await Promise.all(who.map((one) => press(world, one, offer.message, offer.value)))
  return true
}

/** A sign-up that is denied; null if that does not work. */
async function denied(stage: Stage, pool: WorldPool): Promise<string | null> {
  const { world } = stage
  const card = await newCard(stage, pool)
  if (card === null || !card.message.buttons.some(({ actionId }) => actionId === 'deny')) return null
  const before = openDenials(world, 'ada').length
  await pressDeny(world, 'ada', card.message, card.value)
  await wait(stage, () => openDenials(world, 'ada').length > before, 10_000)
  const form = openDenials(world, 'ada')[before]
  if (form === undefined) return null
  await sendDenial(world, form)
  await wait(stage, () => isClosed(stage, pool, card.sub))
  return card.sub
}

async function approved(stage: Stage, pool: WorldPool): Promise<string | null> {
  const { world } = stage
  const card = await newCard(stage, pool)
  if (card === null) return null
  await press(world, 'bob', card.message, card.value)
  await wait(stage, () => stateOf(world, card.sub) === 'confirmed')
  return card.sub
}

async function reopened(stage: Stage): Promise<void> {
  const { world } = stage
  for (const pool of world.pools) {
    const sub = await denied(stage, pool)
    if (sub === null) return
    if (world.random.chance(0.3))
      changeOutside(world, sub, world.random.pick(['confirm', 'remove', 'enable'] as const))
    if (!(await take(stage, pool, sub, 'reopen', ['ada', 'bob']))) return
    await wait(stage, () => !isClosed(stage, pool, sub), 30_000)
    await pause(5000)
  }
}

async function undone(stage: Stage): Promise<void> {
  const { world } = stage
  for (const pool of world.pools) {
    const sub = await approved(stage, pool)
    if (sub === null) return
    if (world.random.chance(0.2)) changeOutside(world, sub, world.random.pick(['remove', 'disable'] as const))
    if (!(await take(stage, pool, sub, 'undo', ['ada', 'bob']))) return
    if (!(await take(stage, pool, sub, 'let-in', ['bob']))) return
    await pause(8000)
  }
}

/** Killed in the middle of a call. */
async function takenUp(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  const [pool] = world.pools
  const isUndo = random.chance(0.5)
  const sub = isUndo ? await approved(stage, pool) : await denied(stage, pool)
  if (sub === null) return
  const operation = isUndo
    ? random.pick(['AdminDisableUser', 'AdminUserGlobalSignOut'] as const)
    : 'AdminEnableUser'
  const hold = cognito.hold(operation, random.pick(['beforeWork', 'afterWork'] as const))
  let hasArrived = false
  void hold.arrived.then(() => {
    hasArrived = true
  })
  await take(stage, pool, sub, isUndo ? 'undo' : 'reopen')
  await wait(stage, () => hasArrived, 10_000)
  await stage.kill()
  hold.release()
  await stage.start()
  await pause(20_000)
}

const troubles: readonly [Fault, ...Fault[]] = [
  faults.accessDenied,
  faults.tooManyRequests,
  faults.internalError,
  faults.notAuthorized,
  faults.userNotFound,
  faults.unheardOf,
  { kind: 'resetAfter' },
  { kind: 'hangAfter' },
]

async function goesWrong(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  const [pool] = world.pools
  const sub = await approved(stage, pool)
  if (sub === null) return
  const operations = ['AdminDisableUser', 'AdminUserGlobalSignOut'] as const
  cognito.fail(random.pick(operations), random.pick(troubles), random.whole(1, 8))
  if (!(await take(stage, pool, sub, 'undo'))) return
  await pause(70_000)
  cognito.heal()
  await take(stage, pool, sub, 'undo', ['bob'])
  await pause(10_000)
  cognito.fail('AdminEnableUser', random.pick(troubles), random.whole(1, 8))
  await take(stage, pool, sub, 'let-in')
  await pause(70_000)
  cognito.heal()
}

export const waysBack: Readonly<Record<string, Episode>> = {
  'a denied sign-up is reopened': reopened,
  'an approval is undone and made again': undone,
  'a way back is taken up': takenUp,
  'a way back goes wrong': goesWrong,
}
