// "Approve all": whom it covers, what it asks, and that each sign-up is decided like any other.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import { forgetSignUps, readStore } from '../support/read-store.ts'
import { openForm, openRush, type Rush, singleButtons } from '../support/shared-message.ts'
import { cardSays, decisionsIn, hurryUntil, privatelyTold } from '../support/story.ts'
import { faults } from '../world/cognito/faults.ts'
import type { SeenView } from '../world/slack/view.ts'

async function submit({ slack, ada }: Rush, form: SeenView): Promise<void> {
  const { acked } = await slack.submit(form.id, { user: ada })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

function formOf({ slack }: Rush, user: string): SeenView | undefined {
  return slack.views(user)[0]
}

/** The rush's message, once it says so. A shared message is redrawn less often than a card of its own. */
function messageSays(rush: Rush, words: string) {
  const { slack, channel, card } = rush
  return hurryUntil(rush, () => {
    const message = slack.message(channel, card.ts)
    return message?.words.includes(words) ? message : undefined
  })
}

test('the form lists whom it would approve, and decides nothing until it is sent', async () => {
  const rush = await openRush(6)
  const form = await openForm(rush)
  expect(form.content).toMatchObject({
    title: { text: 'Whom to approve?' },
    submit: { text: 'Approve chosen' },
    close: { text: 'Cancel' },
  })
  expect(form.words).toContain('6 of 6 chosen. They will be able to sign in to')
  for (const { userName } of rush.users) expect(form.words).toContain(userName)
  await rush.slack.closeView(form.id)
  expect(rush.cognito.confirmations).toEqual([])
  expect((await readStore(rush.databaseUrl)).rounds.every(({ kind }) => kind === 'waiting')).toBe(true)
})

test('everyone is confirmed, each by their own approval, and the message says who asked and how it went', async () => {
  const rush = await openRush(8)
  const { slack, cognito, ada, channel } = rush
  await submit(rush, await openForm(rush))
  const done = await messageSays(rush, `✅ <@${ada}> approved 8 sign-ups at once: 8 confirmed.`)
  expect(done.words).toContain('8 sign-ups, all decided')
  expect(decisionsIn(done)).toEqual([])
  expect(cognito.confirmations.map(({ sub }) => sub).toSorted()).toEqual(
    rush.users.map(({ sub }) => sub).toSorted(),
  )
  const approvals = cognito.confirmations.map(({ clientMetadata }) => clientMetadata ?? {})
  expect(new Set(approvals.map(({ approvalId }) => approvalId)).size).toBe(8)
  expect(approvals.every(({ approvedBy }) => approvedBy === ada)).toBe(true)
  // It took longer than three seconds, and an edited message notifies nobody.
  const told = slack.ephemerals(ada).map(({ words }) => words)
  expect(told.every((words) => words.includes('8 confirmed'))).toBe(true)
  expect(told.length).toBeLessThan(2)
  expect((await auditKinds(rush.databaseUrl)).filter((kind) => kind === 'click-confirmed')).toHaveLength(8)
  // Not once per approval: until all are done, the message is redrawn every few seconds at most.
  expect(slack.callsOf('chat.update').filter(({ args }) => args['channel'] === channel).length).toBeLessThan(
    6,
  )
})

test('the message says at once that the approvals have begun, and how many are done', async () => {
  const rush = await openRush(6)
  const { cognito, ada } = rush
  const hold = cognito.hold('AdminConfirmSignUp')
  await submit(rush, await openForm(rush))
  await cardSays(rush, 'done.')
  const running = await messageSays(rush, `⏳ <@${ada}> is approving 6: 5 done.`)
  expect(decisionsIn(running)).toEqual([])
  hold.release()
  await messageSays(rush, '6 confirmed.')
})

test('someone who may not approve sees no list and is told why', async () => {
  const rush = await openRush(6)
  const { slack, channel, card, eve } = rush
  await slack.click({ user: eve, channel, ts: card.ts, label: 'Approve all…' })
  await privatelyTold(rush, eve, 'You are not an approver for this pool')
  expect(formOf(rush, eve)).toBeUndefined()
})

test('an approver who is removed before they send the form decides nothing, and only they are told', async () => {
  const rush = await openRush(6)
  const { slack, cognito, group, ada, channel, card } = rush
  const form = await openForm(rush)
  slack.changeGroup(group, { remove: [ada] })
  await hurryUntil(rush, () => slack.envelopes.some(({ type, ackedAt }) => type === 'events_api' && ackedAt))
  await submit(rush, form)
  await privatelyTold(rush, ada, '(and perhaps others of those you chose): 🚫 You are not an approver')
  const allEnded = async () =>
    (await readStore(rush.databaseUrl)).clicks.every(({ outcome }) => (outcome ?? null) !== null)
  await expect.poll(allEnded, { timeout: 10_000 }).toBe(true)
  await hurryUntil(rush, () => !(slack.message(channel, card.ts)?.words ?? '').includes('at once'))
  expect(slack.message(channel, card.ts)?.words).toContain('6 new sign-ups')
  expect(slack.ephemerals(ada)).toHaveLength(1)
  // Nobody else ever read who it was.
  const drawn = slack.callsOf('chat.update').map(({ args }) => JSON.stringify(args))
  expect(drawn.filter((args) => args.includes(ada))).toEqual([])
  expect(cognito.confirmations).toEqual([])
})

test('a form that is sent twice counts once', async () => {
  const rush = await openRush(6)
  const form = await openForm(rush)
  const sent = await rush.slack.submit(form.id, { user: rush.ada })
  await sent.acked
  sent.deliver()
  await messageSays(rush, '6 confirmed.')
  expect(rush.cognito.confirmations).toHaveLength(6)
  expect(
    (await readStore(rush.databaseUrl)).clicks.filter(({ outcome }) => outcome?.kind === 'confirmed'),
  ).toHaveLength(6)
})

test('a sign-up that could not be confirmed is named with the reason and keeps its button', async () => {
  const rush = await openRush(6)
  const { slack, cognito, channel, card } = rush
  cognito.fail('AdminConfirmSignUp', faults.limitExceeded)
  await submit(rush, await openForm(rush))
  const message = await messageSays(
    rush,
    '5 confirmed. 1 not confirmed because Cognito reached a limit that can last for hours: guest-',
  )
  expect(message.words).toContain('6 sign-ups, 1 waiting')
  const [left, ...more] = decisionsIn(message)
  expect(more).toEqual([])
  await slack.click({ user: rush.bob, channel, ts: card.ts, value: left?.value ?? '' })
  await cardSays(rush, '6 sign-ups, all decided')
})

test('a sign-up that another approver decides while the form is open stays theirs', async () => {
  const rush = await openRush(6)
  const { slack, cognito, channel, card, bob } = rush
  const form = await openForm(rush)
  await slack.click({ user: bob, channel, ts: card.ts, value: singleButtons(card)[0]?.value ?? '' })
  await cardSays(rush, `✅ Approved by <@${bob}>`)
  await submit(rush, form)
  await messageSays(
    rush,
    '5 confirmed. 1 left out because something else came first: guest-1@visitors.example.',
  )
  expect(cognito.confirmations).toHaveLength(6)
})

test('a single click goes ahead of the rest of a bulk approval', async () => {
  const rush = await openRush(21)
  const { slack, cognito, channel, bob } = rush
  const [other] = await slack.waitFor('the second message', () => {
    const [, second] = slack.messages(channel)
    return decisionsIn(second).length === 2 ? decisionsIn(second) : undefined
  })
  const second = slack.messages(channel)[1]
  await submit(rush, await openForm(rush))
  await cognito.waitFor('the first of them', () => cognito.confirmations.length > 0)
  await slack.click({ user: bob, channel, ts: second?.ts ?? '', label: 'Approve', value: other?.value ?? '' })
  await cognito.waitFor('all', () => cognito.confirmations.length === 21)
  const place = cognito.confirmations.findIndex(
    ({ clientMetadata }) => clientMetadata?.['approvedBy'] === bob,
  )
  expect(place).toBeLessThan(16)
})

test('a bulk approval that is interrupted resumes after a restart', async () => {
  const rush = await openRush(20)
  const { cognito, ada } = rush
  await submit(rush, await openForm(rush))
  await cognito.waitFor('some of them', () => cognito.confirmations.length >= 3)
  await rush.stop()
  expect(cognito.confirmations.length).toBeLessThan(20)
  await rush.start()
  await messageSays(rush, `✅ <@${ada}> approved 20 sign-ups at once: 20 confirmed.`)
  expect(new Set(cognito.confirmations.map(({ sub }) => sub)).size).toBe(20)
  expect(cognito.confirmations).toHaveLength(20)
})

test('if Slack does not open the list in time, the person is asked to press again', async () => {
  const rush = await openRush(6)
  const { slack, channel, card, ada } = rush
  slack.fail('views.open', { kind: 'error', error: 'expired_trigger_id' })
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve all…' })
  await privatelyTold(rush, ada, 'If no list opened, Slack was too slow: press the button again.')
  await openForm(rush)
})

test('a list that a restored store does not know changes nothing and says so', async () => {
  const rush = await openRush(6)
  const form = await openForm(rush)
  await rush.stop()
  await forgetSignUps(rush.databaseUrl)
  await rush.start()
  await submit(rush, form)
  expect(formOf(rush, rush.ada)?.words).toContain('Nothing was changed: this list is out of date')
  expect(rush.cognito.confirmations).toEqual([])
})

test('when no one is waiting any more, the button of an old message opens no list', async () => {
  const rush = await openRush(6)
  const { slack, cognito, channel, card, ada } = rush
  for (const { sub } of rush.users) cognito.confirmElsewhere(sub)
  await rush.stop()
  await rush.start()
  // Each user is looked up, one a second.
  await cardSays(rush, 'all decided', 25_000)
  await slack.clickAsSeen({ user: ada, message: card, label: 'Approve all…' })
  await privatelyTold(rush, ada, 'Nobody in this message is waiting any more, so nothing was changed.')
  expect(decisionsIn(slack.message(channel, card.ts))).toEqual([])
})
