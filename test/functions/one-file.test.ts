// Each function is one file, which Lambda loads from a folder in which nothing is installed.
import { execFile } from 'node:child_process'
import { copyFileSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const functions = globSync(fileURLToPath(new URL('../../src/functions/*', import.meta.url)))

const callBoth = `
for (const name of process.argv.slice(1)) {
  const { handler } = await import(name)
  const event = { triggerSource: 'TokenGeneration_ClientCredentials', request: {} }
  if ((await handler(event)) !== event) throw new Error(name)
}`

test('both answer an event that is none of their business, from a folder of their own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const names = functions.map((path) => `./${basename(path)}`)
  expect(names.toSorted()).toEqual(['./post-confirmation.mjs', './pre-token-generation.mjs'])
  for (const path of functions) copyFileSync(path, join(folder, basename(path)))
  const given = ['--input-type=module', '--eval', callBoth, ...names]
  const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: folder })
  expect(stdout).toBe('')
})
