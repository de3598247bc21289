// Keeps several bots on one database: those that run, those that are paused, and the next ones, loaded in advance.
import { join } from 'node:path'
import type { Order } from '../talk.ts'
import type { Peer } from '../time/hurry.ts'
import { type ChildBot, loadChildBot } from './child-bot.ts'
import { openTrace } from './trace-file.ts'
import { pause, type World } from './world.ts'

export interface Replicas {
  /** Those that live, including paused ones. */
  alive(): readonly ChildBot[]
  /** The one that last said that it leads. */
  leader(): ChildBot | null
  /** Starts as many as are missing and resumes paused ones. */
  startAll(): Promise<void>
  killAll(): Promise<void>
  /** SIGSTOP to all at once, and SIGCONT after so much time. */
  sleep(milliseconds: number): Promise<void>
  /** As SIGTERM does, one after another. */
  stopAll(): Promise<void>
  /** SIGKILL. */
  kill(bot: ChildBot): Promise<void>
  /** What all of them are to do at their points. */
  orderAll(orders: readonly Order[]): void
  readonly kills: number
  trace(): readonly string[]
  points(): readonly string[]
  /** What they printed last. */
  output(): string
  end(): Promise<void>
  readonly peers: () => readonly Peer[]
}

export interface ReplicasParts {
  readonly count: number
  readonly folder: string
  readonly world: World
}

export function keepReplicas({ count, folder, world }: ReplicasParts): Replicas {
  const { hurry, random, deeds } = world
  const tracePath = join(folder, 'trace')
  const trace = openTrace(tracePath)
  const load = () =>
    loadChildBot({ timePath: join(folder, 'time'), tracePath, cognitoEndpoint: world.cognito.endpoint })
  const spares = Array.from({ length: count }, load)
  let bots: readonly ChildBot[] = []
  let kills = 0
  const alive = () => bots.filter((bot) => bot.isAlive)

  const startOne = async () => {
    const bot = await hurry.hold(async () => {
      const next = spares.shift() ?? load()
      await Promise.race([next.loaded, next.ended])
      if (!next.isAlive) throw new Error(`The bot could not be loaded: ${next.output}`)
      spares.push(load())
      bots = [...alive(), next]
      next.start(world.environment(), random.whole(0, 1e9))
      return next
    })
    void bot.ended.then((wasKilled) => {
      if (!wasKilled) return
      kills += 1
      deeds.excuses += 3
    })
    while (bot.isAlive && !bot.isRunning) await pause(200)
    if (bot.problems.length > 0) throw new Error(`The bot refused to start: ${bot.problems.join(' ')}`)
  }
  const kill = (bot: ChildBot) =>
    hurry.hold(async () => {
      bot.kill()
      await bot.ended
    })

  return {
    alive,
    leader: () =>
      alive()
        .filter(({ leadsSince, isPaused }) => leadsSince !== null && !isPaused)
        .toSorted((one, other) => (other.leadsSince ?? 0) - (one.leadsSince ?? 0))[0] ?? null,
    startAll: async () => {
      for (const bot of alive()) if (bot.isPaused) bot.resume()
      const missing = count - alive().length
      await Promise.all(Array.from({ length: missing }, startOne))
    },
    killAll: async () => {
      await Promise.all(alive().map(kill))
    },
    stopAll: async () => {
      for (const bot of alive()) {
        if (bot.isPaused) bot.resume()
        bot.stop()
        while (bot.isAlive) await pause(200)
      }
    },
    kill,
    sleep: (milliseconds) =>
      hurry.hold(async () => {
        const asleep = alive().filter((bot) => !bot.isPaused)
        for (const bot of asleep) bot.pause()
        hurry.leap(milliseconds)
        for (const bot of asleep) bot.resume()
      }),
    orderAll: (orders) => {
      for (const bot of alive()) bot.order(orders)
    },
    get kills() {
      return kills
    },
    trace: trace.passed,
    points: trace.known,
    output: () => bots.map(({ output }) => output.split('\n').slice(-12).join('\n')).join('\n--\n'),
    end: () =>
      hurry.hold(async () => {
        const all = [...alive(), ...spares]
        for (const bot of all) bot.kill()
        await Promise.all(all.map(({ ended }) => ended))
      }),
    peers: () => bots.filter((bot) => bot.isStarted && bot.isAlive),
  }
}
