// Episodes that together use every method of every part: each begins in any state of the world and may end anywhere.
import type { Fault as CognitoFault } from '../../world/cognito/faults.ts'
import { faults } from '../../world/cognito/faults.ts'
import { pause } from '../world/world.ts'
import { counting } from './counting.ts'
import { days } from './days.ts'
import { denials } from './denials.ts'
import { digests } from './digests.ts'
import { looking } from './looking.ts'
import { manyAtOnce } from './many-at-once.ts'
import { isClosed, newCard } from './new-card.ts'
import { onIt } from './on-it.ts'
import { changeOutside, signUp, stateOf, waitingIn } from './outside.ts'
import { changeGroup, deleteMessage, offerOf, offersIn, press, type } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'
import { steps } from './steps.ts'
import { waysBack } from './ways-back.ts'

async function approved(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  await press(world, 'ada', card.message, card.value)
  await wait(stage, () => isClosed(stage, pool, card.sub))
}

async function everybodyClicks(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  for (const who of ['eve', 'ada', 'ada', 'gus', 'bob'] as const)
    await press(world, who, card.message, card.value, { copies: world.random.whole(1, 2) })
  await wait(stage, () => isClosed(stage, pool, card.sub))
  await pause(3000)
}

async function commands(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, people } = world
  const [pool, other] = world.pools
  while (waitingIn(world, other).length < 6) signUp(world, other)
  while (waitingIn(world, pool).length < 6) signUp(world, pool)
  const named = await newCard(stage, pool)
  if (named === null) return
  const [first = '', second = '', third = ''] = waitingIn(world, pool)
  const user = (sub: string) => world.deeds.users.get(sub)
  // Answers of an earlier store lead nowhere.
  const before = { ada: slack.ephemerals(people.ada).length, bob: slack.ephemerals(people.bob).length }
  for (const text of ['help', 'nobody-at-all', 'somebody in-no-pool', 'list']) await type(world, 'ada', text)
  await type(world, 'bob', `${first} ${pool.name}`)
  await type(world, 'ada', second)
  await type(world, 'eve', 'list')
  await type(world, 'bob', `${user(third)?.email}`)
  const seen = (who: 'ada' | 'bob', action: string) =>
    slack
      .ephemerals(people[who])
      .slice(before[who])
      .flatMap((message) => message.buttons.map((button) => ({ message, button })))
      .findLast(({ button }) => button.actionId === action)
  await wait(stage, () => seen('bob', 'approve') !== undefined && seen('ada', 'more') !== undefined)
  const candidate = seen('bob', 'approve')
  if (candidate !== undefined) await press(world, 'bob', candidate.message, candidate.button.value ?? '')
  const more = seen('ada', 'more')
  if (more !== undefined) await press(world, 'ada', more.message, more.button.value ?? '')
  await wait(stage, () => stateOf(world, third) === 'confirmed')
  await type(world, 'ada', `${user(third)?.userName}`)
  await pause(5000)
}

async function outside(stage: Stage): Promise<void> {
  const { world } = stage
  const [, pool] = world.pools
  const subs = [1, 2, 3, 4].map(() => signUp(world, pool))
  const [elsewhere = '', removed = '', disabled = '', reset = ''] = subs
  await wait(stage, () => subs.every((sub) => !isClosed(stage, pool, sub)))
  changeOutside(world, elsewhere, 'confirm')
  changeOutside(world, removed, 'remove')
  changeOutside(world, disabled, 'disable')
  changeOutside(world, reset, 'reset')
  await wait(stage, () => subs.every((sub) => isClosed(stage, pool, sub)))
  changeOutside(world, disabled, 'enable')
  await wait(stage, () => !isClosed(stage, pool, disabled))
}

async function postsGoWrong(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, random, deeds } = world
  const [pool] = world.pools
  const kinds = ['hangAfter', 'hang', 'resetAfter', 'resetBefore', 'html'] as const
  slack.fail('chat.postMessage', { kind: random.pick(kinds) })
  slack.fail('chat.postMessage', { kind: 'error', error: 'invalid_blocks' })
  slack.fail('chat.postMessage', { kind: 'rateLimited', retryAfter: 2 })
  deeds.excuses += 3
  const [first, second] = [signUp(world, pool), signUp(world, pool)]
  await wait(stage, () => !isClosed(stage, pool, first) && !isClosed(stage, pool, second))
}

/** A card that Slack posts long after the bot gave its posting up. */
async function postComesLate(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  stage.delayAt('ledger.beginPosting:after', 60_000)
  const sub = signUp(world, pool)
  await wait(stage, () => !isClosed(stage, pool, sub))
  const [offer] = offersIn(world, pool).slice(-1)
  await wait(stage, () => world.slack.callsOf('chat.delete').length > 0)
  if (offer !== undefined) await press(world, 'carl', offer.message, offer.value)
}

/** The same, and the first try to delete the copy fails. */
async function latePostStays(stage: Stage): Promise<void> {
  stage.world.slack.fail('chat.delete', { kind: 'rateLimited', retryAfter: 2 })
  await postComesLate(stage)
}

/** A late post whose answer is lost, and so is that of the next one: a search finds both. */
async function bothPostsAreLost(stage: Stage): Promise<void> {
  stage.world.slack.fail('chat.postMessage', { kind: 'resetAfter' }, 2)
  await postComesLate(stage)
}

async function updatesGoWrong(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, random } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  const other = await newCard(stage, pool)
  if (card === null || other === null) return
  slack.fail('chat.update', { kind: random.pick(['hangAfter', 'hang', 'resetAfter', 'html'] as const) })
  slack.fail('chat.update', { kind: 'rateLimited', retryAfter: 1 })
  await press(world, 'ada', card.message, card.value)
  await deleteMessage(world, other.message)
  world.cognito.changeUser(other.sub, { attributes: { name: `Renamed ${random.whole(1, 1000)}` } })
  await wait(stage, () => isClosed(stage, pool, card.sub) && !isClosed(stage, pool, other.sub))
  await pause(25_000)
}

async function answersGoWrong(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, random, deeds } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  deeds.excuses += 3
  slack.fail('response_url', { kind: random.pick(['hangAfter', 'hang', 'resetAfter', 'html'] as const) })
  await press(world, 'eve', card.message, card.value)
  await pause(20_000)
  slack.fail('response_url', { kind: 'error', error: 'expired_url' })
  slack.fail('chat.postEphemeral', { kind: 'error', error: 'user_not_in_channel' })
  await press(world, 'eve', card.message, card.value)
  await pause(5000)
}

async function poolLeaves(stage: Stage): Promise<void> {
  const { world } = stage
  const [, pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  pool.isConfigured = false
  world.membersChanged()
  await stage.restart()
  await press(world, 'dora', card.message, card.value)
  await wait(stage, () => isClosed(stage, pool, card.sub))
  pool.isConfigured = true
  world.membersChanged()
  if (!stage.isOver()) await stage.restart()
  await wait(stage, () => !isClosed(stage, pool, card.sub))
}

async function channelMoves(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  const home = pool.channel
  pool.channel = world.spareChannel
  await stage.restart()
  await wait(
    stage,
    () => offerOf(world, { channel: home }, card.sub) === null && !isClosed(stage, pool, card.sub),
  )
  await press(world, 'bob', card.message, card.value)
  await pause(10_000)
  pool.channel = home
  if (!stage.isOver()) await stage.restart()
}

async function storeIsLost(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  await stage.calm()
  if (stage.isOver()) return
  await stage.kill()
  world.loseStore()
  await stage.start()
  // Someone still has the old card on their screen.
  if (!stage.isOver()) await press(world, 'ada', card.message, card.value)
  await wait(stage, () => offerOf(world, pool, card.sub) !== null)
  await pause(3000)
}

async function claimIsTakenUp(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  const hold = world.cognito.hold(
    'AdminConfirmSignUp',
    world.random.pick(['beforeWork', 'afterWork'] as const),
  )
  let hasArrived = false
  void hold.arrived.then(() => {
    hasArrived = true
  })
  await press(world, 'ada', card.message, card.value)
  await wait(stage, () => hasArrived, 10_000)
  await stage.kill()
  hold.release()
  await stage.start()
  await wait(stage, () => isClosed(stage, pool, card.sub))
}

/** Paused for longer than any lease in the middle of a decision, while another sign-up is approved. */
async function processIsPaused(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  const hold = world.cognito.hold(
    'AdminConfirmSignUp',
    world.random.pick(['beforeWork', 'afterWork'] as const),
  )
  let hasArrived = false
  void hold.arrived.then(() => {
    hasArrived = true
  })
  await press(world, 'ada', card.message, card.value)
  await wait(stage, () => hasArrived, 10_000)
  await stage.sleep(125_000)
  await press(world, 'bob', card.message, card.value, { redeliver: true })
  hold.release()
  await wait(stage, () => isClosed(stage, pool, card.sub))
}

const troubles: readonly [CognitoFault, ...CognitoFault[]] = [
  faults.accessDenied,
  faults.tooManyRequests,
  faults.limitExceeded,
  faults.internalError,
  faults.unexpectedLambda,
  { kind: 'resetAfter' },
  { kind: 'hangAfter' },
  { kind: 'html', status: 503 },
  { kind: 'garbage' },
]

async function cognitoFails(stage: Stage): Promise<void> {
  const { world } = stage
  const { cognito, random } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  cognito.fail('AdminConfirmSignUp', random.pick(troubles), random.whole(1, 8))
  cognito.fail('AdminConfirmSignUp', faults.limitExceeded, 7)
  await press(world, 'ada', card.message, card.value)
  const isTold = () => /❌|✅|⚠️/u.test(world.slack.message(pool.channel, card.message.ts)?.words ?? '')
  await wait(stage, isTold)
  // A poll that fails is written down, too.
  cognito.fail('ListUsers', faults.internalError, 3)
  const before = cognito.calls.length
  await wait(stage, () => cognito.calls.slice(before).some(({ operation }) => operation === 'ListUsers'))
  await pause(2000)
  cognito.heal()
}

async function imitation(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  const imitator = signUp(world, pool, { userName: card.sub })
  await wait(stage, () => isClosed(stage, pool, card.sub))
  await press(world, 'ada', card.message, card.value)
  await pause(5000)
  changeOutside(world, imitator, 'remove')
  await wait(stage, () => !isClosed(stage, pool, card.sub))
}

/** Confirmed before a poll could see them: the real sign-up is read back, and gets a new card. */
async function impostorIsConfirmed(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  const impostor = signUp(world, pool, { userName: card.sub })
  await press(world, 'ada', card.message, card.value)
  await wait(stage, () => {
    const offer = offerOf(world, pool, card.sub)
    return offer !== null && offer.message.ts !== card.message.ts
  })
  changeOutside(world, impostor, 'remove')
}

async function approverLeaves(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  changeGroup(world, pool, 'bob', false)
  await pause(2000)
  await press(world, 'bob', card.message, card.value)
  await pause(10_000)
  changeGroup(world, pool, 'bob', true)
}

async function strangersReadAlong(stage: Stage): Promise<void> {
  const { world } = stage
  const [, pool] = world.pools
  world.slack.share(pool.channel)
  await pause(5 * 60_000 + 5000)
  world.slack.share(pool.channel, 'private')
  await pause(5 * 60_000 + 5000)
}

export const episodes: Readonly<Record<string, Episode>> = {
  'a sign-up is approved': approved,
  'everybody clicks at once': everybodyClicks,
  'Cognito fails': cognitoFails,
  'things happen outside': outside,
  'posts go wrong': postsGoWrong,
  'updates go wrong': updatesGoWrong,
  'answers go wrong': answersGoWrong,
  'an approver leaves': approverLeaves,
  'one sign-up imitates another': imitation,
  'an impostor is confirmed': impostorIsConfirmed,
  'a claim is taken up': claimIsTakenUp,
  'the process is paused': processIsPaused,
  'commands are typed': commands,
  'a post comes late': postComesLate,
  'a late post stays': latePostStays,
  'two posts are lost': bothPostsAreLost,
  'a pool leaves and comes back': poolLeaves,
  'a channel moves': channelMoves,
  'the store is lost': storeIsLost,
  ...denials,
  ...waysBack,
  ...steps,
  ...looking,
  ...counting,
  ...onIt,
  ...manyAtOnce,
  ...digests,
  ...days,
  // Takes the longest.
  'strangers read along': strangersReadAlong,
}
