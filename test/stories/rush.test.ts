// Many sign-ups at once: they share messages, but each is decided on its own.
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

test('beyond a thousand sign-ups at once, one message says how many more there are', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, log } = stage
  for (const index of Array(1040).keys()) cognito.signUp({ userName: `guest-${index}` })
  // All have to be known before the first is posted.
  slack.fail('chat.postMessage', { kind: 'error', error: 'restricted_action' }, Infinity)
  await stage.start()
  const added = () =>
    log.reduce(
      (sum, { message, facts }) => sum + (message === 'new sign-ups' ? Number(facts['added']) : 0),
      0,
    )
  await expect.poll(added, { timeout: 25_000 }).toBe(1040)
  slack.heal('chat.postMessage')
  const notice = await hurryUntil(stage, () =>
    slack.messages(channel).find(({ words }) => words.includes('Sign-ups without a card')),
  )
  expect(notice.words).toMatch(/\d+ more sign-ups are waiting without a card here/)
  expect(notice.words).toContain('/confirm-user list')
}, 90_000)
