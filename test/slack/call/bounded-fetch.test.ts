// No host can fill the memory with its answer, and none can stop the bot with a 429.
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createKnownApprovers } from '../../../src/slack/call/known-approvers.ts'
import { answerOf } from '../../../src/slack/call/slack-answer.ts'
import { createSlackClient } from '../../../src/slack/call/slack-client.ts'
import { drawStray } from '../../../src/slack/draw/card.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'
import { answeringAll, endless, megabyte } from '../../support/answering.ts'

/** A Slack that answers every call like this, and counts what it could send. */
async function answering(answer: (response: ServerResponse) => void) {
  const base = `http://127.0.0.1:${await answeringAll(answer)}`
  const connection = {
    botToken: 'xoxb-local',
    apiUrl: `${base}/api/`,
    replicas: 1,
    approvers: createKnownApprovers([]),
  }
  const client = createSlackClient(connection, createReadableLog())
  return {
    call: () => answerOf(() => client.call('auth.test', 'click', (web) => web.auth.test())),
    respond: () => client.respond(`${base}/response/1`, 'click', drawStray()),
  }
}

test('an answer without an end is given up, by a call and by a private answer', async () => {
  const sent: { megabytes: number }[] = []
  const { call, respond } = await answering((response) => sent.push(endless(response)))
  expect(await call()).toEqual({ kind: 'no-answer' })
  expect(await respond()).toEqual({ kind: 'no-answer' })
  for (const { megabytes } of sent) expect(megabytes).toBeLessThan(64)
})

test('an answer of just under 8 MB is read', async () => {
  const { call, respond } = await answering((response) => {
    const padding = megabyte.repeat(7)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, padding }))
  })
  expect(await call()).toEqual({ kind: 'done' })
  expect(await respond()).toEqual({ kind: 'done' })
})

test('a 429 that demands a day pauses for ten minutes, and its answer may be as long as any', async () => {
  const { call, respond } = await answering((response) => {
    response.writeHead(429, { 'retry-after': '86400' }).end('slow down')
  })
  const paused = { kind: 'rate-limited', retryAfter: 600_000 }
  expect([await call(), await respond()]).toEqual([paused, paused])
})
