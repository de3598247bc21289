// While Cognito is slow, the card says so, without a button; after a quick answer, it only shows the result.
import { expect, test } from 'vitest'
import { approve, cardSays, decisionsIn, openStory } from '../support/story.ts'

test('if a call takes longer than 0.7 s, the card shows “Confirming…” without a button, and then the result', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, ada } = story
  const hold = cognito.hold('AdminConfirmSignUp')
  const before = performance.now()
  await approve(story)
  const confirming = await cardSays(story, `⏳ Confirming… Approved by <@${ada}>.`)
  expect(performance.now() - before).toBeGreaterThanOrEqual(700)
  expect(decisionsIn(confirming)).toEqual([])
  expect(confirming.text).toContain('Confirming…')

  hold.release()

  const confirmed = await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(confirmed.words).not.toContain('Confirming…')
  expect(decisionsIn(confirmed)).toEqual([])
  expect(slack.history(channel, card.ts)).toHaveLength(3)
})

test('a quick call never shows “Confirming…”', async () => {
  const story = await openStory()
  const { slack, channel, card, ada } = story
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(slack.history(channel, card.ts).map(({ text }) => text.includes('Confirming'))).toEqual([
    false,
    false,
  ])
})

test('a slow call that fails brings the button back', async () => {
  const story = await openStory()
  const { cognito, ada } = story
  const hold = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await cardSays(story, 'Confirming…')
  cognito.fail('AdminConfirmSignUp', { kind: 'exception', name: 'LimitExceededException', message: '' })
  hold.release()
  const card = await cardSays(story, 'Not confirmed')
  expect(card.words).toContain(`Tried by <@${ada}>`)
  expect(decisionsIn(card).map(({ label }) => label)).toEqual(['Approve', 'Deny…'])
})

test('a result that arrives while “Confirming…” is being drawn is drawn after it', async () => {
  const story = await openStory()
  const { slack, cognito, ada } = story
  const hold = cognito.hold('AdminConfirmSignUp')
  slack.fail('chat.update', { kind: 'slow', ms: 300 })
  await approve(story)
  await cardSays(story, 'Confirming…')
  hold.release()
  await cardSays(story, `✅ Approved by <@${ada}>`)
})
