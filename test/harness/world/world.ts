// A world with a bot in it: three pools, three channels, people who may approve and people who may not.
import type { StandIn } from '../../world/cognito/start-stand-in.ts'
import type { Workspace } from '../../world/slack/workspace.ts'
import type { Random } from '../random.ts'
import type { Hurry } from '../time/hurry.ts'
import type { Deeds } from './deeds.ts'
import type { Evidence } from './evidence.ts'

export interface WorldPool {
  readonly id: string
  readonly name: string
  channel: string
  /** If false, it is left out of the bot's configuration. */
  isConfigured: boolean
  readonly group: string
  readonly handle: string
  /** Approvers named by id. */
  readonly users: readonly string[]
  readonly onDeny: 'disable' | 'keep'
  readonly requiredApprovals: number
  /** Its users are added to these, and whoever has their address is told. */
  readonly groups: readonly string[]
  readonly rushAt: number
  /** In milliseconds; null if nobody lapses. */
  readonly lapseAfter: number | null
  /** When its daily digest comes, in hours UTC; null if it has none. */
  readonly digestHour: number | null
}

export interface World {
  readonly slack: Workspace
  readonly cognito: StandIn
  readonly random: Random
  readonly hurry: Hurry
  readonly deeds: Deeds
  /** The last one requires two approvals. */
  readonly pools: readonly [WorldPool, WorldPool, WorldPool]
  /** A channel for cards only if a pool moves there. */
  readonly spareChannel: string
  /** People's ids, by name. */
  readonly people: Readonly<Record<'ada' | 'bob' | 'carl' | 'dora' | 'eve' | 'gus', string>>
  readonly databasePath: string
  /** The bot's environment at its next start. */
  environment(): Readonly<Record<string, string>>
  evidence(): Evidence
  /** Whether a lost store's bot posted this message, for which nobody answers any more. */
  isOfLostStore(place: { readonly channel: string; readonly ts: string }): boolean
  /** Replaces the store by an empty one; the bot must not be running. */
  loseStore(): void
  /** Moves on by so much that old rows may be forgotten: the store need not know what was before. */
  letDaysPass(days: number): void
  /** Call after a change of a group's members or of the configuration. */
  membersChanged(): void
  stop(): Promise<void>
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Resolves to true once the probe is true, to false after so much time or once `isOver` is true. */
export async function until(
  { slack }: Pick<World, 'slack'>,
  probe: () => boolean,
  milliseconds: number,
  isOver: () => boolean = () => false,
): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (!probe()) {
    if (Date.now() >= end || isOver()) return false
    await change(slack)
  }
  return true
}

/** Resolves when something changes in Slack, or after a second. */
function change(slack: Workspace): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const unsubscribe = slack.subscribe(end)
    const timer = setTimeout(end, 1000)
  })
}
