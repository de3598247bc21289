// A program under measurement as a process of its own, and what the system says of it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Program {
  /** In megabytes: now, and the most that it ever was. */
  memory(): { readonly now: number; readonly peak: number }
  /** Seconds of processor time since it was started; null where the system does not say. */
  processorSeconds(): number | null
  /** Resolves when the process ends, to what it wrote on standard error. */
  readonly ended: Promise<string>
  /** SIGTERM; resolves when it has ended. */
  stop(): Promise<void>
}

const programs = {
  countersign: fileURLToPath(new URL('../../src/main.ts', import.meta.url)),
  handler: fileURLToPath(new URL('handler.ts', import.meta.url)),
}

export type ProgramName = keyof typeof programs

/** Of this process's own environment only the PATH comes along; AWS credentials are made up. */
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

/** Linux keeps the peak itself; elsewhere it is the highest that was seen here. */
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
