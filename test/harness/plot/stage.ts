// Where an episode plays: the world, and whoever keeps the bot that lives in it.
import type { World } from '../world/world.ts'
import { until } from '../world/world.ts'

export interface Stage {
  readonly world: World
  /** The bot is not there any more: the rest of the episode makes no sense. */
  isOver(): boolean
  /** Ends the bot well and starts the next. */
  restart(): Promise<void>
  /** SIGKILL where the bot is a process of its own. */
  kill(): Promise<void>
  start(): Promise<void>
  /** SIGSTOP, so much time, SIGCONT. */
  sleep(milliseconds: number): Promise<void>
  /** Waits until nothing is left to do. */
  calm(): Promise<void>
  /** Holds up the bot at a point, once. */
  delayAt(point: string, milliseconds: number): void
}

/** What people do, from any state of the world; it may end anywhere. */
export type Episode = (stage: Stage) => Promise<void>

/** Waits for what an episode needs; gives up after two minutes, or when the bot is gone. */
export function wait(
  { world, isOver }: Stage,
  probe: () => boolean,
  milliseconds = 120_000,
): Promise<boolean> {
  return until(world, probe, milliseconds, isOver)
}
