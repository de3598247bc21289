// Waits until the local Slack has failed as a test asked.
import type { Stage } from './stage.ts'

/** Resolves once a call of this method has failed or hangs. */
export async function faultPlayed({ slack }: Pick<Stage, 'slack'>, method: string): Promise<void> {
  await slack.waitFor(`${method} to go wrong`, () =>
    slack.callsOf(method).some(({ fault }) => fault !== undefined),
  )
}
