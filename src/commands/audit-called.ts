// How `npm run audit` was called, and how it ends.
import type { Clock } from '../shared/clock.ts'

/** Exit codes: the log is damaged, or what was asked could not be done. */
export const [damaged, couldNot] = [1, 2]

/** How the command was called, and where it prints. */
export interface Called {
  /** What was typed after `npm run audit --`. */
  readonly given: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  /** Resolves once there is room for more. */
  out(words: string): Promise<void>
  err(words: string): void
}

/** What stops a command, in sentences for whoever typed it. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}
