// Keeps the bot: the running process, its orders, and the next process, loaded in advance.
import { join } from 'node:path'
import { isElsewhere } from '../points.ts'
import type { Order } from '../talk.ts'
import type { Peer } from '../time/hurry.ts'
import { type ChildBot, loadChildBot } from './child-bot.ts'
import { openTrace } from './trace-file.ts'
import type { World } from './world.ts'

export interface Keeper {
  isUp(): boolean
  /** Starts the next process with the orders that the last one left undone. */
  start(): Promise<void>
  /** Replaces the orders of the running process and those after it. */
  order(orders: readonly Order[]): void
  /** The last orders. */
  readonly orders: readonly Order[]
  /** Adds to the orders. */
  orderToo(order: Order): void
  /** SIGKILL. */
  kill(): Promise<void>
  /** As SIGTERM does. */
  stop(): Promise<void>
  /** Pauses the process for so long. */
  sleep(milliseconds: number): Promise<void>
  /** The points passed so far, by all processes, oldest first. */
  trace(): readonly string[]
  /** Every point that exists. */
  points(): readonly string[]
  readonly kills: number
  /** What the last process printed. */
  output(): string
  end(): Promise<void>
  readonly peers: () => readonly Peer[]
}

export interface KeeperParts {
  readonly folder: string
  readonly world: World
}

export function keepBot({ folder, world }: KeeperParts): Keeper {
  const { hurry, random, deeds, slack } = world
  const tracePath = join(folder, 'trace')
  const trace = openTrace(tracePath)
  const load = () =>
    loadChildBot({ timePath: join(folder, 'time'), tracePath, cognitoEndpoint: world.cognito.endpoint })
  let spare = load()
  let bot: ChildBot | null = null
  let orders: readonly Order[] = []
  let kills = 0

  const start = async () => {
    await hurry.hold(async () => {
      await bot?.ended
      const next = spare
      await Promise.race([next.loaded, next.ended])
      if (!next.isAlive) throw new Error(`The bot could not be loaded: ${next.output}`)
      spare = load()
      bot = next
      next.order(orders)
      next.start(world.environment(), random.whole(0, 1e9))
    })
    const isWell = await hasCome(next())
    if (!isWell && next().problems.length > 0)
      throw new Error(`The bot refused to start: ${next().problems.join(' ')}`)
  }
  const next = () => {
    if (bot === null) throw new Error('No bot was started')
    return bot
  }
  /** False if it died before it was connected. */
  const hasCome = async (one: ChildBot) => {
    void one.ended.then((wasKilled) => {
      if (wasKilled) {
        kills += 1
        deeds.excuses += 10
      }
    })
    while (one.isAlive && slack.sockets === 0) await new Promise((resolve) => setTimeout(resolve, 200))
    return one.isAlive
  }

  const order = (given: readonly Order[]) => {
    orders = given
    bot?.order(given)
  }

  return {
    isUp: () => bot?.isAlive === true,
    start,
    order,
    get orders() {
      return orders
    },
    orderToo: (one) => order([...orders, one]),
    kill: () =>
      hurry.hold(async () => {
        bot?.kill()
        await bot?.ended
      }),
    stop: async () => {
      bot?.stop()
      while (bot?.isAlive === true) await new Promise((resolve) => setTimeout(resolve, 200))
    },
    sleep: (milliseconds) =>
      hurry.hold(async () => {
        bot?.pause()
        hurry.leap(milliseconds)
        bot?.resume()
      }),
    trace: trace.passed,
    points: () => trace.known().filter((point) => !isElsewhere(point)),
    get kills() {
      return kills
    },
    output: () => bot?.output ?? '',
    end: () =>
      hurry.hold(async () => {
        for (const one of [bot, spare]) one?.kill()
        await Promise.all([bot?.ended, spare.ended])
      }),
    peers: () => (bot?.isStarted === true && bot.isAlive ? [bot] : []),
  }
}
