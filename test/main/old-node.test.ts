// What somebody sees whose Node is too old, or who has installed nothing: one sentence, and no stack trace.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const start = fileURLToPath(new URL('../../src/start.js', import.meta.url))

test.each(['18.20.8', '20.19.2', '22.17.1'])('Node %s is told what is needed', async (version) => {
  expect(await startOn(version)).toEqual({
    code: 78,
    err: `Countersign can't start:\n  It needs Node.js 22.18 or later, and this is ${version}. Install a newer one, for example from https://nodejs.org.\n`,
  })
})

test.each(['22.18.0', '24.4.1'])('Node %s can do everything but use a proxy', async (version) => {
  const { code, err } = await startOn(version, { HTTPS_PROXY: 'http://127.0.0.1:3128' })
  expect({ code, err }).toEqual({
    code: 78,
    err: expect.stringContaining('It needs Node.js 22.21, or 24.5 or later, to use a proxy, and this is'),
  })
})

test('whoever has not installed the packages is told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['start.js', 'prepare.js']) cpSync(join(dirname(start), name), join(folder, name))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  expect(await startOn('24.21.0', {}, folder, join(folder, 'start.js'))).toEqual({
    code: 78,
    err: "Countersign can't start:\n  Its packages are not installed. Type: npm ci --omit=dev --ignore-scripts\n",
  })
})

test.each(['22.18.0', '24.4.1'])(
  'the variables of .env count, unless the environment sets them too, also on Node %s',
  async (version) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, '.env'), 'LOG_LEVEL=loud\nPOLL_INTERVAL=never\n')
    const { err } = await startOn(version, { POLL_INTERVAL: '15s' }, folder)
    expect(err).toContain('LOG_LEVEL has a wrong value')
    expect(err).not.toContain('POLL_INTERVAL')
  },
)

/** The real start, on a Node that says it is another. */
function startOn(version: string, environment: Record<string, string> = {}, cwd = tmpdir(), script = start) {
  const pretend = `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"${version}"}})`
  const env = { PATH: process.env['PATH'], ...environment }
  return new Promise<{ readonly code: number | string | null | undefined; readonly err: string }>(
    (resolve) => {
      execFile(process.execPath, ['--import', pretend, script], { cwd, env }, (error, _out, err) =>
        resolve({ code: error?.code, err }),
      )
    },
  )
}
