// Who did what, in a few words.
import { z } from 'zod'
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import { type Deed, type ProductDeed, type SlackDeed, signInOf } from './deeds.ts'
import type { World } from './world.ts'

const payload = z.looseObject({
  command: z.string().optional(),
  text: z.string().optional(),
  view: z.looseObject({ title: z.looseObject({ text: z.string() }).optional() }).optional(),
  actions: z
    .array(
      z.looseObject({ type: z.string().optional(), text: z.looseObject({ text: z.string() }).optional() }),
    )
    .optional(),
})

const signUp = z.looseObject({ Username: z.string().optional() })

/** "Ada Lindqvist pressed Approve", "mia signed up". */
export function nameDeed(world: World, deed: Deed): string {
  return deed.kind === 'slack' ? nameSlackDeed(world, deed) : nameProductDeed(deed)
}

function nameSlackDeed({ cast }: World, { type, by, envelope }: SlackDeed): string {
  const { command, text, actions, view } = payload.parse(envelope.payload)
  const who = cast.people.find(({ id }) => id === by)?.name ?? 'Someone'
  const form = view?.title === undefined ? 'a form' : `the form “${view.title.text}”`
  const label = actions?.[0]?.text?.text
  const used = actions?.[0]?.type === 'checkboxes' ? 'ticked a box, or took a tick away' : 'used a menu'
  switch (type) {
    case 'command':
      return `${who} typed ${`${command ?? ''} ${text ?? ''}`.trim()}`
    case 'form':
      return `${who} sent ${form}`
    case 'closed form':
      return `${who} closed ${form}`
    case 'button':
      return label === undefined ? `${who} ${used}` : `${who} pressed ${label}`
  }
}

function nameProductDeed({ calls, emails }: ProductDeed): string {
  const [call] = calls
  const name = call === undefined ? undefined : signInOf(call)
  if (name !== undefined)
    return `${name || 'Someone'} ${call?.status === 200 ? 'signed in' : 'tried to sign in'}`
  return nameSignUps(calls, emails.size)
}

function nameSignUps([call, ...more]: readonly ProxiedCall[], people: number): string {
  const { Username } = signUp.parse(call?.input ?? {})
  const did = [call, ...more].every((one) => one?.status === 200) ? 'signed up' : 'tried to sign up'
  return people > 1 ? `${people} people ${did} at once` : `${Username || 'Someone'} ${did}`
}
