// Cognito, or a proxy in front of it, answers 200 with something that is no answer.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { approve, callsOf, cardSays, openStory } from '../support/story.ts'
import type { Fault } from '../world/cognito/faults.ts'

const nonsense: readonly (readonly [string, Fault])[] = [
  ['a JSON object of something else', { kind: 'body', body: { Users: [] } }],
  ['an exception', { kind: 'body', body: { __type: 'InternalErrorException' } }],
  ['a list', { kind: 'body', body: [] }],
  ['garbage', { kind: 'garbage' }],
  ['a web page', { kind: 'html', status: 200 }],
]

test.each(nonsense)('%s is no confirmation: the user is looked up and still waits', async (_, fault) => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', fault, 6)
  await approve(story)
  const card = await cardSays(story, 'Cognito gave no answer, and the user is still waiting')
  expect(decisionsIn(card).map(({ label }) => label)).toEqual(['Approve', 'Deny…'])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(6)
  await approve(story)
  await cardSays(story, 'They can sign in now')
})

test('an empty answer is a confirmation, as the API reference says', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', { kind: 'body', body: {} })
  await approve(story)
  await cardSays(story, `✅ Approved by <@${story.ada}>`)
})
