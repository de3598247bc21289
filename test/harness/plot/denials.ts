// Episodes in which sign-ups are denied: by form and command, at once with approvals, and across kills and failures.
import { type Fault, faults } from '../../world/cognito/faults.ts'
import type { SeenEphemeral } from '../../world/slack/ephemeral.ts'
import type { SeenMessage } from '../../world/slack/message.ts'
import type { SeenView } from '../../world/slack/view.ts'
import { pause } from '../world/world.ts'
import { isClosed, newCard } from './new-card.ts'
import { changeOutside } from './outside.ts'
import { changeGroup, type Name, openDenials, press, pressDeny, sendDenial, type } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

interface Denied {
  readonly message: SeenMessage | SeenEphemeral
  readonly value: string
}

/** A person presses Deny…. Null if there is no such button, or no form opens. */
async function openForm(stage: Stage, who: Name, { message, value }: Denied): Promise<SeenView | null> {
  const { world } = stage
  // A message that several share has no such button.
  if (!message.buttons.some((button) => button.actionId === 'deny' && button.value === value)) return null
  const before = openDenials(world, who).length
  await pressDeny(world, who, message, value)
  await wait(stage, () => openDenials(world, who).length > before, 10_000)
  return openDenials(world, who)[before] ?? null
}

async function denied(stage: Stage): Promise<void> {
  const { world } = stage
  for (const pool of world.pools) {
    const card = await newCard(stage, pool)
    const form = card === null ? null : await openForm(stage, 'ada', card)
    if (card === null || form === null) return
    const sent = await sendDenial(world, form, { copies: world.random.whole(1, 2), redeliver: true })
    await wait(stage, () => isClosed(stage, pool, card.sub))
    sent?.deliver()
    await press(world, 'bob', card.message, card.value)
  }
  // Polls that see the denied ones, and leave them alone.
  await pause(15_000)
}

async function atOnce(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  const form = card === null ? null : await openForm(stage, 'ada', card)
  if (card === null || form === null) return
  const other = random.chance(0.5) ? await openForm(stage, 'bob', card) : null
  const approve = () => press(world, 'bob', card.message, card.value)
  if (random.chance(0.5)) await approve()
  await sendDenial(world, form)
  await approve()
  if (other !== null) await sendDenial(world, other)
  if (random.chance(0.3)) changeOutside(world, card.sub, 'confirm')
  await wait(stage, () => isClosed(stage, pool, card.sub))
  await pause(5000)
}

/** The user is confirmed, disabled or removed outside while the form is open. */
async function staleCard(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  const form = card === null ? null : await openForm(stage, 'ada', card)
  if (card === null || form === null) return
  changeOutside(world, card.sub, world.random.pick(['confirm', 'confirm', 'disable', 'remove'] as const))
  await sendDenial(world, form)
  await wait(stage, () => isClosed(stage, pool, card.sub))
}

async function takenUp(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  const form = card === null ? null : await openForm(stage, 'ada', card)
  if (card === null || form === null) return
  const hold = cognito.hold('AdminDisableUser', random.pick(['beforeWork', 'afterWork'] as const))
  let hasArrived = false
  void hold.arrived.then(() => {
    hasArrived = true
  })
  await sendDenial(world, form, { redeliver: true })
  await wait(stage, () => hasArrived, 10_000)
  await stage.kill()
  hold.release()
  await stage.start()
  await wait(stage, () => isClosed(stage, pool, card.sub))
}

const troubles: readonly [Fault, ...Fault[]] = [
  faults.accessDenied,
  faults.tooManyRequests,
  faults.internalError,
  faults.notAuthorized,
  faults.operationNotEnabled,
  faults.userNotFound,
  faults.unheardOf,
  { kind: 'resetAfter' },
  { kind: 'hangAfter' },
  { kind: 'html', status: 503 },
]

async function goesWrong(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, slack, random, deeds } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  deeds.excuses += 1
  slack.fail('views.open', { kind: 'error', error: 'expired_trigger_id' })
  await openForm(stage, 'ada', card)
  const form = await openForm(stage, 'ada', card)
  if (form === null) return
  cognito.fail('AdminDisableUser', random.pick(troubles), random.whole(1, 8))
  await sendDenial(world, form)
  await wait(stage, () => /❌|🚫/u.test(slack.message(pool.channel, card.message.ts)?.words ?? ''))
  cognito.heal()
  await pause(8000)
  if (isClosed(stage, pool, card.sub)) return
  const again = await openForm(stage, 'bob', card)
  if (again === null) return
  // Somebody else is quicker, or Bob is no approver any more.
  const change = random.pick(['nothing', 'confirm', 'leave'] as const)
  if (change === 'confirm') changeOutside(world, card.sub, 'confirm')
  if (change === 'leave') changeGroup(world, pool, 'bob', false)
  await sendDenial(world, again)
  await pause(10_000)
  changeGroup(world, pool, 'bob', true)
}

async function byCommand(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, people } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  const before = slack.ephemerals(people.ada).length
  await type(world, 'ada', 'deny nobody-at-all')
  await type(world, 'ada', `deny ${world.deeds.users.get(card.sub)?.userName}`)
  const offered = () =>
    slack
      .ephemerals(people.ada)
      .slice(before)
      .find(({ buttons }) =>
        buttons.some(({ actionId, value }) => actionId === 'deny' && value === card.value),
      )
  await wait(stage, () => offered() !== undefined)
  const message = offered()
  const form = message === undefined ? null : await openForm(stage, 'ada', { message, value: card.value })
  if (form === null) return
  await sendDenial(world, form)
  await wait(stage, () => isClosed(stage, pool, card.sub))
  await type(world, 'ada', `${world.deeds.users.get(card.sub)?.userName}`)
  await pause(5000)
}

export const denials: Readonly<Record<string, Episode>> = {
  'a sign-up is denied': denied,
  'a denial and an approval at once': atOnce,
  'a stale card is denied': staleCard,
  'a denial is taken up': takenUp,
  'a denial goes wrong': goesWrong,
  'a sign-up is denied by command': byCommand,
}
