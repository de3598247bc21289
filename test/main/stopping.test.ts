// SIGTERM ends the process with exit code 0, whatever it is doing and whether or not Slack can be reached.
import { copyFileSync, renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { isConnected, npmStart, runMain, startMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton } from '../support/story.ts'

async function openWithMain() {
  const stage = await openStage({ isNotStarted: true })
  stage.cognito.signUp({ email: 'mia@visitors.example' })
  const main = await startMain(stage)
  return { ...stage, main }
}

test('SIGINT ends the bot with exit code 0, as SIGTERM does', async () => {
  const stage = await openWithMain()
  await cardWithButton(stage)
  stage.main.send('SIGINT')
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

test('SIGTERM ends a bot that waits for Slack at the start', async () => {
  const { slack, cognito, environment } = await openStage({ isNotStarted: true })
  await slack.goDown()
  const main = runMain(environment, cognito.endpoint)
  await main.prints('Slack is out of reach')
  main.send('SIGTERM')
  expect(await main.ended).toBe(0)
})

test('once Slack is back in reach, the bot reconnects and a card works; SIGTERM ends it also while Slack is away', async () => {
  const stage = await openWithMain()
  const { slack, ada, main } = stage
  const card = await cardWithButton(stage)
  await slack.goDown()
  await main.prints('no connection to Slack yet')
  await slack.comeUp()
  await slack.waitFor('a new connection', () => slack.sockets > 0)
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)

  const failures = () => main.output.out.split('no connection to Slack yet').length
  const before = failures()
  await slack.goDown()
  await expect.poll(failures).toBeGreaterThan(before)
  main.send('SIGTERM')
  expect(await main.ended).toBe(0)
  expect(main.output.err).toBe('')
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
