// The alerting rules for Prometheus, held against the metrics of a bot that runs: each names what there is, none fires while
// all is well, and each does when it should.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { metrics } from '../../src/wording/metrics.ts'
import { findPort } from '../support/delivery.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton, nextPoll } from '../support/story.ts'
import { evaluate, namesIn, type Scrape, samplesIn } from './promql.ts'

const ruleFormat = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string() }),
})

const { groups } = z
  .object({ groups: z.array(z.object({ rules: z.array(ruleFormat) })) })
  .parse(parse(readFileSync(new URL('../../deploy/alerts.yml', import.meta.url), 'utf8')))
const rules = groups.flatMap(({ rules }) => rules)

/** A long day, at whose end everything that can be brought about is wrong. */
const day = 86_400_000

async function openObserved() {
  const port = await findPort()
  const stage = await openStage({ isNotStarted: true, environment: { OBSERVE_PORT: String(port) } })
  const get = async (path: string) => {
    // What was read last is too old.
    await stage.hurry(3001)
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: response.status, text: await response.text() }
  }
  const scrape = async () => ({ at: stage.clock.now().getTime() / 1000, page: (await get('/metrics')).text })
  return { ...stage, get, scrape }
}

/** As Prometheus keeps it. */
function scraped({ at, page }: { readonly at: number; readonly page: string }): Scrape {
  const samples = samplesIn(page).map((one) => ({ ...one, labels: { ...one.labels, job: 'countersign' } }))
  return { at, samples }
}

function firing(history: readonly Scrape[]): readonly string[] {
  return rules.filter(({ expr }) => evaluate(expr, history).length > 0).map(({ alert }) => alert)
}

async function letIn(stage: Stage): Promise<void> {
  stage.cognito.signUp({ email: 'mia@visitors.example' })
  const card = await cardWithButton(stage)
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, 'Approved by')
}

test('every rule names metrics that a running bot has, is silent while all is well, and fires when it should', async () => {
  const stage = await openObserved()
  const { slack, cognito, get, scrape, hurry } = stage
  await stage.start()
  await letIn(stage)
  slack.fail('users.info', { kind: 'rateLimited', retryAfter: 0 })
  const outside = cognito.signUp({ email: 'noa@visitors.example' })
  cognito.signUp({ email: 'paul@visitors.example' })
  await slack.waitFor('the cards', () => slack.messages(stage.channel).length === 3)
  await expect.poll(async () => (await get('/readyz')).status).toBe(200)
  const sound = await scrape()
  const before = scraped(sound)

  const described = [...sound.page.matchAll(/^# HELP countersign_(\w+)/gm)].map(([, name]) => name)
  expect(described.toSorted()).toEqual(Object.keys(metrics).toSorted())
  const labelsOf = (metric: string) =>
    new Set(before.samples.filter(({ name }) => name === metric).flatMap(({ labels }) => Object.keys(labels)))
  for (const { name, labels } of rules.flatMap(({ expr }) => namesIn(expr)))
    expect([name, labels.filter((label) => !labelsOf(name).has(label))]).toEqual([name, []])
  expect(firing([before])).toEqual([])
  const pool = `pool="${cognito.poolId}"`
  for (const line of [
    `countersign_ends_total{${pool},kind="confirmed"} 1`,
    `countersign_waiting{${pool}} 2`,
    `countersign_discovery_seconds_count{${pool}} 3`,
    'countersign_calls_total{service="cognito",operation="AdminConfirmSignUp",outcome="done"} 1',
    'countersign_calls_total{service="slack",operation="chat.postMessage",outcome="done"} 3',
    'countersign_slack_connections 2',
  ])
    expect(sound.page).toContain(`\n${line}\n`)

  cognito.confirmElsewhere(outside.sub)
  await nextPoll(stage)
  const { samples } = scraped(await scrape())
  const seen = { at: before.at + 30, samples }
  expect(firing([before, seen])).toEqual(['CountersignConfirmedOutside'])
  // A process that was off for long sees it in its first scan, before it is scraped.
  const offBefore = { at: seen.at - 7200, samples: before.samples }
  expect(firing([offBefore, seen])).toEqual(['CountersignConfirmedOutside'])
  // After an hour, it is over.
  expect(firing([seen, { ...seen, at: seen.at + 3600 }])).not.toContain('CountersignConfirmedOutside')

  await cognito.goDown()
  await slack.goDown()
  await hurry(day)
  const wrong = await scrape()
  expect(await get('/readyz')).toEqual({
    status: 503,
    text: 'Not ready.\nThere is no connection to Slack.\n',
  })
  expect((await get('/livez')).status).toBe(200)
  const late = scraped(wrong)
  // What was written down just before that day may not be linked yet.
  const hourBefore = { ...late, at: late.at - 3600 }
  expect(firing([hourBefore, late]).filter((alert) => alert !== 'CountersignAuditUnlinked')).toEqual([
    'CountersignNoConnection',
    'CountersignScanStale',
    'CountersignWaitingLong',
  ])

  /** The same, but this metric shows that value. */
  const turned = (metric: string, value: number): Scrape => ({
    ...before,
    at: before.at + 60,
    samples: before.samples.map((one) => (one.name === metric ? { ...one, value } : one)),
  })
  expect(firing([{ ...before, samples: [] }])).toEqual(['CountersignAbsent'])
  const another = before.samples.map((one) => ({ ...one, labels: { ...one.labels, job: 'another' } }))
  const [both, alone] = [{ ...before, samples: [...before.samples, ...another] }, before]
  expect(firing([both])).toEqual([])
  expect(firing([both, { ...alone, at: both.at + 60 }])).toEqual(['CountersignAbsent'])
  expect(firing([turned('countersign_leader', 0)])).toEqual(['CountersignNotOneLeader'])
  expect(firing([turned('countersign_store_up', 0)])).toEqual(['CountersignStoreDown'])
  expect(firing([turned('countersign_oldest_unended_click_seconds', 301)])).toEqual([
    'CountersignClickUnended',
  ])
  expect(firing([turned('countersign_oldest_unlinked_audit_event_seconds', 901)])).toEqual([
    'CountersignAuditUnlinked',
  ])
  expect(firing([before, turned('countersign_calls_total', 40)])).toEqual(['CountersignThrottled'])
  await Promise.all([cognito.comeUp(), slack.comeUp()])
})
