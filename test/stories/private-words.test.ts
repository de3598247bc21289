// An edited card notifies nobody: whoever clicked is told privately too, if it failed or took long.
import { expect, test } from 'vitest'
import { approve, cardSays, hurryUntil, openStory, privatelyTold } from '../support/story.ts'
import { faults } from '../world/cognito/faults.ts'

test('a failure and a late result are told privately too, after the card, and a quick one is not', async () => {
  const story = await openStory()
  const { slack, cognito, clock, hurry, channel, card, ada, bob } = story
  cognito.fail('AdminConfirmSignUp', faults.limitExceeded)
  await approve(story)
  await cardSays(story, 'Not confirmed')
  await hurryUntil(story, () => slack.ephemerals(ada)[0])
  const told = await privatelyTold(
    story,
    ada,
    'mia@visitors.example: ❌ Not confirmed: Cognito reached a limit',
  )
  expect(told.text).toContain(`/archives/${channel}/p${card.ts.replace('.', '')}|Open the card>`)

  const hold = cognito.hold('AdminConfirmSignUp')
  await approve(story, bob)
  await hold.arrived
  await hurry(70_000)
  hold.release()
  await cardSays(story, `✅ Approved by <@${bob}>`)
  const direct = () => slack.callsOf('chat.postMessage').filter(({ args }) => args['channel'] === bob)
  await hurryUntil(story, () => direct().length > 0)
  expect(direct()[0]?.args['text']).toContain(`mia@visitors.example: ✅ Approved by <@${bob}>`)
  expect(slack.ephemerals(bob)).toEqual([])

  const soon = clock.now().getTime() + 20_000
  await hurryUntil(story, () => clock.now().getTime() > soon)
  expect([slack.ephemerals().length, direct().length]).toEqual([1, 1])
})
