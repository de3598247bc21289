// The log of a process whose output nobody reads for a while.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createLogOutput, whenWritten } from '../../src/shared/log-output.ts'

const line = `${'x'.repeat(1023)}\n`

/** A stream that takes nothing until it is read. */
function createFullStream() {
  const held: (() => void)[] = []
  const read: string[] = []
  let isRead = false
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      read.push(chunk)
      if (isRead) done()
      else held.push(() => done())
    },
  })
  const drain = async () => {
    isRead = true
    for (const go of held.splice(0)) go()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { stream, read, drain }
}

test('lines that don’t fit are dropped, and their number is told when the output is read again', async () => {
  const { stream, read, drain } = createFullStream()
  const told: number[] = []
  const output = createLogOutput(stream, (dropped) => {
    told.push(dropped)
    output.write('told\n')
  })
  for (let lines = 0; lines < 3000; lines += 1) output.write(line)
  expect(stream.writableLength).toBeLessThanOrEqual(1024 * 1024)
  expect(told).toEqual([])
  await drain()
  expect(told).toEqual([3000 - 1024])
  output.write('and on\n')
  expect(read.slice(1024)).toEqual(['told\n', 'and on\n'])
})

test('nothing is told if nothing was dropped', async () => {
  const { stream, drain } = createFullStream()
  const told: number[] = []
  const output = createLogOutput(stream, (dropped) => told.push(dropped))
  for (let lines = 0; lines < 100; lines += 1) output.write(line)
  await drain()
  expect(told).toEqual([])
})

test('an output that is closed does no harm', async () => {
  const stream = new Writable({ write: (_, __, done) => done(new Error('EPIPE')) })
  const output = createLogOutput(stream, () => {})
  output.write(line)
  await new Promise((resolve) => stream.once('close', resolve))
  output.write(line)
  await whenWritten(stream, 60_000)
})

test('the end waits for what was written, but not for ever', async () => {
  const { stream, drain } = createFullStream()
  createLogOutput(stream, () => {}).write(line)
  await whenWritten(stream, 1)
  const written = whenWritten(stream, 60_000)
  await drain()
  await written
})

/** Logs far more than a pipe holds, says so on the other output, and ends as `main.ts` does. */
const program = `
  import { createLog } from '${new URL('../../src/shared/log.ts', import.meta.url).href}'
  import { whenWritten } from '${new URL('../../src/shared/log-output.ts', import.meta.url).href}'
  const log = createLog('info')
  for (let line = 0; line < 5000; line += 1) log.info({ text: 'x'.repeat(1000) }, 'a line')
  process.stderr.write('goes on')
  process.stdin.once('data', async () => {
    log.info({}, 'the last line')
    await whenWritten(process.stdout, 10_000)
    process.exit(0)
  })
`

test('a process goes on while its log is not read, and every line is printed or counted', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stderr, 'data')
  expect(String(said)).toBe('goes on')

  let out = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const isFirst = out === ''
    out += chunk
    if (isFirst) return
    if (out.includes('lines of the log were dropped') && child.stdin.writable) child.stdin.end('end')
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  const lines = out
    .trimEnd()
    .split('\n')
    .map((text): unknown => JSON.parse(text))
  const printed = lines.filter((one) => JSON.stringify(one).includes('"a line"')).length
  const dropped = 5000 - printed
  expect(dropped).toBeGreaterThan(1000)
  expect(lines.at(-2)).toMatchObject({ level: 50, flow: 'log', dropped })
  expect(lines.at(-1)).toMatchObject({ msg: 'the last line' })
})

test('a process ends although its log is never read', async () => {
  const ending = program
    .replace("process.stdin.once('data', async () => {", 'setTimeout(async () => {')
    .replace('10_000)\n    process.exit(0)\n  })', '50)\n    process.exit(0)\n  })')
  const child = spawn(process.execPath, ['--input-type=module', '-e', ending])
  onTestFinished(() => void child.kill('SIGKILL'))
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})
