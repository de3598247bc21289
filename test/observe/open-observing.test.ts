// Health checks: alive is not ready, and neither costs anything however often it is asked.
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { type Observed, openObserving } from '../../src/observe/open-observing.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { listenForTest } from '../support/listen.ts'
import { testPool } from '../support/pool.ts'

const pool = testPool()
const vitals = {
  pools: [{ poolId: pool.id, waiting: 7, longest: 5000, scannedAt: new Date(60_000) }],
  unended: { clicks: 1, longest: 1500 },
  redraws: 2,
  audit: { unlinked: 3, longest: 4000, markedAt: new Date(30_000) },
}

async function open(ledger: Observed['ledger'] | null, isLeading = true) {
  const [clock, log, stopping] = [createHandClock(), createReadableLog(), new AbortController()]
  const config = { observing: { host: '127.0.0.1', port: 0 }, heartbeatUrl: null, pools: [pool] }
  const observing = await openObserving({ config, clock, log, signal: stopping.signal })
  onTestFinished(observing.close)
  if (ledger !== null) observing.watch({ ledger, lead: { isHeld: () => isLeading } })
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${log.lines[0]?.facts['port']}${path}`)
    return `${response.status} ${await response.text()}`
  }
  return { ...observing, ask, clock, stopping }
}

const sound: Observed['ledger'] = { answers: async () => {}, readVitals: async () => vitals }
const hanging: Observed['ledger'] = {
  answers: () => new Promise(() => {}),
  readVitals: () => new Promise(() => {}),
}
const failing: Observed['ledger'] = {
  answers: () => Promise.reject(new Error('hush')),
  readVitals: () => Promise.reject(new Error('hush')),
}

test('a bot that is starting is alive, and says what is missing', async () => {
  const { ask } = await open(null)
  expect(await ask('/livez')).toBe('200 Alive.\n')
  expect(await ask('/readyz')).toBe(
    '503 Not ready.\nThe store does not answer.\nThere is no connection to Slack.\n',
  )
})

test('it is ready once the store answers and Slack is connected, also if another replica leads', async () => {
  const { ask, observe } = await open(sound, false)
  observe.connected()
  expect(await ask('/readyz')).toBe('200 Ready.\n')
  expect(await ask('/metrics')).toContain('countersign_leader 0\n')
})

test('it is ready as long as one of its connections is open, and until it stops', async () => {
  const { ask, observe, stopping } = await open(sound)
  observe.connected()
  observe.connected()
  observe.disconnected()
  expect(await ask('/readyz')).toBe('200 Ready.\n')
  observe.disconnected()
  expect(await ask('/readyz')).toBe('503 Not ready.\nThere is no connection to Slack.\n')
  observe.connected()
  stopping.abort()
  expect(await ask('/readyz')).toBe('503 Not ready.\nCountersign is stopping.\n')
  expect(await ask('/livez')).toBe('200 Alive.\n')
})

test.each([
  ['fails', failing],
  ['hangs', hanging],
])(
  'if the store %s, it is not ready, and the metrics say so and nothing that is not known',
  async (_, ledger) => {
    const { ask, observe, clock } = await open(ledger)
    observe.connected()
    const answers = Promise.all([ask('/readyz'), ask('/metrics'), ask('/livez')])
    if (ledger === hanging) {
      await expect.poll(() => clock.waits().length).toBe(2)
      await clock.advance(2000)
    }
    const [ready, metrics, live] = await answers
    expect([ready, live]).toEqual(['503 Not ready.\nThe store does not answer.\n', '200 Alive.\n'])
    expect(metrics).toContain('countersign_store_up 0\n')
    expect(metrics).not.toMatch(/^countersign_(?:waiting|redraws_queued|unended_clicks|last_scan)/m)
  },
)

test('however many ask, the store is read once in three seconds', async () => {
  let reads = 0
  const counting = { ...sound, readVitals: async () => ({ ...vitals, redraws: ++reads }) }
  const { ask, clock } = await open(counting)
  const storm = () => Promise.all(Array.from({ length: 30 }, () => ask('/metrics')))
  await storm()
  expect(reads).toBe(1)
  await clock.advance(3000)
  const [text] = await storm()
  expect(reads).toBe(2)
  expect(text).toContain('countersign_redraws_queued 2\n')
})

test('what the store and the counters tell stands in the metrics', async () => {
  const { ask, observe } = await open(sound)
  observe.called('slack', 'chat.update', 'throttled')
  observe.scanning(pool.id)()
  observe.carded({ poolId: pool.id, signedUpAt: new Date(Date.UTC(2026, 4, 1, 11, 59, 48)) })
  observe.ended({ poolId: null, kind: 'unknown-round', milliseconds: 250 })
  observe.confirmedOutside(pool.id)
  observe.confirmedOutside(pool.id)
  const lines = (await ask('/metrics')).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      `countersign_waiting{pool="${pool.id}"} 7`,
      `countersign_oldest_waiting_seconds{pool="${pool.id}"} 5`,
      `countersign_last_scan_timestamp_seconds{pool="${pool.id}"} 60`,
      'countersign_unended_clicks 1',
      'countersign_oldest_unended_click_seconds 1.5',
      'countersign_redraws_queued 2',
      'countersign_unlinked_audit_events 3',
      'countersign_oldest_unlinked_audit_event_seconds 4',
      'countersign_last_checkpoint_timestamp_seconds 30',
      'countersign_slack_connections 0',
      'countersign_leader 1',
      'countersign_store_up 1',
      'countersign_calls_total{service="slack",operation="chat.update",outcome="throttled"} 1',
      'countersign_calls_total{service="slack",operation="chat.update",outcome="done"} 0',
      `countersign_scan_seconds_count{pool="${pool.id}"} 1`,
      `countersign_discovery_seconds_sum{pool="${pool.id}"} 12`,
      'countersign_ends_total{pool="",kind="unknown-round"} 1',
      'countersign_decision_seconds_sum{outcome="unknown-round"} 0.25',
      `countersign_confirmed_outside_total{pool="${pool.id}"} 2`,
    ]),
  )
})

test('a time that makes no sense is not measured, and throws at nobody', async () => {
  const { ask, observe } = await open(sound)
  observe.ended({ poolId: pool.id, kind: 'confirmed', milliseconds: Number.NaN })
  observe.carded({ poolId: pool.id, signedUpAt: new Date(Number.NaN) })
  expect(await ask('/metrics')).toContain(`countersign_ends_total{pool="${pool.id}",kind="confirmed"} 1\n`)
})

test('a port that is taken is a start problem, and nothing else is done', async () => {
  const port = await listenForTest(createServer())
  const observing = { host: '127.0.0.1', port }
  const { problems, close } = await openObserving({
    config: { observing, heartbeatUrl: null, pools: [pool] },
    clock: createHandClock(),
    log: createReadableLog(),
    signal: new AbortController().signal,
  })
  expect(problems).toEqual([
    { kind: 'no-listening', variable: 'OBSERVE_PORT', ...observing, reason: 'EADDRINUSE' },
  ])
  await close()
})
