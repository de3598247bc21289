// Kills: at every point in turn, then at random moments, while people click and sign up. After each, everything is counted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calmAndJudge, healAll } from './calm.ts'
import { episodes } from './plot/episodes.ts'
import type { Episode, Stage } from './plot/stage.ts'
import { createRandom, type Random } from './random.ts'
import type { Report } from './report.ts'
import type { Order } from './talk.ts'
import { startHurry } from './time/hurry.ts'
import type { TimeFile } from './time/time-file.ts'
import { openTimeFile } from './time/time-file.ts'
import type { VirtualTimers } from './time/virtual-timers.ts'
import { type Keeper, keepBot } from './world/keeper.ts'
import { openWorld } from './world/open-world.ts'
import { until, type World } from './world/world.ts'

export interface KillPlan {
  readonly seed: number
  /** Kills at random moments. */
  readonly rounds: number
  /** Whether every point is killed at first. */
  readonly withPoints: boolean
  /** One point that is killed in every episode; empty for none. */
  readonly point: string
  /** Only episodes with this in their names are played. */
  readonly episode: string
  /** This process's time. */
  readonly time: { readonly timers: VirtualTimers; follow(file: TimeFile): void }
  readonly report: Report
}

/** A world is left after so many kills: what is counted grows with it. */
const killsPerWorld = 12

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
  /** Plays an episode until its end, or until the bot is dead. */
  play(name: string): Promise<void>
  /** Starts the bot where it is dead, lets all come to rest, and counts. */
  count(what: string): Promise<void>
}

async function inWorld(plan: KillPlan, seed: number, work: (run: Run) => Promise<void>): Promise<void> {
  const { time, report } = plan
  const folder = mkdtempSync(join(tmpdir(), 'countersign-harness-'))
  const timeFile = openTimeFile(join(folder, 'time'))
  time.follow(timeFile)
  const random = createRandom(seed)
  let keeper: Keeper | null = null
  const hurry = startHurry({ timers: time.timers, timeFile, peers: () => keeper?.peers() ?? [] })
  const world = await openWorld({ folder, random, hurry })
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
  const judge = async (what: string) => {
    keeper.order([])
    await healAll(world)
    // One that was told to die may do so a moment later.
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
  return { ...parts, play, count: judge }
}

function makeStage({ world, keeper }: Pick<Run, 'world' | 'keeper'>, calm: () => Promise<void>): Stage {
  return {
    world,
    isOver: () => !keeper.isUp(),
    restart: () => restartWell(keeper),
    kill: keeper.kill,
    start: keeper.start,
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
      plan.report.progress(`learnt what "${name}" passes: ${new Set(learnt.get(name)).size} points`)
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

/** Plays each of these until the bot dies at this point. */
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
    // What is passed at the start only.
    if (keeper.kills === before) await restartWell(keeper)
    await until(world, () => keeper.kills > before, 15_000)
    const isKilled = keeper.kills > before
    await count(`${isKilled ? 'killed' : 'not killed'} at ${point} in "${name}"`)
    report.progress(`${isKilled ? 'killed' : 'NOT killed'} at ${point} in "${name}"`)
    if (isKilled) return
  }
}

/** Ends the bot well and starts the next, which was told the same. */
async function restartWell(keeper: Keeper): Promise<void> {
  await keeper.stop()
  await keeper.start()
}

async function killAtRandom(
  { keeper, random, play, count, report }: Run,
  names: readonly string[],
  kills: number,
): Promise<void> {
  for (let done = 0; done < kills; ) {
    const before = keeper.kills
    const hit = random.whole(1, random.pick([40, 120, 500]))
    keeper.order([kill(null, hit)])
    let told = ''
    for (let played = 0; keeper.kills === before && played < 6; played += 1) {
      const name = random.pickAny(names) ?? ''
      told = `${told} "${name}"`
      await play(name)
    }
    const at = keeper.trace().at(-1)
    await count(`killed at pass ${hit} (${at}) of${told}`)
    done += Math.max(1, keeper.kills - before)
    report.progress(`killed at ${at}, pass ${hit}`)
  }
}
