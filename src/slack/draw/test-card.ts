// Draws the test card. Its buttons have actions of their own, which name no sign-up: whatever hears them can decide nothing.
import type { Button } from '@slack/types'
import { type TestDeed, testDeedFormat, testDeeds } from '../../domain/test-card.ts'
import { testButtonMeaning, testCard, testCardTitle, testLabels } from '../../wording/test-card.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { fallbackText } from './render-sentence.ts'

const testAction = 'test-'

/** Which button of a test card this action is; null for any other. */
export function readTestAction(actionId: string): TestDeed | null {
  if (!actionId.startsWith(testAction)) return null
  return testDeedFormat.safeParse(actionId.slice(testAction.length)).data ?? null
}

export function drawTestCard(poolName: string): Drawn {
  const sentence = testCard(poolName)
  return {
    text: fallbackText([`${testCardTitle}. `, ...sentence]),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: testCardTitle, emoji: false } },
      sentenceBlock(sentence),
      ...testDeeds.map((deed) => sentenceBlock(testButtonMeaning(deed))),
      { type: 'actions', elements: testDeeds.map(button) },
    ],
  }
}

function button(deed: TestDeed): Button {
  return {
    type: 'button',
    action_id: `${testAction}${deed}`,
    text: { type: 'plain_text', text: testLabels[deed], emoji: false },
    ...(deed === 'approve' && { style: 'primary' }),
  }
}
