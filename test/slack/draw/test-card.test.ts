// The test card: it says what each button would have done, and its buttons are no real card's.
import { expect, test } from 'vitest'
import { testDeeds } from '../../../src/domain/test-card.ts'
import { drawTestCard, readTestAction } from '../../../src/slack/draw/test-card.ts'
import { readPayload } from '../../../src/slack/listen/read-payload.ts'
import { testLabels } from '../../../src/wording/test-card.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'

const ignore = () => {}

test('Slack accepts it, and its words name each button and what it would have done', () => {
  const { blocks, text } = drawTestCard('Customers `<!channel>`')
  expect(checkBlocks(blocks, 'message')).toMatchObject({ kind: 'taken' })
  for (const label of Object.values(testLabels)) expect(JSON.stringify(blocks)).toContain(label)
  expect(text).not.toContain('<!channel>')
})

test('each of its buttons is heard as a test, and names no sign-up', () => {
  for (const deed of testDeeds) {
    const actions = [{ action_id: `test-${deed}`, type: 'button', value: 'a1b2c3d4e5f60718.round' }]
    const payload = { type: 'block_actions', user: { id: 'U1', team_id: 'T1' }, actions }
    expect(readPayload(payload, null, ignore)).toMatchObject({
      kind: 'asked',
      asked: { request: { kind: 'press-test', would: deed }, toldBy: 'privately' },
    })
  }
  expect(readTestAction('test-everything')).toBeNull()
  expect(readTestAction('approve')).toBeNull()
})
