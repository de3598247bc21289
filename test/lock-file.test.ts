// `.npmrc` has npm print errors only. What its warnings would say of the packages that we install is checked here.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8'))
}

const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        hasInstallScript: z.boolean().optional(),
        deprecated: z.string().optional(),
        dev: z.boolean().optional(),
      }),
    ),
  })
  .parse(readJson('package-lock.json'))
const installed = Object.entries(packages).map(([path, one]) => ({
  ...one,
  name: path.replace(/^.*node_modules\//, ''),
}))

test('no package that we install is deprecated', () => {
  expect(installed.filter(({ deprecated }) => deprecated !== undefined)).toEqual([])
})

const { allowScripts } = z
  .object({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(readJson('package.json'))
const scripted = installed.filter(({ hasInstallScript }) => hasInstallScript === true)

test('of every package with an install script, it was decided whether it may run', () => {
  const names = scripted.map(({ name }) => name)
  expect(names).not.toEqual([])
  expect(names.filter((name) => !(name in allowScripts))).toEqual([])
})

test('what the bot itself needs is installed without any script, as the docs say: npm ci --omit=dev --ignore-scripts', () => {
  const itsOwn = scripted.filter(({ dev }) => dev !== true)
  expect(itsOwn.filter(({ name }) => allowScripts[name] !== false)).toEqual([])
})
