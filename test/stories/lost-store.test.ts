// The channel shows cards of another store: that of another installation on the same Slack app, or one that is lost.
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { freshDatabase, urlOf } from '../support/postgres/databases.ts'
import { readAudit } from '../support/read-audit.ts'
import { loseStore } from '../support/read-store.ts'
import { runAsProcess, runHere } from '../support/run-store-command.ts'
import { openForm, openRush } from '../support/shared-message.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, cardSays, openStory, privatelyTold } from '../support/story.ts'
import type { SeenMessage } from '../world/slack/message.ts'

const elsewhere = 'another Countersign, which uses the same Slack app, answers for this'

/** The next start uses another store. */
async function useAnotherStore({ environment, folder }: Stage): Promise<void> {
  environment['DATABASE_URL'] =
    inject('database') === 'sqlite'
      ? `sqlite:${join(folder, 'another', 'countersign.db')}`
      : urlOf(await freshDatabase())
}

function nextCard({ slack, channel }: Stage, before: SeenMessage): Promise<SeenMessage> {
  return slack.waitFor('a card of the other store', () =>
    slack.messages(channel).find((one) => one.ts !== before.ts && decisionsIn(one).length > 0),
  )
}

/** The other stores that the log tells of, with how many cards each has. */
function otherStores({ log }: Stage) {
  return log.flatMap(({ message, facts }) =>
    message === 'cards of another store are left as they are' ? [facts] : [],
  )
}

function storeOfCard({ buttons }: SeenMessage): string {
  return buttons[0]?.value?.split('.')[0] ?? ''
}

test('two installations on one Slack app leave each other’s cards alone, and the right one answers in the end', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, ada, user } = story
  await story.stop()
  await useAnotherStore(story)
  await story.start()
  const theirs = await nextCard(story, card)
  await slack.waitFor('the other cards to be counted', () => otherStores(story).length > 0)
  expect(otherStores(story)).toMatchObject([{ channel, store: storeOfCard(card), count: 1 }])

  await approve(story)
  await privatelyTold(story, ada, elsewhere)
  expect(slack.message(channel, card.ts)).toEqual(slack.messages(channel)[0])
  expect(slack.history(channel, card.ts)).toHaveLength(1)
  expect(cognito.confirmations).toEqual([])
  expect(await readAudit(story.environment['DATABASE_URL'] ?? '')).toMatchObject([
    { kind: 'click-other-store', user_id: ada, sub: null },
  ])

  await story.stop()
  story.environment['DATABASE_URL'] = story.databaseUrl
  await story.start()
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(cognito.confirmations.map(({ sub }) => sub)).toEqual([user.sub])
  expect(slack.history(channel, theirs.ts)).toHaveLength(1)
})

test('“Approve all” of another store changes nothing either, before its form is open and after', async () => {
  const rush = await openRush(8)
  const { slack, cognito, channel, card, ada } = rush
  const form = await openForm(rush)
  await rush.stop()
  await useAnotherStore(rush)
  await rush.start()

  await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve all…' })
  await privatelyTold(rush, ada, elsewhere)
  await slack.submit(form.id, { user: ada })
  await slack.waitFor('the form to say so', () =>
    slack.views(ada).some(({ words }) => words.includes('answers for this list')),
  )
  expect(cognito.confirmations).toEqual([])
  expect(decisionsIn(slack.message(channel, card.ts)).length).toBe(decisionsIn(card).length)
})

test('a bot with an empty store posts new cards, and leaves those of the lost store until an operator closes them', async () => {
  const story = await openStory()
  const { slack, channel, card, databaseUrl } = story
  await story.stop()
  await loseStore(databaseUrl)
  await story.start()
  const fresh = await nextCard(story, card)
  await slack.waitFor('the lost store’s cards to be counted', () => otherStores(story).length > 0)
  expect(slack.history(channel, card.ts)).toHaveLength(1)

  expect(await closeCards(story, storeOfCard(fresh))).toMatchObject({
    code: 78,
    out: '',
    err: expect.stringMatching(/is the store that DATABASE_URL names.*Nothing was closed\./),
  })
  const lost = storeOfCard(card)
  expect(await closeCards(story, lost, runAsProcess)).toEqual({
    code: 0,
    out: `Closed 1 card of the store ${lost}.\n`,
    err: '',
  })
  const closed = await cardSays(story, 'This card is out of date')
  expect(decisionsIn(closed)).toEqual([])
  expect(decisionsIn(slack.message(channel, fresh.ts))).toHaveLength(2)
  expect((await closeCards(story, lost)).out).toBe(
    `No open card of the store ${lost} was found in the configured channels.\n`,
  )

  await approve({ ...story, card: fresh })
  await cardSays({ ...story, card: fresh }, 'They can sign in now')
})

test('closing a lost store’s cards tells what went wrong', async () => {
  const story = await openStory()
  const { slack, channel } = story
  const lost = '0f1e2d3c4b5a6978'
  expect(await closeCards(story, 'C0NOTASTORE')).toMatchObject({
    code: 78,
    err: expect.stringContaining('no store’s id'),
  })
  slack.fail('conversations.history', { kind: 'error', error: 'missing_scope' })
  expect(await closeCards(story, lost)).toMatchObject({
    code: 78,
    err: `${channel}: Slack did not show the channel's history (missing_scope). Nothing was closed there: fix it, then type the same again.\n`,
  })
  slack.fail('auth.test', { kind: 'error', error: 'invalid_auth' })
  expect(await closeCards(story, lost)).toMatchObject({
    code: 78,
    out: '',
    err: expect.stringContaining('Slack did not say who the bot is (invalid_auth)'),
  })
})

test('a lost store’s notice about sign-ups without a card stays, and the new store posts its own', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, channel, databaseUrl } = stage
  const longAgo = new Date(Date.now() - 100 * 24 * 3_600_000)
  for (const name of ['one', 'two']) cognito.signUp({ userName: name, createdAt: longAgo })
  await stage.start()
  const notices = (count: number) => {
    const found = slack
      .messages(channel)
      .filter(({ words }) => words.includes(`${count} sign-ups are waiting`))
    return found.length > 0 ? found : undefined
  }
  const [old] = await slack.waitFor('the notice', () => notices(2))
  await stage.stop()
  await loseStore(databaseUrl)
  cognito.signUp({ userName: 'three', createdAt: longAgo })
  await stage.start()
  await slack.waitFor('the new notice', () => notices(3))
  await slack.waitFor('the old one to be counted', () => otherStores(stage).length > 0)
  expect(slack.history(channel, old?.ts ?? '')).toHaveLength(1)
  const [{ store = '' } = {}] = otherStores(stage)
  expect((await closeCards(stage, String(store))).code).toBe(0)
  expect(slack.message(channel, old?.ts ?? '')?.words).toContain('This card is out of date')
})

/** As `npm run store -- close-cards` does, with the bot's own configuration, while the bot runs. */
function closeCards({ environment }: Stage, storeId: string, run = runHere) {
  return run(['close-cards', storeId], environment)
}
