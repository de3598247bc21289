// What people do in Slack, written down with the time.
import { z } from 'zod'
import { decisionsIn } from '../../support/decisions.ts'
import type { SeenEphemeral } from '../../world/slack/ephemeral.ts'
import type { SeenMessage } from '../../world/slack/message.ts'
import type { Interaction } from '../../world/slack/people/do-something.ts'
import type { Delivery } from '../../world/slack/socket-mode/send-envelopes.ts'
import type { SeenView } from '../../world/slack/view.ts'
import type { World, WorldPool } from '../world/world.ts'

export type Name = keyof World['people']

/** Presses a button of a message as the person sees or saw it. Null, as in all that follows, if it has no such button. */
export async function press(
  { slack, deeds, people }: World,
  who: Name,
  message: SeenMessage | SeenEphemeral,
  value: string,
  delivery: Delivery = {},
): Promise<Interaction | null> {
  const user = people[who]
  const actionId = message.buttons.find((button) => button.value === value)?.actionId
  return pressOne({ slack, deeds }, { user, message, actionId, value, delivery })
}

/** Presses Deny… on a message that has the button. */
export function pressDeny(
  world: World,
  who: Name,
  message: SeenMessage | SeenEphemeral,
  value: string,
): Promise<Interaction | null> {
  return pressButton(world, who, message, { actionId: 'deny', value })
}

/** Presses "Deny all…" on a message that several share. */
export function pressDenyAll(
  world: World,
  who: Name,
  message: SeenMessage,
  value: string,
): Promise<Interaction | null> {
  return pressButton(world, who, message, { actionId: 'deny-all', value })
}

/** Presses Details on a message that has the button. */
export function pressDetails(
  world: World,
  who: Name,
  message: SeenMessage,
  value: string,
): Promise<Interaction | null> {
  return pressButton(world, who, message, { actionId: 'details', value })
}

/** Presses one of the buttons of a digest, which show its list or open a form of it. */
export function pressListed(
  world: World,
  who: Name,
  message: SeenMessage,
  button: { readonly actionId: string; readonly value: string },
): Promise<Interaction | null> {
  return pressButton(world, who, message, button)
}

/** Presses a button of a view as it is now. */
export async function pressInView(
  { slack, deeds, people }: World,
  who: Name,
  { id }: SeenView,
  { actionId, value }: { readonly actionId: string; readonly value: string },
): Promise<Interaction | null> {
  const user = people[who]
  const buttons = openNow(slack, user, id)?.buttons ?? []
  if (!buttons.some((button) => button.actionId === actionId && button.value === value)) return null
  const clicked = await slack.clickInView({ view: id, user, actionId, value })
  deeds.deeds.push({ envelopeId: clicked.envelopeId, user, at: Date.now(), what: 'click', said: value })
  return clicked
}

/** Presses Withdraw on a message that has the button. */
export function pressWithdraw(
  world: World,
  who: Name,
  message: SeenMessage,
  value: string,
): Promise<Interaction | null> {
  return pressButton(world, who, message, { actionId: 'withdraw', value })
}

/** Presses one of the two buttons about who looks into a sign-up, on a message that has it. */
export function pressLooking(
  world: World,
  who: Name,
  message: SeenMessage,
  button: { readonly actionId: 'look-into' | 'stop-looking'; readonly value: string },
): Promise<Interaction | null> {
  return pressButton(world, who, message, button)
}

/** Presses a button of a step that failed. */
export function pressTryAgain(
  world: World,
  who: Name,
  message: SeenMessage,
  button: { readonly actionId: string; readonly value: string },
): Promise<Interaction | null> {
  return pressButton(world, who, message, button)
}

function pressButton(
  { slack, deeds, people }: World,
  who: Name,
  message: SeenMessage | SeenEphemeral,
  button: Pick<Pressed, 'actionId' | 'value'>,
): Promise<Interaction | null> {
  return pressOne({ slack, deeds }, { user: people[who], message, ...button, delivery: {} })
}

interface Pressed {
  readonly user: string
  readonly message: SeenMessage | SeenEphemeral
  readonly actionId: string | undefined
  readonly value: string
  readonly delivery: Delivery
}

/** The actions of buttons that show something and are no clicks. */
const looks: readonly string[] = ['more', 'details', 'list-digest']

async function pressOne(
  { slack, deeds }: Pick<World, 'slack' | 'deeds'>,
  { user, message, actionId, value, delivery }: Pressed,
): Promise<Interaction | null> {
  if (!message.buttons.some((button) => button.actionId === actionId && button.value === value)) return null
  const clicked = await slack.clickAsSeen({ user, message, actionId, value, delivery })
  const what = looks.includes(actionId ?? '') ? 'look' : 'click'
  deeds.deeds.push({ envelopeId: clicked.envelopeId, user, at: Date.now(), what, said: value })
  return clicked
}

export async function type(
  world: World,
  who: Name,
  text: string,
  delivery: Delivery = {},
): Promise<Interaction> {
  const { slack, deeds, people, pools } = world
  const user = people[who]
  const channel = pools[0].channel
  const typed = await slack.slash({ user, channel, command: '/confirm-user', text, delivery })
  deeds.deeds.push({ envelopeId: typed.envelopeId, user, at: Date.now(), what: 'command', said: text })
  return typed
}

/** Submits a list form: decides about all whose boxes are ticked, and denies them for any of the reasons. */
export async function sendOff(
  { slack, deeds, random }: World,
  { id, user, privateMetadata: said, callbackId }: SeenView,
  delivery: Delivery = {},
): Promise<Interaction | null> {
  if (openNow(slack, user, id) === undefined) return null
  const reason = random.pick(['Spam or a bot', 'Other'] as const)
  const decides = callbackId === 'deny-all' ? 'deny' : 'approve'
  const values = decides === 'deny' ? { reason } : {}
  const chosen = boxesOf(openNow(slack, user, id))
    .filter(({ isTicked }) => isTicked)
    .map(({ place }) => place)
  const sent = await slack.submit(id, { user, values, delivery })
  const deed = { envelopeId: sent.envelopeId, user, at: Date.now(), said }
  deeds.deeds.push({ ...deed, what: 'form', chosen, decides })
  return sent
}

/** Ticks this box, or empties it. */
export async function tick(world: World, form: SeenView, place: number): Promise<void> {
  const { slack, deeds } = world
  const { id, user } = form
  const box = boxesOf(openNow(slack, user, id)).find((one) => one.place === place)
  if (box === undefined) return
  const { blockId, isTicked } = box
  const option = isTicked ? undefined : String(place)
  const clicked = await slack.clickInView({ view: id, user, blockId, option })
  deeds.deeds.push({ envelopeId: clicked.envelopeId, user, at: Date.now(), what: 'look', said: blockId })
}

/** Ticks these boxes and empties the others. False if none is ticked then. */
export async function tickOnly(world: World, form: SeenView, places: readonly number[]): Promise<boolean> {
  const { id, user } = form
  for (const { place, isTicked } of boxesOf(openNow(world.slack, user, id)))
    if (isTicked !== places.includes(place)) await tick(world, form, place)
  return boxesOf(openNow(world.slack, user, id)).some(({ isTicked }) => isTicked)
}

/** A view as its person sees it now; undefined once it is submitted or closed. */
function openNow(slack: World['slack'], user: string, id: string): SeenView | undefined {
  return slack.views(user).find((view) => view.id === id && view.state === 'open')
}

/** The boxes of a list. */
function boxesOf(view: SeenView | undefined) {
  return Object.entries(view?.values ?? {}).flatMap(([blockId, elements]) => {
    const box = boxFormat.safeParse(elements['choose'])
    const isTicked = (box.data?.selected_options ?? []).length > 0
    return box.success ? [{ blockId, place: Number.parseInt(blockId, 10), isTicked }] : []
  })
}

const boxFormat = z.looseObject({ selected_options: z.array(z.unknown()) })

/** Submits the form that approves one sign-up. */
export async function sendApproval(
  world: World,
  form: SeenView,
  delivery: Delivery = {},
): Promise<Interaction | null> {
  const { slack, deeds } = world
  const { id, user, privateMetadata: said } = form
  if (openNow(slack, user, id) === undefined) return null
  const sent = await slack.submit(id, { user, delivery })
  deeds.deeds.push({ envelopeId: sent.envelopeId, user, at: Date.now(), what: 'approval', said })
  return sent
}

/** Sends the form of a denial, with any of its reasons. */
export async function sendDenial(
  { slack, deeds, random }: World,
  form: SeenView,
  delivery: Delivery = {},
): Promise<Interaction | null> {
  const { id, user, privateMetadata: said } = form
  if (openNow(slack, user, id) === undefined) return null
  const reason = random.pick(['Spam or a bot', 'Other'] as const)
  const values = { reason, ...(random.chance(0.5) ? { note: 'Nobody *here* knows <!channel> them' } : {}) }
  const sent = await slack.submit(id, { user, values, delivery })
  deeds.deeds.push({ envelopeId: sent.envelopeId, user, at: Date.now(), what: 'denial', said })
  return sent
}

/** The forms of denials that this person has open. */
export function openDenials({ slack, people }: World, who: Name): readonly SeenView[] {
  return slack.views(people[who]).filter(({ callbackId, state }) => callbackId === 'deny' && state === 'open')
}

/** A button that takes something back on the newest card that has one and names this user; null if there is none now. */
export function wayBackOf(
  { slack, deeds, isOfLostStore }: World,
  { channel }: Pick<WorldPool, 'channel'>,
  sub: string,
  action: 'reopen' | 'undo' | 'let-in',
): Offer | null {
  const email = deeds.users.get(sub)?.email ?? ''
  const message = slack
    .messages(channel)
    .findLast((one) => !isOfLostStore(one) && one.words.includes(email) && find(one) !== undefined)
  function find({ buttons }: SeenMessage) {
    return buttons.find((button) => button.actionId === action && button.confirm?.text.includes(email))
  }
  const value = message === undefined ? undefined : find(message)?.value
  return message === undefined || value === undefined ? null : { message, value }
}

/** A button that approves one sign-up, on a card in the channel. */
export interface Offer {
  readonly message: SeenMessage
  readonly value: string
}

/** Every button in the channels that decides, oldest card first. */
export function offersIn(
  { slack, isOfLostStore }: World,
  pool: Pick<WorldPool, 'channel'>,
): readonly Offer[] {
  return slack
    .messages(pool.channel)
    .filter((message) => !isOfLostStore(message))
    .flatMap((message) => decisionsIn(message).map(({ value }) => ({ message, value: value ?? '' })))
}

/** The card with a button for this user, if there is one now. */
export function offerOf(world: World, pool: Pick<WorldPool, 'channel'>, sub: string): Offer | null {
  const user = world.deeds.users.get(sub)
  if (user === undefined) return null
  const isAbout = ({ message, value }: Offer) =>
    message.buttons.some((button) => button.value === value && button.confirm?.text.includes(user.userName))
  return offersIn(world, pool).find(isAbout) ?? null
}

/** As an administrator does, if Slack is up. The bot learns of it when it next draws the message. */
export async function deleteMessage(
  { slack }: World,
  { channel, ts }: Pick<SeenMessage, 'channel' | 'ts'>,
): Promise<void> {
  await fetch(`${slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify({ channel, ts }),
    signal: AbortSignal.timeout(2000),
  }).catch(() => undefined)
}

/** Joins or leaves a pool's approver group. */
export function changeGroup(world: World, pool: WorldPool, who: Name, isMember: boolean): void {
  const user = world.people[who]
  world.slack.changeGroup(pool.group, isMember ? { add: [user] } : { remove: [user] })
  world.membersChanged()
}
