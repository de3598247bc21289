// Episodes with many sign-ups: messages that several share, forms that approve all, and sign-ups without a card.
import { decisionsIn } from '../../support/decisions.ts'
import { faults } from '../../world/cognito/faults.ts'
import type { SeenMessage } from '../../world/slack/message.ts'
import type { SeenView } from '../../world/slack/view.ts'
import { pause, type World, type WorldPool } from '../world/world.ts'
import { digestIn } from './digests.ts'
import { changeOutside, renameShown, signUp, stateOf } from './outside.ts'
import {
  changeGroup,
  deleteMessage,
  type Name,
  offerOf,
  press,
  pressDenyAll,
  sendOff,
  tick,
  type,
} from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

/** So many people sign up at once. Resolves to their subs once each of them can be approved. */
async function rush(stage: Stage, pool: WorldPool, count: number): Promise<readonly string[]> {
  const { world } = stage
  const subs = Array.from({ length: count }, () => signUp(world, pool))
  await wait(stage, () => subs.every((sub) => offerOf(world, pool, sub) !== null))
  return subs
}

/** The last message with an "Approve all" button. */
function sharedMessage({ slack }: World, { channel }: WorldPool): SeenMessage | null {
  const isShared = ({ buttons }: SeenMessage) => buttons.some(({ actionId }) => actionId === 'approve-all')
  return slack.messages(channel).findLast(isShared) ?? null
}

/** A person presses "Approve all…", or "Deny all…". Null if no form opens. */
async function openForm(
  stage: Stage,
  who: Name,
  message: SeenMessage,
  decision: 'approve' | 'deny' = 'approve',
): Promise<SeenView | null> {
  const { world } = stage
  const before = world.slack.views(world.people[who]).length
  const value = message.buttons.find(({ actionId }) => actionId === 'approve-all')?.value
  if (value === undefined) return null
  await (decision === 'deny' ? pressDenyAll : press)(world, who, message, value)
  const opened = () => world.slack.views(world.people[who])[before]
  await wait(stage, () => opened() !== undefined, 10_000)
  return opened() ?? null
}

/** Waits until none of them can be approved any more. */
async function allDecided(stage: Stage, pool: WorldPool, subs: readonly string[]): Promise<void> {
  await wait(stage, () => subs.every((sub) => offerOf(stage.world, pool, sub) === null))
}

/** Keeps them out of the next episode. */
async function settleRest(stage: Stage, subs: readonly string[]): Promise<void> {
  const { world } = stage
  for (const sub of subs.filter((one) => stateOf(world, one) === 'waiting').slice(2))
    world.random.chance(0.5) ? changeOutside(world, sub, 'confirm') : changeOutside(world, sub, 'remove')
  await pause(5000)
}

async function singlesOfShared(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const subs = await rush(stage, pool, world.random.whole(6, 25))
  const offers = subs.map((sub) => offerOf(world, pool, sub)).filter((offer) => offer !== null)
  for (const { message, value } of offers.slice(0, 5)) {
    const who = world.random.pick(['ada', 'ada', 'bob', 'eve'] as const)
    await press(world, who, message, value, { copies: world.random.whole(1, 2) })
  }
  const [first] = offers
  if (first !== undefined) await press(world, 'carl', first.message, first.value)
  world.cognito.changeUser(subs[5] ?? '', { attributes: { name: `Renamed ${world.random.whole(1, 1000)}` } })
  await pause(8000)
  await settleRest(stage, subs)
}

async function allAtOnce(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const [pool] = world.pools
  const subs = await rush(stage, pool, random.whole(6, 25))
  const message = sharedMessage(world, pool)
  const form = message === null ? null : await openForm(stage, 'ada', message)
  if (form === null) return
  const other = random.chance(0.5) && message !== null ? await openForm(stage, 'bob', message) : null
  if (random.chance(0.5)) changeOutside(world, random.pickAny(subs) ?? '', 'confirm')
  for (let ticks = random.whole(0, 4); ticks > 0; ticks -= 1) await tick(world, form, random.whole(0, 2))
  const sent = await sendOff(world, form, { copies: random.whole(1, 2), redeliver: true })
  if (other !== null) await sendOff(world, other)
  const single = offerOf(world, pool, subs.at(-1) ?? '')
  if (single !== null) await press(world, 'bob', single.message, single.value)
  await pause(random.whole(0, 2000))
  sent?.deliver()
  await allDecided(stage, pool, subs.slice(-3))
  await pause(8000)
}

/** Two people deny them at once, or one denies those whom the other approves. */
async function allAreDenied(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const [pool] = world.pools
  const subs = await rush(stage, pool, random.whole(6, 9))
  const message = sharedMessage(world, pool)
  const form = message === null ? null : await openForm(stage, 'ada', message, 'deny')
  if (form === null || message === null) return
  const others = random.pick(['approve', 'deny'] as const)
  const other = random.chance(0.5) ? await openForm(stage, 'bob', message, others) : null
  await tick(world, form, random.whole(0, 5))
  if (random.chance(0.5)) changeOutside(world, random.pickAny(subs) ?? '', 'confirm')
  const sent = await sendOff(world, form, { copies: random.whole(1, 2), redeliver: true })
  if (other !== null) await sendOff(world, other)
  sent?.deliver()
  await pause(20_000)
  await settleRest(stage, subs)
}

const troubles = [
  faults.limitExceeded,
  faults.tooManyRequests,
  faults.unexpectedLambda,
  faults.accessDenied,
  { kind: 'resetAfter' },
  { kind: 'hangAfter' },
] as const

/** Some of them can't be confirmed and are approved once more. */
async function someFail(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  const [pool] = world.pools
  const subs = await rush(stage, pool, random.whole(6, 9))
  const message = sharedMessage(world, pool)
  const form = message === null ? null : await openForm(stage, 'ada', message)
  if (form === null) return
  cognito.fail('AdminConfirmSignUp', random.pick(troubles), random.whole(1, 7))
  cognito.fail('AdminConfirmSignUp', faults.limitExceeded, 1)
  await sendOff(world, form)
  await wait(stage, () =>
    world.slack.messages(pool.channel).some(({ words }) => words.includes('confirmed. ')),
  )
  cognito.heal()
  const again = sharedMessage(world, pool)
  const second = again === null ? null : await openForm(stage, 'bob', again)
  if (second !== null) await sendOff(world, second)
  await pause(15_000)
  await settleRest(stage, subs)
}

async function whoMayNotAll(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, random, deeds } = world
  const [pool] = world.pools
  const subs = await rush(stage, pool, random.whole(6, 8))
  const message = sharedMessage(world, pool)
  if (message === null) return
  await openForm(stage, 'eve', message)
  deeds.excuses += 1
  slack.fail('views.open', { kind: random.pick(['hangAfter', 'resetBefore', 'html'] as const) })
  await openForm(stage, 'ada', message)
  const form = await openForm(stage, 'bob', message)
  changeGroup(world, pool, 'bob', false)
  await pause(2000)
  if (form !== null) await sendOff(world, form)
  await pause(15_000)
  changeGroup(world, pool, 'bob', true)
  for (const sub of subs) changeOutside(world, sub, 'confirm')
  await allDecided(stage, pool, subs)
  await press(world, 'ada', message, decisionsIn(message).at(-1)?.value ?? '')
  await pause(3000)
}

async function formOfLostStore(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const subs = await rush(stage, pool, 6)
  const message = sharedMessage(world, pool)
  const form = message === null ? null : await openForm(stage, 'ada', message)
  await stage.calm()
  if (stage.isOver() || form === null) return
  await stage.kill()
  world.loseStore()
  await stage.start()
  if (!stage.isOver()) await sendOff(world, form)
  // Someone still has the old message on their screen.
  if (!stage.isOver() && message !== null) await openForm(stage, 'bob', message)
  await wait(stage, () => subs.every((sub) => offerOf(world, pool, sub) !== null))
  await settleRest(stage, subs)
}

const day = 24 * 60 * 60_000

/** A pool's first start: old sign-ups get no card unless a command names them. */
async function oldBacklog(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const [pool, other] = world.pools
  await stage.calm()
  if (stage.isOver()) return
  await stage.kill()
  world.loseStore()
  const old = Array.from({ length: random.whole(3, 9) }, (_, index) =>
    signUp(world, index < 6 ? pool : other, { createdAt: new Date(Date.now() - random.whole(8, 300) * day) }),
  )
  await stage.start()
  await wait(stage, () => digestIn(world, pool) !== undefined)
  const [first = '', second = '', third = ''] = old
  const nameOf = (sub: string) => world.deeds.users.get(sub)?.userName ?? ''
  await type(world, 'ada', 'list')
  await type(world, 'ada', nameOf(first))
  await type(world, 'bob', `user:${nameOf(second)}`)
  changeOutside(world, third, random.pick(['confirm', 'remove', 'disable'] as const))
  await wait(stage, () => stateOf(world, first) === 'confirmed' && stateOf(world, second) === 'confirmed')
  await pause(8000)
  // Sometimes the last one is decided too, so that nobody waits in the digest any more.
  if (random.chance(0.5))
    for (const sub of old) if (stateOf(world, sub) === 'waiting') await type(world, 'ada', sub)
  await pause(8000)
}

async function sharedIsDeleted(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const [pool] = world.pools
  const subs = await rush(stage, pool, random.whole(6, 8))
  const message = sharedMessage(world, pool)
  if (message === null) return
  const form = random.chance(0.5) ? await openForm(stage, 'ada', message) : null
  await deleteMessage(world, message)
  if (form !== null) await sendOff(world, form)
  renameShown(world, message)
  await pause(30_000)
  await settleRest(stage, subs)
}

/** Slack refuses to update it for what it shows: others show what it showed. */
async function sharedIsRefused(stage: Stage): Promise<void> {
  const { world } = stage
  const { random, slack } = world
  const [pool] = world.pools
  const subs = await rush(stage, pool, random.whole(6, 8))
  const message = sharedMessage(world, pool)
  if (message === null) return
  slack.fail('chat.update', {
    kind: 'error',
    error: random.pick(['msg_blocks_too_long', 'invalid_blocks'] as const),
  })
  const value = message.buttons.find(({ actionId }) => actionId === 'approve')?.value ?? ''
  await press(world, 'ada', message, value)
  await wait(stage, () => decisionsIn(slack.message(pool.channel, message.ts)).length === 0)
  await pause(10_000)
  await settleRest(stage, subs)
}

export const manyAtOnce: Readonly<Record<string, Episode>> = {
  'several share a message': singlesOfShared,
  'all are approved at once': allAtOnce,
  'all are denied at once': allAreDenied,
  'some of many fail': someFail,
  'who may not approves all': whoMayNotAll,
  'a form of a lost store': formOfLostStore,
  'an old backlog': oldBacklog,
  'a shared message is deleted': sharedIsDeleted,
  'a shared message is refused': sharedIsRefused,
}
