// A world with a bot in it: two pools, two channels, people who may approve and people who may not.
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
  /** Left out of the configuration, it is none of the bot's. */
  isConfigured: boolean
  readonly group: string
  readonly handle: string
  /** Named one by one. */
  readonly users: readonly string[]
}

export interface World {
  readonly slack: Workspace
  readonly cognito: StandIn
  readonly random: Random
  readonly hurry: Hurry
  readonly deeds: Deeds
  readonly pools: readonly [WorldPool, WorldPool]
  /** A channel where no cards go unless a pool moves. */
  readonly spareChannel: string
  /** Ids of people, by name. */
  readonly people: Readonly<Record<'ada' | 'bob' | 'carl' | 'dora' | 'eve' | 'gus', string>>
  readonly databasePath: string
  /** What the bot is started with now. */
  environment(): Readonly<Record<string, string>>
  evidence(): Evidence
  /** From now on the store is a new, empty one; the bot must not run. */
  loseStore(): void
  /** So much later, rows that are over may be forgotten: of what was before, the store need not know. */
  letDaysPass(days: number): void
  /** After a change of who is in which group, or of the configuration. */
  membersChanged(): void
  stop(): Promise<void>
}

/** Lets time pass. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Resolves to true once the probe says so, to false after so much time, or when `isOver` says so. */
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

/** Something has changed in Slack, or a second has passed. */
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
