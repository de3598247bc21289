// A connection to a server that breaks at a COMMIT: before it reaches the server, or before its answer comes back.
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { listenForTest } from '../listen.ts'

/** What becomes of the COMMIT: it reaches the server, it never does, or it does when it is let through. */
export type CutCommit = 'committed' | 'lost' | 'late'

interface Cut {
  /** The client has lost its connection; a COMMIT that reached the server is done. */
  readonly happened: Promise<void>
  /** Lets a late COMMIT through. */
  letThrough(): void
}

export interface CuttingLine {
  readonly port: number
  /** Cuts the next transaction that inserts into this table. */
  cutNext(table: string, commit: CutCommit): Cut
}

interface Plan {
  readonly table: string
  readonly commit: CutCommit
  readonly happened: () => void
  letThrough: () => void
}

/** Closed after the test. */
export async function openCuttingLineTo(port: number): Promise<CuttingLine> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  let next: Plan | null = null
  const server = createServer((near) => {
    const far = keep(connect(port, '127.0.0.1'))
    let plan: Plan | null = null
    let isCut = false
    const cut = ({ happened }: Plan) => {
      near.destroy()
      happened()
    }
    keep(near)
      .on('data', (bytes) => {
        const said = bytes.toString('latin1').toLowerCase()
        if (next !== null && said.includes(`insert into "${next.table}"`)) {
          plan = next
          next = null
        }
        if (plan === null || !said.includes('commit')) return far.write(bytes)
        const { commit } = plan
        isCut = true
        if (commit === 'committed') return far.write(bytes)
        if (commit === 'late') plan.letThrough = () => void far.write(bytes)
        cut(plan)
        return commit === 'lost' ? far.destroy() : undefined
      })
      // A late COMMIT needs the server's side of the line.
      .on('close', () => (plan?.commit === 'late' ? undefined : far.destroy()))
    far
      .on('data', (bytes) => {
        if (!isCut || plan === null) return near.write(bytes)
        return plan.commit === 'committed' ? cut(plan) : undefined
      })
      .on('close', () => near.destroy())
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  return {
    port: await listenForTest(server),
    cutNext: (table, commit) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const plan: Plan = { table, commit, happened: resolve, letThrough: () => {} }
      next = plan
      return { happened: promise, letThrough: () => plan.letThrough() }
    },
  }
}
