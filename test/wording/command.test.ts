// What the answer to a command says above those whom it lists.
import { expect, it } from 'vitest'
import { plainText } from '../../src/slack/draw/render-sentence.ts'
import { commandAnswer } from '../../src/wording/command.ts'

const title = (offset: number, counts: { shown: number; total: number; lapsed?: number }) =>
  commandAnswer({ kind: 'list', poolIds: [], offset }, { ...counts, reads: [] })
    .map((sentence) => plainText(sentence, 500))
    .join('\n')

it('a list counts nobody as waiting who has lapsed', () => {
  expect(title(0, { shown: 5, total: 5, lapsed: 2 })).toBe(
    '3 sign-ups are waiting in all, longest first, followed by 2 that have lapsed. Here are 1 to 5:',
  )
  expect(title(0, { shown: 2, total: 2, lapsed: 1 })).toBe(
    '1 sign-up is waiting in all, longest first, followed by 1 that has lapsed. Here are 1 to 2:',
  )
  expect(title(0, { shown: 2, total: 2, lapsed: 2 })).toBe(
    '2 sign-ups have lapsed, and can be reopened. Here are 1 to 2:',
  )
  expect(title(0, { shown: 1, total: 1, lapsed: 1 })).toBe('1 sign-up has lapsed, and can be reopened:')
  expect(title(5, { shown: 0, total: 5, lapsed: 2 })).toBe(
    'Nobody else is waiting. 3 sign-ups are waiting in all. To start again: /confirm-user list',
  )
  expect(title(2, { shown: 0, total: 2, lapsed: 2 })).toContain('2 sign-ups have lapsed. To start again')
})
