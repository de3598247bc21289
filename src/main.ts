// Reads the environment, starts, stops on SIGTERM. The only reader of process.env.
import { readFileSync, statSync } from 'node:fs'
import { runCountersign } from './app.ts'
import { readConfig } from './config/read-config.ts'
import { dotEnv, privateFilesOf, warnOfReadableFiles } from './config/readable-files.ts'
import { summaryOf, versionIn } from './config/summary.ts'
import { systemClock } from './shared/clock.ts'
import { createLog, errorFacts } from './shared/log.ts'
import { whenWritten } from './shared/log-output.ts'

/** EX_CONFIG of sysexits.h: an operator has to fix the configuration. */
const configurationError = 78

// Whatever this process makes is for its own user only.
process.umask(0o077)
process.exitCode = await main()
// Not longer, because nobody may be reading.
await whenWritten(process.stdout, 1000)
process.exit()

async function main(): Promise<number> {
  const read = readConfig(process.env, (path) => readFileSync(path, 'utf8'))
  if (read.kind === 'invalid') return refuse(read.problems)
  const log = createLog(read.config.logLevel)
  process.on('unhandledRejection', (error) =>
    log.error(errorFacts(error), 'a library left a rejection unhandled'),
  )

  const stopping = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopping.abort())

  const version = versionIn(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  log.info({ flow: 'start', version, ...summaryOf(read.config) }, 'Countersign starts')
  const files = [dotEnv, ...read.secretFiles, ...privateFilesOf(read.config.database)]
  warnOfReadableFiles({ files, user: process.getuid?.(), look: statSync }, log)
  try {
    const end = await runCountersign({
      config: read.config,
      clock: systemClock,
      log,
      signal: stopping.signal,
    })
    if (end.kind === 'refused') return refuse(end.problems)
    if (end.kind === 'stopped') return 0
    process.stderr.write(`${end.problem}\n`)
    return 1
  } catch (error) {
    log.error(errorFacts(error), 'Countersign stopped because of an unexpected error')
    return 1
  }
}

function refuse(problems: readonly string[]): number {
  process.stderr.write(`Countersign can't start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`)
  return configurationError
}
