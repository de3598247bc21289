// A measured program in its own process, and what the system reports about it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Program {
  /** In megabytes: now, and the peak so far. */
  memory(): { readonly now: number; readonly peak: number }
  /** Seconds of processor time since the start; null if the system does not report it. */
  processorSeconds(): number | null
  /** Resolves when the process ends, with what it wrote to standard error. */
  readonly ended: Promise<string>
  /** Sends SIGTERM; resolves when the process has ended. */
  stop(): Promise<void>
}

const programs = {
  countersign: fileURLToPath(new URL('../../src/main.ts', import.meta.url)),
  handler: fileURLToPath(new URL('handler.ts', import.meta.url)),
}

export type ProgramName = keyof typeof programs

/** Passes on only PATH from this process's environment; the AWS credentials are made up. */
export function startProgram(name: ProgramName, environment: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [programs[name]], {
    env: {
      PATH: process.env['PATH'],
      AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
      AWS_SECRET_ACCESS_KEY: 'nothing-secret',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = collect(child)
  const pid = child.pid ?? 0
  let peak = 0
  return {
    memory: () => {
      const read = readMemory(pid)
      peak = Math.max(peak, read.now, read.peak)
      return { now: read.now, peak }
    },
    processorSeconds: () => readProcessorSeconds(pid),
    ended,
    stop: async () => {
      child.kill()
      await ended
    },
  }
}

async function collect(child: ChildProcess): Promise<string> {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = `${words}${chunk}`.slice(-10_000)
  })
  if (child.exitCode === null) await once(child, 'exit')
  return words
}

/** Linux records the peak itself; elsewhere it is the highest value read here. */
function readMemory(pid: number): { readonly now: number; readonly peak: number } {
  if (process.platform !== 'linux') {
    const now = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
    return { now, peak: now }
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, in ticks of 10 ms. */
function readProcessorSeconds(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const [user, system] = fields.split(' ').slice(11, 13).map(Number)
  return ((user ?? 0) + (system ?? 0)) / 100
}
