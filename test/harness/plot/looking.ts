// Episodes in which somebody is looked at in Details, and approved there, or in a form because no dialog can say who they are.
import type { SeenView } from '../../world/slack/view.ts'
import { pause, type World } from '../world/world.ts'
import { isClosed, newCard } from './new-card.ts'
import { signUp } from './outside.ts'
import { type Name, type Offer, press, pressDetails, pressInView, sendApproval, sendOff } from './people.ts'
import { type Episode, type Stage, wait } from './stage.ts'

/** The newest of these that this person has open. */
function openView(
  { slack, people }: World,
  who: Name,
  isMeant: (view: SeenView) => boolean,
): SeenView | undefined {
  return slack.views(people[who]).findLast((view) => view.state === 'open' && isMeant(view))
}

async function lookedAt(stage: Stage): Promise<void> {
  const { world } = stage
  const [pool] = world.pools
  const card = await newCard(stage, pool)
  // A message that several share has no such button.
  if (card === null || !card.message.buttons.some(({ actionId }) => actionId === 'details')) return
  await pressDetails(world, 'eve', card.message, card.value)
  await pressDetails(world, 'ada', card.message, card.value)
  const details = () => openView(world, 'ada', ({ words }) => words.includes('In Cognito just now'))
  await wait(stage, () => details() !== undefined, 20_000)
  const view = details()
  // Somebody else may have been quicker, or it is an older look at somebody else.
  const offers = view?.buttons.filter(({ actionId }) => actionId === 'approve') ?? []
  if (view === undefined || !offers.some(({ value }) => value === card.value)) return
  await pressInView(world, 'ada', view, { actionId: 'approve', value: card.value })
  await wait(stage, () => isClosed(stage, pool, card.sub))
  await pause(5000)
}

/** A card whose button opens a form, because a dialog has no room for this person. */
async function cardWithForm(stage: Stage): Promise<Offer | null> {
  const { world } = stage
  const [pool] = world.pools
  const number = world.deeds.users.size + 1
  const userName = `visitor-${number}-${'n'.repeat(100)}`
  const email = `${'m'.repeat(50)}-${number}@${'domain-'.repeat(8)}.${'domain-'.repeat(8)}x.visitors.example`
  signUp(world, pool, { userName, email })
  const offered = (): Offer | null => {
    for (const message of world.slack.messages(pool.channel)) {
      if (world.isOfLostStore(message) || !message.words.includes(email)) continue
      const button = message.buttons.find(({ actionId }) => actionId === 'open-approval')
      if (button?.value !== undefined) return { message, value: button.value }
    }
    return null
  }
  await wait(stage, () => offered() !== null)
  return offered()
}

async function approvedInForm(stage: Stage): Promise<void> {
  const { world } = stage
  const card = await cardWithForm(stage)
  if (card === null) return
  await press(world, 'eve', card.message, card.value)
  await press(world, 'ada', card.message, card.value)
  // Not by its words: a list that an earlier episode left open has the same.
  const opened = () => openView(world, 'ada', ({ callbackId }) => callbackId === 'approve-one')
  await wait(stage, () => opened() !== undefined, 10_000)
  const form = opened()
  if (form === undefined) return
  await sendApproval(world, form, { redeliver: world.random.chance(0.5) })
  await pause(10_000)
}

/** Somebody is approved in App Home, while others look there in vain. */
async function approvedAtHome(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, people } = world
  await newCard(stage, world.pools[0])
  for (const who of ['eve', 'ada'] as const) slack.openHome(people[who])
  const home = () => slack.views(people.ada).find(({ type }) => type === 'home')
  const approve = () => home()?.buttons.find(({ actionId }) => actionId === 'approve')
  await wait(stage, () => approve() !== undefined, 20_000)
  const [view, button] = [home(), approve()]
  if (view === undefined || button?.value === undefined) return
  await pressInView(world, 'ada', view, { actionId: 'approve', value: button.value })
  const isOver = () => home()?.buttons.every(({ value }) => value !== button.value) === true
  await wait(stage, isOver, 20_000)
  await pause(6000)
}

/** Two people from one host are denied at once, from Details of one of them. */
async function deniedByHost(stage: Stage): Promise<void> {
  const { world } = stage
  const { slack, people, random } = world
  const [pool] = world.pools
  const host = `host-${world.deeds.users.size}.example`
  const card = await newCard(stage, pool, { email: `first@${host}` })
  const other = await newCard(stage, pool, { email: `second@${host}` })
  if (card === null || other === null) return
  if (!card.message.buttons.some(({ actionId }) => actionId === 'details')) return
  const button = { actionId: 'deny-host', value: card.value }
  const offered = () =>
    slack
      .views(people.ada)
      .find(
        ({ state, buttons }) =>
          state === 'open' &&
          buttons.some(({ actionId, value }) => actionId === button.actionId && value === button.value),
      )
  await pressDetails(world, 'ada', card.message, card.value)
  await wait(stage, () => offered() !== undefined, 20_000)
  const details = offered()
  if (details === undefined) return
  const forms = () => slack.views(people.ada).filter(({ callbackId }) => callbackId === 'deny-all')
  const before = forms().length
  await pressInView(world, 'ada', details, button)
  await wait(stage, () => forms()[before] !== undefined, 10_000)
  const form = forms()[before]
  if (form === undefined) return
  if (random.chance(0.3)) await press(world, 'bob', other.message, other.value)
  await sendOff(world, form, { redeliver: true })
  await wait(stage, () => isClosed(stage, pool, card.sub) && isClosed(stage, pool, other.sub))
  await pause(5000)
}

export const looking: Readonly<Record<string, Episode>> = {
  'a sign-up is looked at': lookedAt,
  'a sign-up is approved in App Home': approvedAtHome,
  'all from one host are denied': deniedByHost,
  'a sign-up is approved in a form': approvedInForm,
}
