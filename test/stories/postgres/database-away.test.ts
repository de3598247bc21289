// The database is away: no click is taken and nothing is carried out until it is back.
import { expect, onTestFinished, test } from 'vitest'
import { asAdministrator, freshDatabase, postgresAddress, urlOf } from '../../support/postgres/databases.ts'
import { openLineTo } from '../../support/postgres/freezing-line.ts'
import { type PostgresServer, startPostgres } from '../../support/postgres/start-server.ts'
import { auditKinds } from '../../support/read-audit.ts'
import { openStage } from '../../support/stage.ts'
import { approve, callsOf, cardSays, hurryUntil, openStory, type Story } from '../../support/story.ts'

/** Waits until the card's posting is written down. */
async function openSettledStory(url: string): Promise<Story> {
  const story = await openStory(undefined, { environment: { DATABASE_URL: url } })
  await expect.poll(() => timesLogged(story, 'a card was posted'), { timeout: 10_000 }).toBe(1)
  return story
}

/** A story on its own server, which can be stopped. */
async function openStoryOnServer(): Promise<
  Story & { readonly server: PostgresServer; readonly url: string }
> {
  const server = await startPostgres()
  onTestFinished(server.end)
  await asAdministrator(server.port, 'create database countersign')
  const url = urlOf(postgresAddress(server.port, 'countersign'))
  const story = await openSettledStory(url)
  return { ...story, server, url }
}

/** A click gets no answer, and Slack itself shows that. */
async function clickInVain({ slack, channel, card, ada }: Story): Promise<void> {
  const click = await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  expect(await click.acked).toMatchObject({ kind: 'failed', reason: 'not acknowledged in time' })
}

function timesLogged({ log }: Pick<Story, 'log'>, words: string): number {
  return log.filter(({ message }) => message.includes(words)).length
}

/** The facts of the one log line that says so. */
function factsOf({ log }: Pick<Story, 'log'>, words: string) {
  return log.find(({ message }) => message === words)?.facts
}

const notTaken = 'a request from Slack was not accepted'
const away = 'the database does not answer: until it does, no click is accepted and nothing is carried out'

/** The server refuses connections, or has just ended the one that was asked. */
const reason = /^(?:ECONNREFUSED|ECONNRESET|57P0.|no-answer)$/

test('while the server is down no click counts, and once it is back the card works', async () => {
  const story = await openStoryOnServer()
  const { server, ada, url } = story
  const database = `countersign at 127.0.0.1:${server.port}`
  await server.stop()
  await clickInVain(story)
  expect(timesLogged(story, away)).toBe(1)
  expect(factsOf(story, away)).toMatchObject({ database, code: expect.stringMatching(reason) })
  expect(timesLogged(story, notTaken)).toBe(1)
  expect(factsOf(story, notTaken)).toMatchObject({ code: expect.stringMatching(reason) })
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)

  await server.start()
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(timesLogged(story, 'the database answers again')).toBe(1)
  expect(factsOf(story, 'the database answers again')).toMatchObject({ database })
  expect(await auditKinds(url)).toEqual(['click-confirmed'])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
})

test('if the server stops while Cognito confirms, the result is found out and shown once it is back', async () => {
  const story = await openStoryOnServer()
  const { server, cognito, ada, url } = story
  const hold = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await hold.arrived
  await server.stop()
  hold.release()
  await cognito.waitFor('the confirmation', () => cognito.confirmations.length === 1)
  await expect.poll(() => timesLogged(story, 'a task failed'), { timeout: 10_000 }).toBeGreaterThan(0)

  await server.start()
  await hurryUntil(story, () => story.slack.message(story.channel, story.card.ts)?.words.includes('✅'))
  await cardSays(story, `It was probably <@${ada}>’s approval, which got no answer.`)
  expect(await auditKinds(url)).toEqual(['click-confirmed'])
  expect(cognito.confirmations).toHaveLength(1)
})

test('if the host is gone, a click fails before Slack stops waiting for it', async () => {
  const address = await freshDatabase()
  const line = await openLineTo(address.port)
  const story = await openSettledStory(urlOf({ ...address, port: line.port }))
  line.freeze()
  await clickInVain(story)
  expect(timesLogged(story, notTaken)).toBe(1)
  expect(factsOf(story, notTaken)).toMatchObject({ code: 'no-answer' })
  await expect.poll(() => timesLogged(story, away)).toBe(1)
  expect(factsOf(story, away)).toMatchObject({
    database: `${address.database} at 127.0.0.1:${line.port}`,
    code: 'no-answer',
  })
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)

  line.thaw()
  await approve(story)
  await cardSays(story, `✅ Approved by <@${story.ada}>`)
})

test('a bot that starts while the database is away waits for it until SIGTERM', async () => {
  const { port, database } = await freshDatabase()
  const environment = { DATABASE_URL: urlOf(postgresAddress(1, database)) }
  const stage = await openStage({ isNotStarted: true, environment })
  const starting = stage.start()
  const outOfReach = 'the database is out of reach: retrying'
  await expect.poll(() => timesLogged(stage, outOfReach), { timeout: 10_000 }).toBeGreaterThan(0)
  expect(stage.log.find(({ message }) => message === outOfReach)?.facts).toMatchObject({
    database: `${database} at 127.0.0.1:1`,
    code: 'ECONNREFUSED',
  })
  expect(await stage.stop()).toEqual({ kind: 'stopped' })
  stage.environment['DATABASE_URL'] = urlOf(postgresAddress(port, database))
  await stage.start()
  await starting
})

test('while the disk is full no click counts, the log says that and no more, and afterwards the card works', async () => {
  const place = await freshDatabase({ isEmpty: true })
  const url = urlOf(place)
  const story = await openSettledStory(url)
  const { ada } = story
  await asAdministrator(
    place.port,
    `create function no_room() returns trigger language plpgsql as
     $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$;
     create trigger no_room before insert on clicks execute function no_room()`,
    place.database,
  )
  await clickInVain(story)
  expect(timesLogged(story, 'the disk is full: no click is accepted')).toBe(1)
  expect(factsOf(story, notTaken)).toMatchObject({ code: '53100' })
  expect(timesLogged(story, away)).toBe(0)
  await asAdministrator(place.port, 'drop trigger no_room on clicks', place.database)
  await story.hurry(60_000)
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(timesLogged(story, 'the disk has room again')).toBe(1)
})
