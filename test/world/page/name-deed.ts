// Who did what, in a few words.
import { z } from 'zod'
import type { ProxiedCall } from '../cognito/start-proxy.ts'
import type { Envelope } from '../slack/records.ts'
import type { World } from './world.ts'

const payload = z.looseObject({
  type: z.string().optional(),
  user: z.looseObject({ id: z.string() }).optional(),
  user_id: z.string().optional(),
  command: z.string().optional(),
  text: z.string().optional(),
  view: z.looseObject({ title: z.looseObject({ text: z.string() }).optional() }).optional(),
  actions: z.array(z.looseObject({ text: z.looseObject({ text: z.string() }).optional() })).optional(),
})

const signUp = z.looseObject({ Username: z.string().optional() })

/** "Ada Lindqvist pressed Approve", "mia signed up". */
export function nameDeed(
  world: World,
  envelope: Envelope | undefined,
  signUps: readonly ProxiedCall[],
): string {
  if (envelope === undefined) return nameSignUps(signUps)
  const { type, user, user_id, command, text, actions, view } = payload.parse(envelope.payload)
  const id = user?.id ?? user_id
  const who = world.cast.people.find((person) => person.id === id)?.name ?? 'Someone'
  if (command !== undefined) return `${who} typed ${`${command} ${text ?? ''}`.trim()}`
  const form = view?.title === undefined ? 'a form' : `the form “${view.title.text}”`
  if (type === 'view_submission') return `${who} sent ${form}`
  if (type === 'view_closed') return `${who} closed ${form}`
  const label = actions?.[0]?.text?.text
  return label === undefined ? `${who} used a menu` : `${who} pressed ${label}`
}

function nameSignUps([call, ...more]: readonly ProxiedCall[]): string {
  const { Username } = signUp.parse(call?.input ?? {})
  const did = [call, ...more].every((one) => one?.status === 200) ? 'signed up' : 'tried to sign up'
  return more.length > 0 ? `${1 + more.length} people ${did} at once` : `${Username || 'Someone'} ${did}`
}
