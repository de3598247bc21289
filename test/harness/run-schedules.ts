// Schedules of faults: people carry on while everything goes wrong; in the end everything is judged.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { calmAndJudge, healAll } from './calm.ts'
import { createMishaps, drawTrouble } from './faults.ts'
import { gatherCrowd } from './plot/crowd.ts'
import { signUp } from './plot/outside.ts'
import { createRandom } from './random.ts'
import type { Report } from './report.ts'
import { startHurry } from './time/hurry.ts'
import { openOwnTimeFile, type TimeFile } from './time/time-file.ts'
import type { VirtualTimers } from './time/virtual-timers.ts'
import { type InProcessBot, keepInProcess } from './world/in-process-bot.ts'
import { openWorld } from './world/open-world.ts'
import { pause, type World } from './world/world.ts'

export interface SchedulesPlan {
  readonly seed: number
  readonly schedules: number
  readonly time: { readonly timers: VirtualTimers; follow(file: TimeFile): void }
  readonly report: Report
}

export async function runSchedules(plan: SchedulesPlan): Promise<void> {
  for (let done = 0; done < plan.schedules; done += 1) await runSchedule(plan, plan.seed + done)
}

async function runSchedule({ time, report }: SchedulesPlan, seed: number): Promise<void> {
  const folder = makeQuickFolder('countersign-harness-')
  const timeFile = openOwnTimeFile(join(folder, 'time'))
  time.follow(timeFile)
  const random = createRandom(seed)
  Math.random = createRandom(seed + 1).next
  const hurry = startHurry({ timers: time.timers, timeFile, peers: () => [] })
  const world = await openWorld({ folder, random, hurry })
  const points = new Set<string>()
  const trace: string[] = []
  const mishaps = createMishaps(world, (point) => void trace.push(point))
  const bot = keepInProcess({ world, pass: mishaps.pass, known: (point) => void points.add(point) })
  const plot: string[] = []
  try {
    await goWrong(world, bot, mishaps, plot)
    await healAll(world)
    const ensureUp = () => keepUp(bot)
    const complaints = await calmAndJudge(world, ensureUp)
    for (const { count, words } of complaints) report.wrong({ seed, what: 'a schedule', count, words })
    if (complaints.length > 0) report.say(`${plot.join('\n')}\n${bot.log.slice(-60).join('\n')}\n`)
    report.scheduled()
    await bot.stop()
  } finally {
    report.tell([...points], trace, 0)
    hurry.stop()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  report.progress(
    `seed ${seed}: ${plot.filter((line) => line.includes('+')).length} faults, ${world.deeds.deeds.length} deeds`,
  )
}

/** Restarts the bot, as a supervisor does. */
async function keepUp(bot: InProcessBot): Promise<void> {
  if (!bot.isUp()) await bot.start()
}

async function goWrong(
  world: World,
  bot: InProcessBot,
  mishaps: ReturnType<typeof createMishaps>,
  plot: string[],
): Promise<void> {
  const { random, pools } = world
  const crowd = gatherCrowd(world)
  for (const pool of [pools[0], pools[0], pools[1]]) signUp(world, pool)
  await bot.start()
  const began = Date.now()
  const note = (what: string) => void plot.push(`${((Date.now() - began) / 1000).toFixed(1)} ${what}`)
  const ends: { readonly at: number; readonly name: string; end(): unknown }[] = []
  for (let steps = random.whole(6, 30); steps > 0; steps -= 1) {
    await pause(random.pick([10, 300, 1000, 3000, 8000]))
    for (const ended of ends.splice(0).toSorted((one, other) => one.at - other.at)) {
      if (ended.at > Date.now()) ends.push(ended)
      else {
        note(`- ${ended.name}`)
        await ended.end()
      }
    }
    if (!bot.isUp() && random.chance(0.7)) void bot.start()
    if (random.chance(0.4)) {
      const { name, begin, end } = drawTrouble(world, bot, mishaps)
      note(`+ ${name}`)
      await begin()
      if (end !== undefined)
        ends.push({ at: Date.now() + random.pick([1000, 12_000, 40_000, 130_000]), name, end })
    } else {
      await crowd.act()
    }
  }
  for (const { end } of ends) await end()
  mishaps.disk = { before: 0, after: 0 }
  mishaps.delay = { chance: 0, most: 0 }
}
