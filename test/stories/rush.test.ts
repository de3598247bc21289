// Many sign-ups at once: they share messages, but each is decided on its own.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRush, singleButtons } from '../support/shared-message.ts'
import { openStage } from '../support/stage.ts'
import { cardSays, hurryUntil } from '../support/story.ts'

function namesIn(words: string): readonly string[] {
  return [...words.matchAll(/User name: (guest-\d+)/g)].map(([, name]) => name ?? '')
}

test('five sign-ups at once get a message each', async () => {
  const stage = await openRush(5)
  const { slack, channel } = stage
  const cards = await slack.waitFor('five cards', () => {
    const messages = slack.messages(channel)
    return messages.length === 5 ? messages : undefined
  })
  expect(cards.map(({ buttons }) => buttons.map(({ label }) => label))).toEqual(
    Array.from({ length: 5 }, () => ['Approve', 'Deny…', 'I’m on it', 'Details']),
  )
})

test('more than five sign-ups share messages, at most twenty in each, longest wait first', async () => {
  const stage = await openRush(46)
  const { slack, channel } = stage
  const messages = await slack.waitFor('three messages', () => {
    const posted = slack.messages(channel)
    return posted.length === 3 ? posted : undefined
  })
  const named = messages.map(({ words }) => namesIn(words))
  expect(named.map(({ length }) => length)).toEqual([20, 20, 6])
  expect(named.flat()).toEqual(Array.from({ length: 46 }, (_, index) => `guest-${index + 1}`))
  expect(slack.callsOf('chat.postMessage').map(({ status }) => status)).toEqual([200, 200, 200])
})

test('however many share a message, an address keeps its domain, on the card and in the dialog', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, ada } = stage
  const domain = 'bigcompany.com.attacker.example'
  const first = Date.now() - 60_000
  for (const index of Array(20).keys()) {
    const name = `${'a-talkative-guest-'.repeat(100)}${index}`
    cognito.signUp({
      userName: name.slice(-128),
      email: index === 0 ? `boss@${domain}` : `${name}@${'visitors.'.repeat(20)}example`,
      name,
      createdAt: new Date(first + index),
    })
  }
  await stage.start()
  const card = await slack.waitFor('a shared message', () => slack.messages(channel)[0])
  expect(card.words).toContain(` · boss@${domain} (not verified)`)
  const buttons = singleButtons(card)
  expect(buttons.length).toBeGreaterThan(1)
  const asked = slack.clickAndCancel({ user: ada, channel, ts: card.ts, value: buttons[0]?.value ?? '' })
  expect(asked?.text).toMatch(new RegExp(`^boss@${domain} \\(user name `))
  expect(slack.callsOf('chat.postMessage').every(({ status }) => status === 200)).toBe(true)
})

test('a click in a shared message decides its own sign-up only, and the result appears in its place', async () => {
  const rush = await openRush(6)
  const { slack, cognito, channel, card, users, ada, bob } = rush
  const third = singleButtons(card)[2]
  await slack.click({ user: ada, channel, ts: card.ts, value: third?.value ?? '' })
  const after = await cardSays(rush, `✅ Approved by <@${ada}>`)
  expect(cognito.confirmations.map(({ sub }) => sub)).toEqual([users[2]?.sub])
  expect(after.words).toMatch(/3\. guest-3@[^\n]*Undo…\n✅ Approved[^\n]*\n4\. guest-4@/)
  expect(after.words).toContain('6 sign-ups, 5 waiting')
  expect(singleButtons(after)).toHaveLength(5)

  await slack.click({ user: bob, channel, ts: card.ts, value: singleButtons(after)[0]?.value ?? '' })
  await cardSays(rush, '6 sign-ups, 4 waiting')
  expect(cognito.confirmations.map(({ sub }) => sub)).toEqual([users[2]?.sub, users[0]?.sub])
})

test('if a shared message is deleted in Slack, the sign-ups still waiting in it are posted again', async () => {
  const rush = await openRush(6)
  const { slack, channel, card, ada } = rush
  slack.fail('chat.update', { kind: 'error', error: 'message_not_found' })
  await slack.click({ user: ada, channel, ts: card.ts, value: singleButtons(card)[0]?.value ?? '' })
  const offered = () =>
    slack
      .messages(channel)
      .filter(({ ts }) => ts !== card.ts)
      .flatMap((message) => singleButtons(message).map(({ value }) => value))
  await hurryUntil(rush, () => offered().length === 5)
  const left = singleButtons(card)
    .slice(1)
    .map(({ value }) => value)
  expect(offered().toSorted()).toEqual(left.toSorted())
})

test('a thousand sign-ups at once stand in one message; one in another channel gets its card meanwhile', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, channel, group, environment, folder } = stage
  const [elsewhere, other] = ['us-east-1_Elsewhere', slack.addChannel({ name: 'elsewhere' })]
  cognito.addPool(elsewhere)
  const pools = [
    { id: cognito.poolId, name: 'Customers', channel, approvers: { groups: [group] } },
    { id: elsewhere, name: 'Partners', channel: other, approvers: { groups: [group] } },
  ]
  const path = join(folder, 'countersign.yml')
  writeFileSync(path, JSON.stringify({ pools }))
  for (const name of ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS']) delete environment[name]
  environment['CONFIG_FILE'] = path
  for (const index of Array(1000).keys()) cognito.signUp({ email: `guest-${index}@visitors.example` })
  cognito.signUp({ poolId: elsewhere, userName: 'single' })
  await stage.start()
  const digest = await slack.waitFor('the digest', () =>
    slack.messages(channel).find(({ words }) => words.includes('1,000 sign-ups are waiting')),
  )
  expect(digest.words).toContain('Customers: 1,000 waiting')
  expect(digest.words).toContain('By domain: @visitors.example 1,000.')
  expect(slack.messages(channel)).toHaveLength(1)
  expect(slack.messages(other)[0]?.words).toContain('User name: single')
})

test('from a digest’s list one is approved in Details, and others at once; in the end it tells by whom', async () => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  const { slack, cognito, channel, ada, bob } = stage
  for (const index of Array(61).keys()) cognito.signUp({ email: `guest-${index}@visitors.example` })
  await stage.start()
  const digest = await slack.waitFor('the digest', () =>
    slack.messages(channel).find(({ words }) => words.includes('61 sign-ups are waiting')),
  )
  const { ts } = digest
  await slack.click({ user: ada, channel, ts, label: 'Open the list…' })
  const list = await slack.waitFor('the list', () =>
    slack.views(ada).find(({ words }) => words.includes('61 waiting, 0 decided')),
  )
  expect(list.buttons.filter(({ actionId }) => actionId === 'details')).toHaveLength(20)
  const value = list.buttons.find(({ actionId }) => actionId === 'details')?.value ?? ''
  await slack.clickInView({ user: ada, view: list.id, value })
  const details = await slack.waitFor('Details', () =>
    slack.views(ada).find(({ words }) => words.includes('ID (sub)')),
  )
  await slack.clickInView({ user: ada, view: details.id, label: 'Approve' })
  await slack.waitFor('the confirmation', () => cognito.confirmations.length === 1)

  await slack.click({ user: bob, channel, ts, label: 'Approve some…' })
  const form = await slack.waitFor('the form', () => slack.views(bob)[0])
  expect(form.words).toContain('60 of 60 chosen')
  await slack.submit(form.id, { user: bob })
  const over = await hurryUntil(stage, () =>
    slack.messages(channel).find(({ words }) => words.includes('Nobody is waiting in this message')),
  )
  expect(over.words).toContain(`🏁 60 approved by <@${bob}>, 1 approved by <@${ada}>.`)
  expect(slack.messages(channel)).toHaveLength(1)
}, 60_000)
