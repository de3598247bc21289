// SIGTERM ends the process with exit code 0, whatever it is doing and whether or not Slack can be reached.
import { copyFileSync, renameSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { isConnected, npmStart, runMain, startMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton } from '../support/story.ts'
import type { StandIn } from '../world/cognito/start-stand-in.ts'

async function openWithMain() {
  const stage = await openStage({ isNotStarted: true })
  stage.cognito.signUp({ email: 'mia@visitors.example' })
  const main = await startMain(stage)
  return { ...stage, main }
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the bot with exit code 0', async (signal) => {
  const stage = await openWithMain()
  await cardWithButton(stage)
  stage.main.send(signal)
  expect(await stage.main.ended).toBe(0)
  expect(stage.main.output.err).toBe('')
  expect(stage.main.output.out).toContain('"unfinished":0')
})

test('SIGTERM to npm start also ends the bot and frees its store', async () => {
  const { slack, cognito, environment, databaseUrl } = await openStage({ isNotStarted: true })
  const npm = runMain(environment, cognito.endpoint, npmStart)
  await isConnected(slack, npm)
  npm.send('SIGTERM')
  expect(await npm.ended).toBe(0)
  const store = await openSqlite(databaseUrl.replace('sqlite:', ''))
  expect(store.kind).toBe('open')
  if (store.kind === 'open') await store.close()
})

test('a bot that is stopped during a click ends once the result is on the card', async () => {
  const stage = await openWithMain()
  const { slack, cognito, channel, ada, main } = stage
  const card = await cardWithButton(stage)
  const hold = cognito.hold('AdminConfirmSignUp')
  await approve({ ...stage, card })
  await hold.arrived

  main.send('SIGTERM')
  await expect.poll(() => callsWithinASecond(cognito)).toBe(0)
  hold.release()

  expect(await main.ended).toBe(0)
  expect(slack.message(channel, card.ts)?.words).toContain(`✅ Approved by <@${ada}>`)
})

/** A bot that goes on polls three times in that time. */
async function callsWithinASecond({ calls }: StandIn): Promise<number> {
  const before = calls.length
  await sleep(1000)
  return calls.length - before
}

test('if Slack is out of reach at the start, the bot keeps trying', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, environment } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  await slack.goDown()
  const main = runMain(environment, cognito.endpoint)
  await main.prints('Slack is out of reach')
  await slack.comeUp()
  await cardWithButton(stage)
})

test('SIGTERM ends a bot that waits for Slack at the start', async () => {
  const { slack, cognito, environment } = await openStage({ isNotStarted: true })
  await slack.goDown()
  const main = runMain(environment, cognito.endpoint)
  await main.prints('Slack is out of reach')
  main.send('SIGTERM')
  expect(await main.ended).toBe(0)
})

test('SIGTERM ends a bot that Slack is out of reach for', async () => {
  const stage = await openWithMain()
  const { slack, main } = stage
  await cardWithButton(stage)
  await slack.goDown()
  await main.prints('no connection to Slack yet')
  main.send('SIGTERM')
  expect(await main.ended).toBe(0)
  expect(main.output.err).toBe('')
})

test('once Slack is back in reach, the bot reconnects and a card works', async () => {
  const stage = await openWithMain()
  const { slack, ada, main } = stage
  const card = await cardWithButton(stage)
  await slack.goDown()
  await main.prints('no connection to Slack yet')
  await slack.comeUp()
  await slack.waitFor('a new connection', () => slack.sockets > 0)
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
})

test('a bot whose store is replaced while it runs says so and ends with exit code 1', async () => {
  const stage = await openWithMain()
  await cardWithButton(stage)
  const path = stage.databaseUrl.replace('sqlite:', '')
  copyFileSync(path, `${path}.backup`)
  renameSync(`${path}.backup`, path)
  expect(await stage.main.ended).toBe(1)
  expect(stage.main.output.err).toContain(`${path} was removed or replaced while Countersign was using it.`)
  expect(stage.main.output.err).not.toMatch(/\n\s+at /)
})
