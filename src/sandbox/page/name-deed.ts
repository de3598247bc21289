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
  actions: z.array(z.looseObject({ text: z.looseObject({ text: z.string() }).optional() })).optional(),
})

const form = z.looseObject({ Username: z.string().optional() })

/** "Ada Lindqvist pressed Approve", "mia signed up". */
export function nameDeed(
  world: World,
  envelope: Envelope | undefined,
  call: ProxiedCall | undefined,
): string {
  if (envelope === undefined) return nameSignUp(call)
  const { type, user, user_id, command, text, actions } = payload.parse(envelope.payload)
  const id = user?.id ?? user_id
  const who = world.cast.people.find((person) => person.id === id)?.name ?? 'Somebody'
  if (command !== undefined) return `${who} typed ${`${command} ${text ?? ''}`.trim()}`
  if (type === 'view_submission') return `${who} sent a form`
  if (type === 'view_closed') return `${who} closed a form`
  return `${who} pressed ${actions?.[0]?.text?.text ?? 'a menu'}`
}

function nameSignUp(call: ProxiedCall | undefined): string {
  const { Username } = form.parse(call?.input ?? {})
  return `${Username || 'Somebody'} ${call?.status === 200 ? 'signed up' : 'tried to sign up'}`
}
