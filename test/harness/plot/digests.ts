// An episode with a digest: the message that stands for too many to have a card each.
import type { SeenMessage } from '../../world/slack/message.ts'
import { pause, type World, type WorldPool } from '../world/world.ts'
import { changeOutside, signUp, stateOf } from './outside.ts'
import { deleteMessage, type } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

/** The digest of this channel in which somebody waits. */
export function digestIn({ slack, isOfLostStore }: World, { channel }: WorldPool): SeenMessage | undefined {
  return slack.messages(channel).findLast((one) => isDigest(one.words) && !isOfLostStore(one))
}

const countPattern = /^(\d+) sign-ups? (?:is|are) waiting$/m

function isDigest(words: string): boolean {
  return countPattern.test(words)
}

/** More than a channel can take. Some are decided by name, and the others outside. */
async function tooMany(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const pool = random.pick(world.pools)
  const subs = Array.from({ length: pool.rushAt + random.whole(1, 40) }, () => signUp(world, pool))
  await wait(stage, () => digestIn(world, pool) !== undefined)
  for (const sub of subs.slice(0, 3)) await type(world, random.pick(['ada', 'bob', 'eve'] as const), sub)
  const posted = digestIn(world, pool)
  if (random.chance(0.3) && posted !== undefined) await deleteMessage(world, posted)
  if (random.chance(0.5)) subs.push(signUp(world, pool))
  changeOutside(world, subs[3] ?? '', random.pick(['confirm', 'remove', 'disable'] as const))
  await pause(10_000)
  for (const sub of subs)
    if (stateOf(world, sub) === 'waiting')
      changeOutside(world, sub, random.pick(['confirm', 'remove'] as const))
  await wait(stage, () => digestIn(world, pool) === undefined)
}

export const digests: Readonly<Record<string, Episode>> = {
  'too many for a card each': tooMany,
}
