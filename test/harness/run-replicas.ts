// Several bots on one database: killed, paused, deprived of their lead or the database while people carry on. Then
// everything is judged.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '../support/postgres/start-server.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { healAll } from './calm.ts'
import { drawMishap, type Mishap } from './mishaps.ts'
import { episodes } from './plot/episodes.ts'
import type { Stage } from './plot/stage.ts'
import { createRandom, type Random } from './random.ts'
import type { Report } from './report.ts'
import { startHurry } from './time/hurry.ts'
import { openTimeFile, type TimeFile } from './time/time-file.ts'
import { real, type VirtualTimers } from './time/virtual-timers.ts'
import { type Complaint, judgeAll, whatIsLeft } from './verdicts/verdicts.ts'
import { openWorld } from './world/open-world.ts'
import { createPostgresStore, type PostgresStore, withDatabaseTime } from './world/postgres-store.ts'
import { keepReplicas, type Replicas } from './world/replicas.ts'
import { pause, type World } from './world/world.ts'

export interface ReplicasPlan {
  readonly seed: number
  readonly replicas: number
  /** How many mishaps there are. */
  readonly rounds: number
  readonly episode: string
  readonly time: { readonly timers: VirtualTimers; follow(file: TimeFile): void }
  readonly report: Report
}

/** A new world after so many mishaps, because judging an old one takes ever longer. */
const roundsPerWorld = 10

/** The longest that anything may take by design, in milliseconds of the world's time. */
const longestCalm = 13 * 60_000

/** The smallest skip, in milliseconds: there are many timers, and no verdict depends on less. */
const grain = 800

/** How long a bot may rely on a membership that another one knows has ended, in milliseconds. */
const oldestMembership = 60_000

/** They need a store that is a file, or take long without being about what several bots share. */
const leftOut = new Set([
  'the store is lost',
  'a form of a lost store',
  'an old backlog',
  'strangers read along',
])

export async function runReplicas(plan: ReplicasPlan): Promise<void> {
  const server = await startPostgres()
  try {
    for (let done = 0; done < plan.rounds; done += roundsPerWorld)
      await playWorld(plan, server, plan.seed + done, Math.min(roundsPerWorld, plan.rounds - done))
  } finally {
    await server.end()
  }
}

interface Run {
  readonly world: World
  readonly store: PostgresStore
  readonly replicas: Replicas
  readonly random: Random
  readonly plan: ReplicasPlan
  readonly seed: number
}

async function playWorld(
  plan: ReplicasPlan,
  server: PostgresServer,
  seed: number,
  rounds: number,
): Promise<void> {
  const { time, report } = plan
  const folder = makeQuickFolder('countersign-harness-')
  const timeFile = withDatabaseTime(openTimeFile(join(folder, 'time')), folder)
  time.follow(timeFile)
  const random = createRandom(seed)
  let kept: Replicas | null = null
  const hurry = startHurry({ timers: time.timers, timeFile, peers: () => kept?.peers() ?? [], grain })
  const store = await hurry.hold(() =>
    createPostgresStore({ server, name: `harness_${seed}_${real.now()}`, folder, hurry }),
  )
  const world = await openWorld({
    folder,
    random,
    hurry,
    store: { ...store, staleness: oldestMembership, replicas: plan.replicas },
  })
  const replicas = keepReplicas({ count: plan.replicas, folder, world })
  kept = replicas
  try {
    const run = { world, store, replicas, random, plan, seed }
    for (let round = 0; round < rounds; round += 1) await playRound(run)
  } finally {
    report.tell(replicas.points(), replicas.trace(), replicas.kills)
    await replicas.end()
    hurry.stop()
    await world.stop()
    await store.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A mishap hits the bots while an episode plays, and the next episode follows. */
async function playRound(run: Run): Promise<void> {
  const { replicas, random, plan, seed } = run
  await replicas.startAll()
  const mishap = drawMishap(run)
  const names = Object.keys(episodes).filter((name) => name.includes(plan.episode) && !leftOut.has(name))
  const played: string[] = []
  const play = async () => {
    const name = random.pickAny(names) ?? ''
    played.push(name)
    await episodes[name]?.(makeStage(run))
  }
  mishap.prepare()
  let isOver = false
  const happening = happen(mishap).finally(() => {
    isOver = true
  })
  for (let tries = 0; tries < 3 && !mishap.hasHappened(); tries += 1) await play()
  if (mishap.isLong && !isOver) await play()
  await happening
  const what = `${mishap.name}, in ${played.map((name) => `"${name}"`).join(', ')}`
  for (const { count, words } of [...mishap.complaints(), ...(await calmAndJudge(run))]) {
    const isNew = plan.report.wrong({ seed, what, count, words })
    if (isNew) plan.report.say(`${replicas.output()}\n`)
  }
  plan.report.progress(what)
}

async function happen(mishap: Mishap): Promise<void> {
  await pause(mishap.after)
  await mishap.happen()
}

function makeStage({ world, replicas, store, random, plan, seed }: Run): Stage {
  return {
    world,
    isOver: () => replicas.alive().every(({ isPaused }) => isPaused),
    restart: async () => {
      await replicas.stopAll()
      await replicas.startAll()
    },
    kill: replicas.killAll,
    start: replicas.startAll,
    // Others carry on meanwhile: that is a separate mishap.
    sleep: pause,
    calm: async () => {
      await calmAndJudge({ world, replicas, store, random, plan, seed })
    },
    delayAt: (point, ms) => replicas.orderAll([{ point, hit: 1, act: { kind: 'delay', ms } }]),
  }
}

/** Nothing more goes wrong: resolves to what is wrong once nothing is left to do, or when time is up. */
async function calmAndJudge({ world, replicas, store }: Run): Promise<readonly Complaint[]> {
  replicas.orderAll([])
  await healAll(world)
  const end = Date.now() + longestCalm
  for (;;) {
    await replicas.startAll()
    await pause(Date.now() < end - longestCalm + 60_000 ? 1000 : 10_000)
    await world.hurry.hold(store.read)
    const evidence = world.evidence()
    if (whatIsLeft(evidence).length === 0 || Date.now() >= end) return judgeAll(evidence)
  }
}
