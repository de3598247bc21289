// npm run harness -- --rounds N --seed S [--replicas R] [--points] [--schedules M] [--point NAME] [--episode PART-OF-ITS-NAME] [--plugs [--brief]] [--http]
import { parseArgs } from 'node:util'
import { createReport } from './report.ts'
import { runInstallations } from './run-installations.ts'
import { runKills } from './run-kills.ts'
import { waitOutages } from './run-outage.ts'
import { pullPlugs } from './run-plugs.ts'
import { runReplicas } from './run-replicas.ts'
import { runSchedules } from './run-schedules.ts'
import type { TimeFile } from './time/time-file.ts'
import { installTime, real } from './time/virtual-timers.ts'
import { counted } from './verdicts/verdicts.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    schedules: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(real.now() % 1_000_000) },
    point: { type: 'string', default: '' },
    episode: { type: 'string', default: '' },
    replicas: { type: 'string', default: '1' },
    installations: { type: 'string', default: '0' },
    outage: { type: 'boolean', default: false },
    plugs: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
    points: { type: 'boolean', default: false },
    http: { type: 'boolean', default: false },
  },
})

/** Time is that of the open world. */
let followed: TimeFile | null = null
const timers = installTime(() => followed?.ahead() ?? 0)
const time = {
  timers,
  follow: (file: TimeFile) => {
    // The next world begins where the last one ended, because time does not go back.
    file.skip(followed?.ahead() ?? 0)
    followed = file
  },
}

process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const seed = Number(values.seed)
  const report = createReport((text) => process.stdout.write(text), real.now)
  report.say(`The seed is ${seed}.\n`)
  process.on('unhandledRejection', (error) => {
    report.wrong({
      seed,
      what: 'unhandled',
      count: 'the harness itself',
      words: String(error instanceof Error ? error.stack : error),
    })
  })
  const { episode, point } = values
  const [replicas, rounds] = [Number(values.replicas), Number(values.rounds)]
  const installations = Number(values.installations)
  if (installations > 0) await runInstallations({ seed, rounds: installations, time, report })
  if (values.outage) await waitOutages({ seed, time, report })
  if (values.plugs) await pullPlugs({ seed, isBrief: values.brief, time, report })
  if (replicas > 1) await runReplicas({ seed, rounds, replicas, episode, time, report })
  else {
    const { points: withPoints, http: isOverHttp } = values
    await runKills({ seed, rounds, withPoints, point, episode, isOverHttp, time, report })
  }
  await runSchedules({ seed, schedules: Number(values.schedules), time, report })
  return report.end(counted, values.points || (values.plugs && !values.brief)) ? 0 : 1
}
