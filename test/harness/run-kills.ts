// Kills the bot at every point in turn, then at random moments, while people click and sign up; judges after each.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { calmAndJudge, healAll } from './calm.ts'
import { gatherCrowd } from './plot/crowd.ts'
import { episodes } from './plot/episodes.ts'
import type { Episode, Stage } from './plot/stage.ts'
import { createRandom, type Random } from './random.ts'
import type { Report } from './report.ts'
import type { Order } from './talk.ts'
import { startHurry } from './time/hurry.ts'
import { openOwnTimeFile, type TimeFile } from './time/time-file.ts'
import type { VirtualTimers } from './time/virtual-timers.ts'
import { type Keeper, keepBot } from './world/keeper.ts'
import { openWorld } from './world/open-world.ts'
import { pause, until, type World } from './world/world.ts'

export interface KillPlan {
  readonly seed: number
  /** How many kills at random moments. */
  readonly rounds: number
  /** Whether to kill at every point first. */
  readonly withPoints: boolean
  /** One point to kill at in every episode; empty for none. */
  readonly point: string
  /** Plays only episodes with this in their names. */
  readonly episode: string
  /** Whether Slack delivers over HTTP instead of over sockets. */
  readonly isOverHttp: boolean
  /** This process's time. */
  readonly time: { readonly timers: VirtualTimers; follow(file: TimeFile): void }
  readonly report: Report
}

/** A new world after so many kills, because judging an old one takes ever longer. */
const killsPerWorld = 15

export async function runKills(plan: KillPlan): Promise<void> {
  const learnt = new Map<string, readonly string[]>()
  if (plan.withPoints) await killEveryPoint(plan, learnt)
  if (plan.point !== '') await inWorld(plan, plan.seed, (run) => killAt(run, plan.point, namesOf(plan)))
  for (let done = 0; done < plan.rounds; done += killsPerWorld) {
    const seed = plan.seed + done
    await inWorld(plan, seed, (run) =>
      killAtRandom(run, namesOf(plan), Math.min(killsPerWorld, plan.rounds - done)),
    )
  }
}

interface Run {
  readonly world: World
  readonly keeper: Keeper
  readonly random: Random
  readonly report: Report
  readonly seed: number
  /** Plays an episode until it ends or the bot is dead. */
  play(name: string): Promise<void>
  /** Starts the bot if it is dead, lets everything settle, and judges. */
  count(what: string): Promise<void>
  /** Everything is settling, so people do nothing. */
  isCounting(): boolean
}

async function inWorld(plan: KillPlan, seed: number, work: (run: Run) => Promise<void>): Promise<void> {
  const { time, report, isOverHttp } = plan
  const folder = makeQuickFolder('countersign-harness-')
  const timeFile = openOwnTimeFile(join(folder, 'time'))
  time.follow(timeFile)
  const random = createRandom(seed)
  let keeper: Keeper | null = null
  const hurry = startHurry({ timers: time.timers, timeFile, peers: () => keeper?.peers() ?? [] })
  const world = await openWorld({ folder, random, hurry, isOverHttp })
  const kept = keepBot({ folder, world })
  keeper = kept
  try {
    await work(makeRun({ world, keeper: kept, random, report, seed }))
  } finally {
    report.tell(kept.points(), kept.trace(), kept.kills)
    await kept.end()
    hurry.stop()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function makeRun(parts: Pick<Run, 'world' | 'keeper' | 'random' | 'report' | 'seed'>): Run {
  const { world, keeper, report, seed } = parts
  let counting = 0
  const judge = async (what: string) => {
    counting += 1
    try {
      await judgeInPeace(what)
    } finally {
      counting -= 1
    }
  }
  const judgeInPeace = async (what: string) => {
    keeper.order([])
    await healAll(world)
    // A bot that was told to die may do so a moment later.
    const ensureUp = async () => {
      if (!keeper.isUp()) await keeper.start()
    }
    for (const { count, words } of await calmAndJudge(world, ensureUp)) {
      const isNew = report.wrong({ seed, what, count, words })
      if (isNew) report.say(`${keeper.output().split('\n').slice(-15).join('\n')}\n`)
    }
  }
  const play = async (name: string) => {
    const episode: Episode | undefined = episodes[name]
    if (episode === undefined) throw new Error(`There is no episode "${name}"`)
    if (!keeper.isUp()) await keeper.start()
    const calm = async () => {
      const { orders } = keeper
      await judge(`in the middle of "${name}"`)
      keeper.order(orders)
    }
    await episode(makeStage(parts, calm))
  }
  return { ...parts, play, count: judge, isCounting: () => counting > 0 }
}

function makeStage({ world, keeper }: Pick<Run, 'world' | 'keeper'>, calm: () => Promise<void>): Stage {
  return {
    world,
    isOver: () => !keeper.isUp(),
    restart: () => restartWell(keeper),
    kill: keeper.kill,
    start: keeper.start,
    sleep: keeper.sleep,
    calm,
    delayAt: (point, ms) => keeper.orderToo({ point, hit: 1, act: { kind: 'delay', ms } }),
  }
}

function namesOf({ episode }: KillPlan): readonly string[] {
  return Object.keys(episodes).filter((name) => name.includes(episode))
}

const kill = (point: string | null, hit: number): Order => ({ point, hit, act: { kind: 'kill' } })

async function killEveryPoint(plan: KillPlan, learnt: Map<string, readonly string[]>): Promise<void> {
  const names = namesOf(plan)
  const points = new Set<string>()
  await inWorld(plan, plan.seed, async ({ keeper, play, count }) => {
    for (const name of names) {
      const before = keeper.trace().length
      await play(name)
      await count(`after "${name}"`)
      learnt.set(name, keeper.trace().slice(before))
      plan.report.progress(`learned which points "${name}" passes: ${new Set(learnt.get(name)).size} points`)
    }
    for (const point of keeper.points()) points.add(point)
  })
  const open = [...points]
  while (open.length > 0) {
    const some = open.splice(0, killsPerWorld)
    await inWorld(plan, plan.seed + points.size - open.length, async (run) => {
      for (const point of some) {
        const fitting = names.filter((one) => learnt.get(one)?.includes(point) === true)
        await killAt(run, point, fitting.slice(0, 3))
      }
    })
  }
}

/** Plays these in turn until the bot dies at this point. */
async function killAt(
  { world, keeper, play, count, report }: Run,
  point: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const before = keeper.kills
    keeper.order([kill(point, 1)])
    await play(name)
    await until(world, () => keeper.kills > before, 5000)
    // Some points are passed only at the start.
    if (keeper.kills === before) await restartWell(keeper)
    await until(world, () => keeper.kills > before, 15_000)
    const isKilled = keeper.kills > before
    await count(`${isKilled ? 'killed' : 'not killed'} at ${point} in "${name}"`)
    report.progress(`${isKilled ? 'killed' : 'NOT killed'} at ${point} in "${name}"`)
    if (isKilled) return
  }
}

/** Stops the bot and starts the next one with the same orders. */
async function restartWell(keeper: Keeper): Promise<void> {
  await keeper.stop()
  await keeper.start()
}

async function killAtRandom(run: Run, names: readonly string[], kills: number): Promise<void> {
  const { keeper, random, play, count, report } = run
  for (let done = 0; done < kills; ) {
    const before = keeper.kills
    const moment = drawMoment(run)
    if (!keeper.isUp()) await keeper.start()
    keeper.order(moment.orders)
    let { words, after } = moment
    let told = ''
    for (let played = 1; keeper.kills === before; played += 1) {
      if (after === null && played === chancesOfAMoment) {
        after = random.whole(1, 3000)
        words = `${words}, or after ${after} ms`
      }
      const name = random.pickAny(names.filter((one) => !lengthy.has(one))) ?? ''
      told = `${told} "${name}"`
      const crowd = startCrowd(run)
      const killing = after === null ? null : pause(after).then(() => keeper.kill())
      await play(name)
      await Promise.all([crowd.stop(), killing])
    }
    const at = keeper.trace().at(-1)
    await count(`killed at ${words}, after ${at}, in${told}`)
    done += keeper.kills - before
    report.progress(`killed at ${words}, after ${at}`)
  }
}

/** If a moment has not come by this episode, the bot is killed from outside. */
const chancesOfAMoment = 2

/** Episodes that take much longer than the others: played only for their own points. */
const lengthy = new Set(['strangers read along'])

interface Moment {
  readonly words: string
  readonly orders: readonly Order[]
  /** Killed from outside after so many milliseconds; null if the bot kills itself. */
  readonly after: number | null
}

/** At a named point, at the n-th point of any name, or between two. */
function drawMoment({ random, keeper }: Run): Moment {
  const hit = random.whole(1, 3)
  const point = random.pickAny(keeper.points())
  const kind = random.whole(1, 10)
  if (kind <= 4 && point !== null)
    return { words: `pass ${hit} of ${point}`, orders: [kill(point, hit)], after: null }
  if (kind <= 7) {
    const pass = random.whole(1, 150)
    return { words: `pass ${pass}`, orders: [kill(null, pass)], after: null }
  }
  const after = random.whole(1, 12_000)
  return { words: `${after} ms`, orders: [], after }
}

function startCrowd({ world, isCounting }: Run): { stop(): Promise<void> } {
  const crowd = gatherCrowd(world)
  let isOver = false
  const run = async () => {
    while (!isOver) {
      await pause(world.random.whole(50, 3000))
      if (!isOver && !isCounting()) await crowd.act()
    }
  }
  const ended = run()
  return {
    stop: () => {
      isOver = true
      return ended
    },
  }
}
