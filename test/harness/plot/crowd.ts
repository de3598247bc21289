// People who do whatever comes to mind: sign up, click, type, change groups, and change users in Cognito.

import { decisionsIn } from '../../support/decisions.ts'
import type { SeenMessage } from '../../world/slack/message.ts'
import type { Delivery } from '../../world/slack/socket-mode/send-envelopes.ts'
import type { World, WorldPool } from '../world/world.ts'
import { changeOutside, renameShown, signUp, stateOf, waitingIn } from './outside.ts'
import {
  changeGroup,
  deleteMessage,
  type Name,
  offersIn,
  openDenials,
  press,
  pressDeny,
  sendDenial,
  type,
} from './people.ts'

const names: readonly [Name, ...Name[]] = ['ada', 'ada', 'bob', 'bob', 'carl', 'dora', 'eve', 'gus']

export interface Crowd {
  act(): Promise<void>
}

/** Remembers what people have on their screens, because they may click what is out of date. */
export function gatherCrowd(world: World): Crowd {
  const { random } = world
  const screens: SeenMessage[] = []
  const look = () => {
    for (const { message } of world.pools.flatMap((pool) => offersIn(world, pool))) {
      const isKnown = screens.some(({ ts, words }) => ts === message.ts && words === message.words)
      if (!isKnown) screens.push(message)
    }
    if (screens.length > 40) screens.splice(0, 10)
  }
  const click = async () => {
    const message = random.chance(0.7) ? freshest(world) : random.pickAny(screens)
    const value = random.pickAny(decisionsIn(message))?.value
    if (message !== null && value !== undefined)
      await press(world, random.pick(names), message, value, delivery(world))
  }
  const acts: readonly (readonly [number, () => Promise<void> | void])[] = [
    [6, () => void signUpSomeone(world)],
    [14, click],
    [3, () => openSomeDenial(world)],
    [3, () => sendSomeDenial(world)],
    [3, () => clickTogether(world)],
    [3, () => clickPrivately(world)],
    [5, () => command(world)],
    [3, () => changeSomeone(world)],
    [1, () => changeMember(world)],
    [1, () => deleteCard(world)],
  ]
  return {
    act: async () => {
      look()
      let left = random.whole(
        1,
        acts.reduce((sum, [weight]) => sum + weight, 0),
      )
      for (const [weight, act] of acts) {
        left -= weight
        if (left <= 0) return act()
      }
    },
  }
}

function delivery({ random }: World): Delivery {
  return {
    redeliver: random.chance(0.7),
    copies: random.chance(0.15) ? 2 : 1,
    ...(random.chance(0.1) ? { delayMs: random.whole(1, 4000) } : {}),
  }
}

function freshest(world: World): SeenMessage | null {
  const offers = world.pools.flatMap((pool) => offersIn(world, pool))
  return world.random.pickAny(offers)?.message ?? null
}

function aPool({ random, pools }: World): WorldPool {
  return random.chance(0.7) ? pools[0] : random.chance(0.6) ? pools[1] : pools[2]
}

/** Sometimes with someone else's address. */
function signUpSomeone(world: World): void {
  const { random } = world
  const pool = aPool(world)
  const other = random.pickAny(waitingIn(world, pool))
  const email = random.chance(0.2) ? world.deeds.users.get(other ?? '')?.email : undefined
  signUp(world, pool, email === undefined ? {} : { email })
}

async function clickTogether(world: World): Promise<void> {
  const message = freshest(world)
  const value = message?.buttons.find(({ actionId }) => actionId === 'approve')?.value
  if (message === null || value === undefined) return
  for (let people = world.random.whole(2, 4); people > 0; people -= 1)
    await press(world, world.random.pick(names), message, value, delivery(world))
}

async function openSomeDenial(world: World): Promise<void> {
  const message = freshest(world)
  const value = message?.buttons.find(({ actionId }) => actionId === 'deny')?.value
  if (message !== null && value !== undefined)
    await pressDeny(world, world.random.pick(names), message, value)
}

async function sendSomeDenial(world: World): Promise<void> {
  const form = world.random.pickAny(openDenials(world, world.random.pick(names)))
  if (form !== null) await sendDenial(world, form, delivery(world))
}

async function clickPrivately(world: World): Promise<void> {
  const { slack, random, people } = world
  const who = random.pick(names)
  const shown = slack.ephemerals(people[who]).filter(({ buttons }) => buttons.length > 0)
  const message = random.pickAny(shown)
  const value = random.pickAny(message?.buttons ?? [])?.value
  if (message !== null && value !== undefined) await press(world, who, message, value, delivery(world))
}

async function command(world: World): Promise<void> {
  const { random, deeds } = world
  const user = random.pickAny([...deeds.users.values()].slice(-12))
  const pool = random.chance(0.5) ? '' : ` ${aPool(world).name}`
  const texts = ['list', '', 'help', 'nobody-at-all', 'somebody in-no-pool', 'list Partners'] as const
  const about = [user?.userName, user?.sub, user?.email, `user:${user?.userName}`, `${user?.userName}${pool}`]
  const text = random.chance(0.3) ? random.pick(texts) : (random.pickAny(about) ?? 'help')
  await type(world, random.pick(names), text, delivery(world))
}

function changeSomeone(world: World): void {
  const { random, deeds, cognito } = world
  const user = random.pickAny([...deeds.users.values()])
  if (user === null) return
  const state = stateOf(world, user.sub)
  const change = random.pick(['confirm', 'disable', 'remove', 'reset', 'rename', 'rename'] as const)
  if (state === 'disabled') changeOutside(world, user.sub, 'enable')
  else if (state === 'waiting' && change !== 'rename') changeOutside(world, user.sub, change)
  else if (state === 'waiting')
    cognito.changeUser(user.sub, { attributes: { name: `Name ${random.whole(1, 99)}` } })
}

/** A person leaves an approver group or comes back. */
function changeMember(world: World): void {
  const { random, slack } = world
  const pool = aPool(world)
  const who = random.pick(['ada', 'bob'] as const)
  const isMember =
    slack
      .groups()
      .find(({ id }) => id === pool.group)
      ?.members.includes(world.people[who]) === true
  changeGroup(world, pool, who, !isMember)
}

async function deleteCard(world: World): Promise<void> {
  const message = freshest(world)
  if (message === null) return
  await deleteMessage(world, message)
  renameShown(world, message)
}
