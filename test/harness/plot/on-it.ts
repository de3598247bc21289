// Episodes in which somebody says that they look into a sign-up, stops, or is taken over from, across kills.
import { pause } from '../world/world.ts'
import { isClosed, newCard } from './new-card.ts'
import { type Name, type Offer, press, pressLooking } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

type Card = Offer & { readonly sub: string }

/** Presses the button if the card has it now. */
async function say(stage: Stage, who: Name, { message, value }: Card, action: 'look-into' | 'stop-looking') {
  const shown = stage.world.slack.message(message.channel, message.ts)
  const hasIt = shown?.buttons.some((button) => button.actionId === action && button.value === value)
  if (shown != null && hasIt === true)
    await pressLooking(stage.world, who, shown, { actionId: action, value })
}

function isLookedInto({ world }: Stage, { message }: Card): boolean {
  return /👀/u.test(world.slack.message(message.channel, message.ts)?.words ?? '')
}

async function lookedInto(stage: Stage): Promise<void> {
  const { world } = stage
  const { random } = world
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  if (card === null) return
  await say(stage, 'eve', card, 'look-into')
  for (const who of ['ada', 'bob', 'ada'] as const) await say(stage, who, card, 'look-into')
  await wait(stage, () => isLookedInto(stage, card), 20_000)
  for (const who of ['eve', 'bob', 'ada'] as const)
    if (random.chance(0.5)) await say(stage, who, card, 'stop-looking')
  if (random.chance(0.3)) await stage.restart()
  await say(stage, 'bob', card, 'look-into')
  // Some of them are left to themselves.
  if (random.chance(0.3)) return
  await press(world, random.pick(['ada', 'bob'] as const), card.message, card.value)
  await wait(stage, () => isClosed(stage, pool, card.sub))
  await pause(3000)
}

export const onIt: Readonly<Record<string, Episode>> = {
  'somebody looks into a sign-up': lookedInto,
}
