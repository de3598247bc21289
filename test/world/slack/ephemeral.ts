// A message that only one person sees ("Only visible to you").
import type { Block } from './block-kit/check-blocks.ts'
import type { Usable } from './block-kit/find-elements.ts'
import { readVersion, type Version } from './message.ts'

/** How it reached the person. */
export type Way = 'chat.postEphemeral' | 'response_url' | 'slash response'

export interface Ephemeral {
  readonly user: string
  readonly channel: string
  readonly ts: string
  readonly way: Way
  readonly versions: Version[]
  deletedAt: Date | undefined
}

/** An ephemeral message as its reader sees it now. */
export interface SeenEphemeral {
  readonly user: string
  readonly channel: string
  readonly ts: string
  readonly way: Way
  readonly text: string
  readonly blocks: readonly Block[]
  readonly at: Date
  readonly words: string
  readonly buttons: readonly Usable[]
}

const nothing: Version = { text: '', blocks: [], at: new Date(0) }

/** A copy of what the reader sees now. */
export function lookAtEphemeral(ephemeral: Ephemeral): SeenEphemeral {
  const version = ephemeral.versions.at(-1) ?? nothing
  return {
    user: ephemeral.user,
    channel: ephemeral.channel,
    ts: ephemeral.ts,
    way: ephemeral.way,
    ...version,
    ...readVersion(version),
  }
}
