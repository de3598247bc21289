// What a visitor does in Slack, as one of its people: presses, picks, types, fills in.
import { z } from 'zod'
import type { SeenEphemeral } from '../slack/ephemeral.ts'
import type { SeenMessage } from '../slack/message.ts'
import type { Interaction } from '../slack/people/do-something.ts'
import { directMessagesOf, type Key, keyFormat, type Person } from './cast.ts'
import type { World } from './world.ts'

const id = z.string().max(255)

export const clickForm = z.object({
  as: keyFormat,
  ts: id,
  blockId: id,
  actionId: id,
  option: z.string().max(2000).optional(),
})
export const clickInViewForm = clickForm.omit({ ts: true }).extend({ view: id })
export const typeForm = z.object({ as: keyFormat, words: z.string().max(8000) })
export const submitForm = z.object({ as: keyFormat, view: id, values: z.record(id, z.string().max(8000)) })
export const closeForm = z.object({ as: keyFormat, view: id })
export const openHomeForm = z.object({ as: keyFormat })

/** The immediate answer to a person; what the app does then is seen in the channel. */
export type Outcome = { readonly kind: 'sent' } | { readonly kind: 'refused'; readonly message: string }

const sent: Outcome = { kind: 'sent' }

/** Presses what this person still sees, even if the message has changed meanwhile. */
export async function click(
  world: World,
  { as, ts, blockId, actionId, option }: z.infer<typeof clickForm>,
): Promise<Outcome> {
  const person = world.cast.person(as)
  const user = person.id
  const message = findAsSeen(world, person, ts, blockId)
  if (message === undefined) return refused('This message is gone.')
  return wait(world.slack.clickAsSeen({ user, message, blockId, actionId, option }))
}

export async function clickInView(
  world: World,
  { as, view, ...which }: z.infer<typeof clickInViewForm>,
): Promise<Outcome> {
  if (!isOpenFor(world, as, view)) return refused('This form is closed.')
  return wait(world.slack.clickInView({ user: world.cast.person(as).id, view, ...which }))
}

/** Slack's box knows the app's commands, and refuses others. */
export async function type(world: World, { as, words }: z.infer<typeof typeForm>): Promise<Outcome> {
  const { slack, cast } = world
  const [, command, text = ''] = /^\s*(\/\S+)\s*(.*?)\s*$/s.exec(words) ?? []
  if (command === undefined) return refused('This box takes commands, for example /confirm-user list')
  if (command !== '/confirm-user') return refused(`${command} is not a valid command. Try /confirm-user help`)
  return wait(slack.slash({ user: cast.person(as).id, channel: cast.channel, command, text }))
}

export async function submit(
  world: World,
  { as, view, values }: z.infer<typeof submitForm>,
): Promise<Outcome> {
  if (!isOpenFor(world, as, view)) return refused('This form is closed.')
  return wait(world.slack.submit(view, { user: world.cast.person(as).id, values }))
}

export async function close(world: World, { as, view }: z.infer<typeof closeForm>): Promise<Outcome> {
  if (isOpenFor(world, as, view)) await world.slack.closeView(view)
  return sent
}

/** The bot hears of it as of an event, which nobody waits for. */
export function openHome({ slack, cast }: World, { as }: z.infer<typeof openHomeForm>): Outcome {
  slack.openHome(cast.person(as).id)
  return sent
}

/** A new version of a message has new block ids, so a block id identifies the version. */
function findAsSeen(
  { slack, cast }: World,
  person: Person,
  ts: string,
  blockId: string,
): SeenMessage | SeenEphemeral | undefined {
  const ephemeral = slack.ephemerals(person.id).find((one) => one.ts === ts)
  if (ephemeral !== undefined) return ephemeral
  const message = [cast.channel, ...directMessagesOf(slack, person)]
    .flatMap((channel) => [...slack.messages(channel), ...slack.deleted(channel)])
    .find((one) => one.ts === ts)
  const version = slack
    .history(message?.channel ?? '', ts)
    .find(({ blocks }) => blocks.some(({ block_id }) => block_id === blockId))
  return message && { ...message, blocks: version?.blocks ?? message.blocks }
}

function isOpenFor({ slack, cast }: World, as: Key, id: string): boolean {
  return slack.views(cast.person(as).id).some((view) => view.id === id && view.state === 'open')
}

/** Waits until the app has acknowledged it, or Slack has given up, which the channel shows. */
async function wait(doing: Promise<Interaction | undefined>): Promise<Outcome> {
  const interaction = await doing
  await interaction?.acked
  return sent
}

function refused(message: string): Outcome {
  return { kind: 'refused', message }
}
