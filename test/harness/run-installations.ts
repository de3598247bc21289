// Two installations on one Slack app, in one channel: each has its own store and pool, Slack hands any click to either, and
// both are killed again and again. Then everything is judged, the rows of both together.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { calmAndJudge, healAll } from './calm.ts'
import { gatherCrowd } from './plot/crowd.ts'
import { createRandom } from './random.ts'
import type { Report } from './report.ts'
import { startHurry } from './time/hurry.ts'
import { openTimeFile, type TimeFile } from './time/time-file.ts'
import type { VirtualTimers } from './time/virtual-timers.ts'
import { openWorld } from './world/open-world.ts'
import { keepReplicas, type Replicas } from './world/replicas.ts'
import { type Rows, readRows } from './world/rows.ts'
import { pause, type World } from './world/world.ts'

export interface InstallationsPlan {
  readonly seed: number
  /** How often one of them is killed. */
  readonly rounds: number
  readonly time: { readonly timers: VirtualTimers; follow(file: TimeFile): void }
  readonly report: Report
}

/** Goes on so long if no click has gone to the wrong installation: Slack chooses. */
const mostRounds = 50

/** What people do before somebody is killed, at most. */
const mostActs = 12

export async function runInstallations({ seed, rounds, time, report }: InstallationsPlan): Promise<void> {
  const folder = makeQuickFolder('countersign-harness-')
  const timeFile = openTimeFile(join(folder, 'time'))
  time.follow(timeFile)
  const random = createRandom(seed)
  const kept: Replicas[] = []
  const peers = () => kept.flatMap((one) => one.peers())
  const hurry = startHurry({ timers: time.timers, timeFile, peers })
  const paths = ['one', 'other'].map((name) => join(folder, `${name}.db`))
  const rows = () => together(paths.map(readRows))
  const world = await openWorld({
    folder,
    random,
    hurry,
    store: { url: '', rows, staleness: 0, replicas: 1 },
  })
  const [first, second] = world.pools
  second.channel = first.channel
  for (const [index, path] of paths.entries())
    kept.push(keepReplicas({ count: 1, folder, world: installation(world, index, path) }))
  const startAll = async () => void (await Promise.all(kept.map((one) => one.startAll())))
  try {
    await startAll()
    const crowd = gatherCrowd(world)
    for (let round = 0; round < rounds || (round < mostRounds && !isShown(rows())); round += 1) {
      const victim = random.pickAny(kept)
      for (let acts = random.whole(1, mostActs); acts > 0; acts -= 1) {
        await crowd.act()
        await pause(random.whole(0, 2000))
      }
      await victim?.killAll()
      await crowd.act()
      await healAll(world)
      for (const { count, words } of await calmAndJudge(world, startAll))
        report.wrong({ seed, what: `installations, round ${round + 1}`, count, words })
      report.progress('one of two installations was killed')
    }
    judgeOthers(rows(), { seed, report })
  } finally {
    // They write one trace.
    for (const [index, one] of kept.entries())
      report.tell(one.points(), index === 0 ? one.trace() : [], one.kills)
    for (const one of kept) await one.end()
    hurry.stop()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const poolsFormat = z.object({ pools: z.array(z.unknown()) })

/** The world as one installation knows it: one of its pools, and a store of its own. */
function installation(world: World, index: number, path: string): World {
  return {
    ...world,
    environment: () => {
      const environment = world.environment()
      const { pools } = poolsFormat.parse(JSON.parse(readFileSync(environment['CONFIG_FILE'] ?? '', 'utf8')))
      const poolsPath = `${path}.yml`
      writeFileSync(poolsPath, JSON.stringify({ pools: [pools[index]] }))
      return { ...environment, CONFIG_FILE: poolsPath, DATABASE_URL: `sqlite:${path}` }
    },
  }
}

/** Every id says which store it is of, so that no two are the same. */
function together(stores: readonly Rows[]): Rows {
  return {
    store: stores.flatMap((rows) => rows.store),
    sign_ups: stores.flatMap((rows) => rows.sign_ups),
    rounds: stores.flatMap((rows) => rows.rounds),
    clicks: stores.flatMap((rows) => rows.clicks),
    bulk_approvals: stores.flatMap((rows) => rows.bulk_approvals),
    steps: stores.flatMap((rows) => rows.steps),
    messages: stores.flatMap((rows) => rows.messages),
    message_rounds: stores.flatMap((rows) => rows.message_rounds),
    audit_events: stores.flatMap((rows) => rows.audit_events),
  }
}

/** A run in which no click went to the wrong installation shows nothing. */
function judgeOthers(rows: Rows, { seed, report }: Pick<InstallationsPlan, 'seed' | 'report'>): void {
  if (isShown(rows)) return
  const words = 'No click was handed to the installation that does not know its card.'
  report.wrong({ seed, what: 'installations', count: 'installations', words })
}

function isShown({ clicks }: Rows): boolean {
  return clicks.some(({ outcome }) => outcome?.kind === 'other-store')
}
