// The connection to the database breaks when a click is committed: Slack shows that it failed, so it must have.
import { expect, test } from 'vitest'
import { type CuttingLine, openCuttingLineTo } from '../../support/postgres/cutting-line.ts'
import { freshDatabase, urlOf } from '../../support/postgres/databases.ts'
import { auditKinds } from '../../support/read-audit.ts'
import { readStore } from '../../support/read-store.ts'
import { openForm, openRush } from '../../support/shared-message.ts'
import { approve, callsOf, cardSays, hurryUntil, openStory, privatelyTold } from '../../support/story.ts'
import type { Interaction } from '../../world/slack/people/do-something.ts'

/** Options for a stage whose connections to the database can be cut. */
async function onLine() {
  const address = await freshDatabase()
  const line = await openCuttingLineTo(address.port)
  const url = urlOf({ ...address, port: line.port })
  return { line, url, options: { environment: { DATABASE_URL: url } } }
}

/** The click is saved, but the bot is not told, so that Slack gets no answer. */
async function inVain(line: CuttingLine, act: () => Promise<Interaction>): Promise<void> {
  const cut = line.cutNext('clicks', 'committed')
  const { acked } = await act()
  expect(await acked).toMatchObject({ kind: 'failed', reason: 'not acknowledged in time' })
  await cut.happened
}

test('a click that Slack shows as failed is not carried out, its person is told, and pressing again works', async () => {
  const { line, url, options } = await onLine()
  const story = await openStory(undefined, options)
  const { slack, channel, card, ada } = story
  await inVain(line, () => slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' }))
  await privatelyTold(
    story,
    ada,
    'This was not carried out, because Countersign could not be sure in time that it was saved.',
  )
  expect((await readStore(url)).clicks).toMatchObject([{ outcome: { kind: 'not-taken' } }])
  await approve(story)
  await cardSays(story, `Approved by <@${ada}>`)
  expect(await auditKinds(url)).toEqual(['click-not-taken', 'click-confirmed'])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
})

test('a form that Slack shows as failed approves nobody until it is submitted again', async () => {
  const { line, url, options } = await onLine()
  const rush = await openRush(6, options)
  const { slack, ada, channel, card } = rush
  const form = await openForm(rush)
  await inVain(line, () => slack.submit(form.id, { user: ada }))
  await expect
    .poll(async () => (await auditKinds(url)).filter((kind) => kind === 'click-not-taken').length)
    .toBe(6)
  expect(callsOf(rush, 'AdminConfirmSignUp')).toBe(0)
  const { acked } = await slack.submit(form.id, { user: ada })
  expect(await acked).toMatchObject({ kind: 'acked' })
  const done = `✅ <@${ada}> approved 6 sign-ups at once: 6 confirmed.`
  const message = await hurryUntil(rush, () => {
    const seen = slack.message(channel, card.ts)
    return seen?.words.includes(done) ? seen : undefined
  })
  expect(message.words.match(/at once/g)).toHaveLength(1)
  // Whoever waits for more than 3 s is told the same once more, privately.
  expect(slack.ephemerals(ada).filter(({ words }) => !words.includes(done))).toEqual([])
})
