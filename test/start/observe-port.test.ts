// A port for health checks that is taken keeps the bot from starting, and is told beside every other problem.
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { listenForTest } from '../support/listen.ts'
import { openStage } from '../support/stage.ts'
import { begin, toldBy } from './begin.ts'

test('the port and the channel are told together', async () => {
  const stage = await openStage({ isNotStarted: true })
  const observing = { host: '127.0.0.1', port: await listenForTest(createServer()) }
  const told = await toldBy(
    begin(stage, (config) => ({
      ...config,
      observing,
      pools: config.pools.map((pool) => ({ ...pool, channel: 'C0UNKNOWN' })),
    })),
  )
  expect(told).toEqual([
    `OBSERVE_PORT: another program already listens on port ${observing.port} of 127.0.0.1 (EADDRINUSE). Stop it, or choose another port.`,
    expect.stringContaining('C0UNKNOWN'),
  ])
})
