// Episodes with a digest: the message that stands for too many to have a card each, with its list and the forms to choose from it.
import type { SeenMessage } from '../../world/slack/message.ts'
import { pause, type World, type WorldPool } from '../world/world.ts'
import { changeOutside, signUp, stateOf } from './outside.ts'
import { deleteMessage, type Name, pressListed, sendOff, tickOnly, type } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

/** The digest of this channel in which somebody waits. */
export function digestIn({ slack, isOfLostStore }: World, { channel }: WorldPool): SeenMessage | undefined {
  return slack.messages(channel).findLast((one) => isDigest(one.words) && !isOfLostStore(one))
}

const countPattern = /^(\d+) sign-ups? (?:is|are) waiting$/m

function isDigest(words: string): boolean {
  return countPattern.test(words)
}

function waitingIn(digest: SeenMessage | undefined): number {
  return Number(countPattern.exec(digest?.words ?? '')?.[1] ?? Number.POSITIVE_INFINITY)
}

/** A person presses one of its buttons, as it stands now. */
async function pressOn(stage: Stage, who: Name, pool: WorldPool, actionId: string): Promise<void> {
  const { world } = stage
  await wait(stage, () => digestIn(world, pool) !== undefined)
  const digest = digestIn(world, pool)
  const value = digest?.buttons.find((button) => button.actionId === actionId)?.value
  if (digest !== undefined && value !== undefined) await pressListed(world, who, digest, { actionId, value })
}

/** A person opens a form of the digest, and decides about these places in it. */
async function decideSome(
  stage: Stage,
  who: Name,
  pool: WorldPool,
  decision: 'approve' | 'deny',
  places: readonly number[],
): Promise<void> {
  const { world } = stage
  const forms = () =>
    world.slack.views(world.people[who]).filter(({ callbackId }) => callbackId === `${decision}-all`)
  const before = forms().length
  await pressOn(stage, who, pool, `${decision}-listed`)
  await wait(stage, () => forms()[before] !== undefined, 10_000)
  const form = forms()[before]
  // Of other pages, nobody would know who is chosen there.
  if (form === undefined || form.buttons.some(({ actionId }) => actionId === 'more-people')) return
  if (await tickOnly(world, form, places))
    await sendOff(world, form, { copies: world.random.whole(1, 2), redeliver: true })
}

/** So many are left for the forms: they stand on one page. */
const fewLeft = 8

/** More than a channel can take. Some are decided by name, some in the digest's forms, and the others outside. */
async function tooMany(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const pool = random.pick(world.pools)
  const subs = Array.from({ length: pool.rushAt + random.whole(1, 40) }, () => signUp(world, pool))
  await wait(stage, () => digestIn(world, pool) !== undefined)
  for (const sub of subs.slice(0, 3)) await type(world, random.pick(['ada', 'bob', 'eve'] as const), sub)
  for (const who of ['eve', 'ada'] as const) await pressOn(stage, who, pool, 'list-digest')
  const posted = digestIn(world, pool)
  if (random.chance(0.3) && posted !== undefined) await deleteMessage(world, posted)
  if (random.chance(0.5)) subs.push(signUp(world, pool))
  changeOutside(world, subs[3] ?? '', random.pick(['confirm', 'remove', 'disable'] as const))
  const leave = (left: readonly string[]) => {
    for (const sub of left)
      if (stateOf(world, sub) === 'waiting')
        changeOutside(world, sub, random.pick(['confirm', 'remove'] as const))
  }
  leave(subs.slice(0, -fewLeft))
  await wait(stage, () => waitingIn(digestIn(world, pool)) <= fewLeft + 1, 30_000)
  // A second approval would have to follow where two are required.
  if (pool.requiredApprovals === 1) await decideSome(stage, 'ada', pool, 'approve', [0, 1])
  await decideSome(stage, 'bob', pool, 'deny', [2, 3])
  await pause(10_000)
  leave(subs)
  await wait(stage, () => digestIn(world, pool) === undefined)
}

export const digests: Readonly<Record<string, Episode>> = {
  'too many for a card each': tooMany,
}
