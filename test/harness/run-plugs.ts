// Pulls the plug at every point, in this process: like a kill, without the time that a new process takes to load.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { calmAndJudge, healAll } from './calm.ts'
import { episodes } from './plot/episodes.ts'
import type { Episode, Stage } from './plot/stage.ts'
import { isElsewhere } from './points.ts'
import { createRandom } from './random.ts'
import type { Report } from './report.ts'
import { startHurry } from './time/hurry.ts'
import { openOwnTimeFile, type TimeFile } from './time/time-file.ts'
import type { VirtualTimers } from './time/virtual-timers.ts'
import { type InProcessBot, keepInProcess } from './world/in-process-bot.ts'
import { openWorld } from './world/open-world.ts'
import { pause, type World } from './world/world.ts'

export interface PlugPlan {
  readonly seed: number
  /**
   * Only in the episodes that pass the most points, and only after calls: before one, there is little that wasn't there after
   * the call before it.
   */
  readonly isBrief: boolean
  readonly time: { readonly timers: VirtualTimers; follow(file: TimeFile): void }
  readonly report: Report
}

/** An episode that passed no new point so many times in a row is dropped. */
const chances = { whole: 4, brief: 1 } as const

/** Those of a brief run: together they decide in every way. */
const brief: ReadonlySet<string> = new Set([
  'a sign-up is approved',
  'commands are typed',
  'a sign-up is denied',
  'a denied sign-up is reopened',
  'an approval is undone and made again',
  'a step after a confirmation goes on',
  'a sign-up is approved in a form',
  'two of three approve',
  'all are approved at once',
])

interface Tried {
  readonly episode: Episode
  /** That it has left. */
  readonly chances: number
  /** The points that it passed so far. */
  readonly passes: Set<string>
  /** It was played to its end at least once. */
  readonly isWhole: boolean
}

/** Episodes by name. */
type Fruitful = Map<string, Tried>

/** Those that may pass a point that is left, as far as that is known; otherwise all. */
function hopeful(fruitful: Fruitful, left: ReadonlySet<string>): readonly (readonly [string, Tried])[] {
  const some = [...fruitful].filter(
    ([, { passes, isWhole }]) => !isWhole || [...passes].some((point) => left.has(point)),
  )
  return some.length > 0 ? some : [...fruitful]
}

/** A new world after so many plugs, because judging an old one takes ever longer. */
const plugsPerWorld = 12

/** Ends when the plug was pulled at every point, or no episode passes a point that is left. */
export async function pullPlugs(plan: PlugPlan): Promise<void> {
  const points = { left: new Set<string>(), known: new Set<string>() }
  const mostChances = plan.isBrief ? chances.brief : chances.whole
  const untried = { chances: mostChances, isWhole: false }
  const fruitful: Fruitful = new Map(
    Object.entries(episodes)
      .filter(([name]) => !plan.isBrief || brief.has(name))
      .map(([name, episode]) => [name, { ...untried, episode, passes: new Set() }]),
  )
  for (let worlds = 0; fruitful.size > 0 && (worlds === 0 || points.left.size > 0); worlds += 1)
    await pullSome({ ...plan, seed: plan.seed + worlds }, points, fruitful)
  for (const point of plan.isBrief ? [] : points.left)
    plan.report.wrong({
      seed: plan.seed,
      what: 'pulling plugs',
      count: 'points',
      words: `${point} was never passed.`,
    })
}

interface Points {
  readonly left: Set<string>
  readonly known: Set<string>
}

async function pullSome(
  { seed, isBrief, time, report }: PlugPlan,
  { left, known }: Points,
  fruitful: Fruitful,
): Promise<void> {
  const folder = makeQuickFolder('countersign-harness-')
  const timeFile = openOwnTimeFile(join(folder, 'time'))
  time.follow(timeFile)
  const hurry = startHurry({ timers: time.timers, timeFile, peers: () => [] })
  const world = await openWorld({ folder, random: createRandom(seed), hurry })
  const trace: string[] = []
  let pulled = 0
  const delays = new Map<string, number>()
  const bot = keepInProcess({
    world,
    known: (point) => {
      if (isElsewhere(point)) return
      if (!known.has(point) && (!isBrief || point.endsWith(':after'))) left.add(point)
      known.add(point)
    },
    pass: async (point) => {
      trace.push(point)
      const delay = delays.get(point) ?? 0
      if (delays.delete(point)) await pause(delay)
      if (!left.delete(point)) return
      pulled += 1
      void bot.crash()
    },
  })
  const count = async (what: string) => {
    const saved = [...left]
    left.clear()
    await healAll(world)
    for (const { count: name, words } of await calmAndJudge(world, () => keepUp(bot)))
      if (report.wrong({ seed, what, count: name, words })) report.say(`${bot.log.slice(-30).join('\n')}\n`)
    for (const point of saved) left.add(point)
  }
  try {
    await keepUp(bot)
    while (pulled < plugsPerWorld && fruitful.size > 0 && left.size > 0) {
      for (const [name, one] of hopeful(fruitful, left)) {
        if (pulled >= plugsPerWorld || left.size === 0) break
        const before = { pulled, passed: trace.length }
        await keepUp(bot)
        await one.episode(makeStage(world, bot, delays, count))
        for (const point of trace.slice(before.passed)) one.passes.add(point)
        if (pulled > before.pulled)
          fruitful.set(name, { ...one, chances: isBrief ? chances.brief : chances.whole })
        else if (one.chances > 1) fruitful.set(name, { ...one, chances: one.chances - 1, isWhole: true })
        else fruitful.delete(name)
        report.progress(`"${name}": ${trace.at(-1)}`)
      }
      await count('pulling plugs')
    }
  } finally {
    report.tell([...known], trace, 0)
    report.pulled(bot.crashes)
    await bot.stop()
    hurry.stop()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function keepUp(bot: InProcessBot): Promise<void> {
  while (!bot.isUp()) await bot.start()
}

function makeStage(
  world: World,
  bot: InProcessBot,
  delays: Map<string, number>,
  count: (what: string) => Promise<void>,
): Stage {
  return {
    world,
    isOver: () => !bot.isUp(),
    restart: async () => {
      await bot.stop()
      await bot.start()
    },
    kill: bot.crash,
    start: bot.start,
    sleep: pause,
    calm: () => count('in the middle of an episode'),
    delayAt: (point, ms) => void delays.set(point, ms),
  }
}
