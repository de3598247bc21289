// A real PostgreSQL server on this machine, which ends with the process that started it.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface PostgresServer {
  readonly port: number
  /** Ends every session at once; `start` brings the server back on its port with all that was committed. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops it for good and removes its data. */
  end(): Promise<void>
}

const keeper = fileURLToPath(new URL('keep-server.ts', import.meta.url))

export async function startPostgres(): Promise<PostgresServer> {
  // Ctrl-C in a terminal reaches every process of the group, but this one has to clean up.
  const child = spawn(process.execPath, [keeper], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async () => {
    const line = await answers.next()
    if (line.done === true) throw new Error('The PostgreSQL server is gone')
    return line.value
  }
  const ask = async (order: string) => {
    child.stdin.write(`${order}\n`)
    await answer()
  }
  const port = Number(await answer())
  return {
    port,
    stop: () => ask('stop'),
    start: () => ask('start'),
    end: async () => {
      child.stdin.end()
      await ended
    },
  }
}
