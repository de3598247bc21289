// Where an episode plays: the world, and control over the bot in it.
import type { World } from '../world/world.ts'
import { until } from '../world/world.ts'

export interface Stage {
  readonly world: World
  /** The bot is gone, so the rest of the episode makes no sense. */
  isOver(): boolean
  /** Stops the bot and starts the next one. */
  restart(): Promise<void>
  /** SIGKILL, if the bot is a separate process. */
  kill(): Promise<void>
  start(): Promise<void>
  /** SIGSTOP, and SIGCONT after so much time. */
  sleep(milliseconds: number): Promise<void>
  /** Waits until nothing is left to do. */
  calm(): Promise<void>
  /** Delays the bot at a point, once. */
  delayAt(point: string, milliseconds: number): void
}

/** What people do, from any state of the world; it may end anywhere. */
export type Episode = (stage: Stage) => Promise<void>

/** Waits for what an episode needs; gives up after two minutes or when the bot is gone. */
export function wait(
  { world, isOver }: Stage,
  probe: () => boolean,
  milliseconds = 120_000,
): Promise<boolean> {
  return until(world, probe, milliseconds, isOver)
}
