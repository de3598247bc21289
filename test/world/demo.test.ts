// npm run demo as a process: what it prints, and that it leaves nothing behind, however it ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const script = fileURLToPath(new URL('./demo.ts', import.meta.url))

/** Runs the demo in its own process group, as a terminal does, and with its own temporary folder. */
async function runDemo(port: string) {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'))
  const child = spawn(process.execPath, [script], {
    detached: true,
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      TMPDIR: folder,
      DEMO_PORT: port,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('The demo did not start')
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(-pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  let printed = ''
  const exited = once(child, 'exit')
  const note = (chunk: Buffer) => {
    printed += chunk
    child.emit('printed')
  }
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  void exited.then(() => child.emit('printed'))
  const url = async () => {
    for (;;) {
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed)?.[0]
      if (found !== undefined) return found
      if (child.exitCode !== null) throw new Error(`The demo ended: ${printed}`)
      await once(child, 'printed')
    }
  }
  return {
    pid,
    url,
    exited,
    printed: () => printed,
    /** Signals every process of the group, as Ctrl-C does. */
    pressCtrlC: () => process.kill(-pid, 'SIGINT'),
    terminate: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
    files: () => readdirSync(folder),
  }
}

/** Whether any process of the group is left. */
function isAlive(group: number): boolean {
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}

/** Resolves when the bot is connected: by then every process runs. */
async function untilConnected(url: string): Promise<void> {
  const events = await fetch(`${url}events`)
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (let seen = ''; !seen.includes('Countersign is connected'); ) {
    const { value = '', done } = (await reader?.read()) ?? { done: true }
    if (done) throw new Error('The page ended')
    seen = `${seen}${value}`.slice(-100_000)
  }
  await reader?.cancel()
}

test.each(['pressCtrlC', 'terminate'] as const)(
  'ends its whole process group and removes its temporary folder: %s',
  async (way) => {
    const demo = await runDemo('0')
    await untilConnected(await demo.url())
    expect(demo.files().length).toBeGreaterThan(0)

    demo[way]()

    expect(await demo.exited).toEqual([0, null])
    await expect.poll(() => isAlive(demo.pid)).toBe(false)
    expect(demo.files()).toEqual([])
  },
)

test('it ends just as cleanly on Ctrl-C while it is starting', async () => {
  const demo = await runDemo('0')
  await demo.url()

  demo.pressCtrlC()

  expect(await demo.exited).toEqual([0, null])
  await expect.poll(() => isAlive(demo.pid)).toBe(false)
  expect(demo.files()).toEqual([])
})

test('if it is killed, its processes end too', async () => {
  const demo = await runDemo('0')
  await untilConnected(await demo.url())

  demo.kill()

  await expect.poll(() => isAlive(demo.pid), { timeout: 20_000 }).toBe(false)
})

test('if the port is taken, it says so and uses another one', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''

  const demo = await runDemo(port)
  const url = await demo.url()

  expect(demo.printed()).toContain(`Port ${port} is taken, so the page is on another one.`)
  expect(url).not.toContain(`:${port}/`)
  expect((await fetch(url)).status).toBe(200)
})

test.each(['eighty', '70000'])(
  'DEMO_PORT=%s is refused, and the message says what is expected',
  async (port) => {
    const demo = await runDemo(port)

    expect(await demo.exited).toEqual([78, null])
    expect(demo.printed()).toContain('DEMO_PORT must be a port, a whole number from 0 to 65535.')
  },
)
