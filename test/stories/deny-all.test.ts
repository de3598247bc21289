// "Deny all…": many are denied from one list, by boxes that are ticked, and by the host of their addresses.
import { expect, test } from 'vitest'
import { openRush } from '../support/shared-message.ts'
import {
  callsOf,
  decisionsIn,
  hurryUntil,
  nextPoll,
  openStory,
  privatelyTold,
  toldAlone,
} from '../support/story.ts'

test('those whose boxes stay ticked are denied for one reason, each as if alone, and the message says how it went', async () => {
  const rush = await openRush(6)
  const { slack, cognito, channel, card, ada, users } = rush
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Deny all…' })
  const says = (words: string) =>
    slack.waitFor(words, () => slack.views(ada).find((view) => view.words.includes(words)))
  const form = await says('6 of 6 chosen.')
  expect(form.words).toContain('Their accounts will be disabled in Cognito')
  await slack.clickInView({ view: form.id, user: ada, blockId: '1.0' })
  await says('5 of 6 chosen.')
  const { acked } = await slack.submit(form.id, { user: ada, values: { reason: 'Spam or a bot' } })
  expect(await acked).toMatchObject({ kind: 'acked' })
  const done = await hurryUntil(rush, () => {
    const message = slack.message(channel, card.ts)
    return message?.words.includes(`✅ <@${ada}> denied 5 sign-ups at once: 5 denied.`) ? message : undefined
  })
  expect(decisionsIn(done).map(({ label }) => label)).toEqual(['Approve'])
  const enabled = users.filter(({ sub }) => cognito.user(sub)?.enabled)
  expect(enabled.map(({ userName }) => userName)).toEqual(['guest-2'])
  expect(callsOf(rush, 'AdminDisableUser')).toBe(5)
  expect(callsOf(rush, 'AdminConfirmSignUp')).toBe(0)
})

test('all who wait with an address at one host are denied from Details, and whoever did it is told privately', async () => {
  const story = await openStory(undefined, { pollInterval: '15s' })
  const { slack, cognito, channel, ada } = story
  const host = 'x.example'
  // Such names leave room for four on a page.
  const users = Array.from({ length: 6 }, (_, index) =>
    cognito.signUp({
      userName: `bot-${index}`,
      email: `bot-${index}@${host}`,
      name: 'n'.repeat(2000),
      createdAt: new Date(Date.now() - 60_000 + index),
    }),
  )
  cognito.signUp({ userName: 'other', email: `other@mail.${host}` })
  await nextPoll(story)
  await slack.slash({ user: ada, channel, command: '/confirm-user', text: 'bot-0' })
  const { ts } = await privatelyTold(story, ada, 'is waiting under bot-0')
  await slack.click({ user: ada, channel, ts, label: 'Details' })
  const modal = (words: string) =>
    slack.waitFor(words, () =>
      slack.views(ada).find((view) => view.state === 'open' && view.words.includes(words)),
    )
  const details = await modal('In Cognito just now')
  await slack.clickInView({ view: details.id, user: ada, label: `Deny all from @${host}…` })
  const form = await modal(`6 sign-ups wait with an address at exactly @${host}`)
  await slack.clickInView({ view: form.id, user: ada, blockId: '1.0' })
  await modal('5 of 6 chosen.')
  await slack.clickInView({ view: form.id, user: ada, label: 'More →' })
  expect((await modal('Page 2 of 2.')).words).toContain('5 of 6 chosen.')
  const { acked } = await slack.submit(form.id, { user: ada, values: { reason: 'Spam or a bot' } })
  expect(await acked).toMatchObject({ kind: 'acked' })
  await toldAlone(story, ada, `✅ <@${ada}> denied 5 sign-ups at once: 5 denied.`)
  const enabled = users.filter(({ sub }) => cognito.user(sub)?.enabled)
  expect(enabled.map(({ userName }) => userName)).toEqual(['bot-1'])
  expect(callsOf(story, 'AdminDisableUser')).toBe(5)
})
