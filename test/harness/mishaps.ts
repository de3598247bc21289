// What happens to one or all of several bots.
import type { Random } from './random.ts'
import type { Order } from './talk.ts'
import { type Complaint, lateLeads } from './verdicts/verdicts.ts'
import type { ChildBot } from './world/child-bot.ts'
import type { PostgresStore } from './world/postgres-store.ts'
import type { Replicas } from './world/replicas.ts'
import { pause, until, type World } from './world/world.ts'

export interface Mishap {
  readonly name: string
  /** How long people carry on before it, in milliseconds. */
  readonly after: number
  /** Happens while people carry on. */
  readonly isLong: boolean
  /** Happens before people begin. */
  prepare(): void
  happen(): Promise<void>
  hasHappened(): boolean
  complaints(): readonly Complaint[]
}

interface Parts {
  readonly world: World
  readonly store: PostgresStore
  readonly replicas: Replicas
  readonly random: Random
}

/** Longer than the lead's lease, and longer than any lease; in milliseconds. */
const pauses = [15_000, 100_000] as const

/** How soon another bot leads, in milliseconds: a lease, the interval of asking for it, and the length of a turn. */
const takeOver = 15_000

export function drawMishap(parts: Parts): Mishap {
  const { random } = parts
  return random.pick([
    killAtPoint,
    killAtPoint,
    killAtPoint,
    killLeader,
    killSome,
    pauseAtPoint,
    pauseAtPoint,
    pauseAtOnce,
    pauseLeader,
    loseLead,
    restartDatabase,
  ])(parts)
}

/** What most mishaps have in common. `happen` is what happens while people carry on. */
function plain(name: string, { random }: Parts, happen: () => Promise<void>): Mishap {
  let isOver = false
  return {
    name,
    after: random.whole(0, random.pick([2000, 8000, 20_000])),
    isLong: true,
    prepare: () => {},
    happen: async () => {
      await happen()
      isOver = true
    },
    hasHappened: () => isOver,
    complaints: () => [],
  }
}

function someBot({ replicas, random }: Parts): ChildBot | null {
  return random.pickAny(replicas.alive().filter(({ isPaused }) => !isPaused))
}

function atPass(random: Random, act: Order['act']): Order {
  return { point: null, hit: random.whole(1, random.pick([40, 150, 400])), act }
}

function killAtPoint(parts: Parts): Mishap {
  const { replicas, random, world } = parts
  const order = atPass(random, { kind: 'kill' })
  const before = replicas.kills
  const isDead = () => replicas.kills > before
  return {
    ...plain(`killed at pass ${order.hit}`, parts, async () => {
      await until(world, isDead, 60_000)
    }),
    after: 0,
    isLong: false,
    prepare: () => someBot(parts)?.order([order]),
    hasHappened: isDead,
  }
}

function killLeader(parts: Parts): Mishap {
  const { replicas } = parts
  return leaderGoes('the leader killed', parts, replicas.kill)
}

function pauseLeader(parts: Parts): Mishap {
  const { world } = parts
  return leaderGoes('the leader paused', parts, async (bot) => {
    world.deeds.excuses += 3
    bot.pause()
  })
}

/** Another bot has to lead soon. */
function leaderGoes(name: string, parts: Parts, leave: (bot: ChildBot) => Promise<void>): Mishap {
  const { replicas, world, random } = parts
  const complaints: Complaint[] = []
  return {
    ...plain(name, parts, async () => {
      await until(world, () => replicas.leader() !== null, 60_000)
      const leader = replicas.leader()
      if (leader === null) return
      await leave(leader)
      const went = Date.now()
      const others = replicas.alive().filter(({ isPaused }) => !isPaused)
      const isTaken = () => others.some(({ leadsSince }) => (leadsSince ?? 0) >= went)
      const isTakenInTime = await until(world, isTaken, takeOver)
      const isSpared = others.every(({ isAlive, isRunning }) => !isAlive || !isRunning)
      if (!isTakenInTime && !isSpared)
        complaints.push({ count: lateLeads, words: `${name}: no bot leads after it.` })
      if (!leader.isPaused) return
      await pause(random.pick(pauses))
      if (leader.isAlive) leader.resume()
    }),
    complaints: () => complaints,
  }
}

function killSome(parts: Parts): Mishap {
  const { replicas, random } = parts
  return plain('several killed', parts, async () => {
    const all = replicas.alive()
    const doomed = random.chance(0.5) ? all : all.slice(1)
    await Promise.all(doomed.map(replicas.kill))
    await pause(random.whole(0, 20_000))
    await replicas.startAll()
  })
}

function pauseAtPoint(parts: Parts): Mishap {
  const { random, world } = parts
  const order = atPass(random, { kind: 'pause' })
  const bot = someBot(parts)
  let isPaused = false
  return {
    ...plain(`paused at pass ${order.hit}`, parts, async () => {
      isPaused = await until(world, () => bot?.isPaused === true, 60_000)
      world.deeds.excuses += 3
      await pause(random.pick(pauses))
      if (bot?.isAlive === true && bot.isPaused) bot.resume()
    }),
    after: 0,
    prepare: () => bot?.order([order]),
    hasHappened: () => isPaused,
  }
}

/** In the middle of whatever it does, for example of a transaction. */
function pauseAtOnce(parts: Parts): Mishap {
  const { world, random } = parts
  return plain('paused', parts, async () => {
    const bot = someBot(parts)
    if (bot === null) return
    world.deeds.excuses += 3
    bot.pause()
    await pause(random.pick(pauses))
    if (bot.isAlive && bot.isPaused) bot.resume()
  })
}

function loseLead(parts: Parts): Mishap {
  const { store, random, world } = parts
  const lease = random.pick([0, 5000, 30_000])
  return plain(`the lead taken away for ${lease}`, parts, async () => {
    world.deeds.excuses += 3
    await store.takeLead(lease)
  })
}

function restartDatabase(parts: Parts): Mishap {
  const { store, random, world } = parts
  const away = random.whole(0, 20_000)
  return plain(`the database away for ${away}`, parts, async () => {
    world.deeds.excuses += 3
    await store.restart(() => pause(away))
  })
}
