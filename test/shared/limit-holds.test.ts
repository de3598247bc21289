// A job that waits for a slot keeps its process alive: nothing else may do so while the bot starts.
import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'

const limit = new URL('../../src/shared/limit.ts', import.meta.url).href

test('a process whose only work waits for a slot ends once it is done, not before', async () => {
  const program = `
    const { createLimit } = await import('${limit}')
    const limit = createLimit({ calls: 1, per: 300 })
    await limit.schedule('background', async () => {})
    await limit.schedule('background', async () => process.stdout.write('second'))
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, out }).toEqual({ code: 0, out: 'second' })
})
