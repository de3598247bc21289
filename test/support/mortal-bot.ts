// A bot that dies as if its plug were pulled: nothing that it does takes effect any more, and its connections are cut.
// A process of its own (`run-main.ts`) dies no other way, but takes a second of a processor to load.
import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/shared/clock.ts'
import type { Log } from '../../src/shared/log.ts'
import { wrapWithPoints } from '../harness/points.ts'
import { runOnStage, type Stage } from './stage.ts'

export interface Mortal {
  /** Resolves when it is dead, and what it was connected to is in reach for the next bot. */
  kill(): Promise<void>
}

/** What a dead bot gets from every call. */
class PulledPlug extends Error {}

/** Starts it on this stage; resolves once it is connected. It ends with the test. */
export async function startMortal(stage: Stage): Promise<Mortal> {
  const { slack, cognito, environment, clock } = stage
  let isDead = false
  const pass = (point: string) => {
    if (isDead) throw new PulledPlug(point)
  }
  const plugged = wrapWithPoints(pass, () => {})
  // A dead bot waits for nothing.
  const mortalClock: Clock = {
    now: clock.now,
    sleep: (milliseconds, signal) => clock.sleep(isDead ? 0 : milliseconds, signal),
  }
  const { stopping, ended } = runOnStage({
    // Of several connections, one might still be opening when it dies, and be open when the next bot starts.
    environment: { ...environment, SLACK_SOCKETS: '1' },
    clock: mortalClock,
    log: silent,
    endpoint: cognito.endpoint,
    wrap: (name, part) => plugged(name, stage.wrap(name, part)),
  })
  const over = ended.catch(() => undefined)
  const kill = async () => {
    if (isDead) return
    isDead = true
    stopping.abort()
    await cognito.goDown()
    await over
    await slack.waitFor('its connections to be gone', () => slack.sockets === 0)
    // Calls that hang would be answered later, to nobody.
    await slack.goDown()
    await Promise.all([slack.comeUp(), cognito.comeUp()])
  }
  onTestFinished(kill)
  await slack.waitFor('the bot to connect', () => slack.sockets > 0)
  return { kill }
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
