import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PoolDay } from '../../../src/domain/daily-digest.ts'
import { drawMessage } from '../../../src/slack/draw/message.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { checkBlocks } from '../../world/slack/block-kit/check-blocks.ts'
import { readWords } from '../../world/slack/block-kit/read-words.ts'
import { pool } from './everything.ts'

const since = new Date('2026-05-01T08:00:00Z')
const quiet: PoolDay = {
  poolId: pool.id,
  since,
  came: 1,
  approved: [],
  denied: [],
  undone: [],
  failed: 0,
  lapsed: 0,
  outside: 0,
  waiting: 0,
  waitingSince: null,
}
const busy: PoolDay = {
  ...quiet,
  came: 12,
  approved: [
    { userId: 'U0ADA', name: 'Ada', times: 5 },
    { userId: 'U0BOB', name: null, times: 3 },
  ],
  denied: [{ userId: 'U0ADA', name: 'Ada', times: 1 }],
  failed: 2,
  lapsed: 1,
  outside: 3,
  waiting: 4,
  waitingSince: since,
}

function daily(days: readonly PoolDay[], isPlain = false) {
  const { text, blocks } = drawMessage({
    messageId: 'message-1',
    pools: [pool],
    shown: { kind: 'daily', days, isPlain },
  })
  const checked = checkBlocks(blocks, 'message')
  if (checked.kind === 'refused') throw new Error(checked.messages.join())
  return { text, blocks, words: readWords(checked.blocks) }
}

it('a daily digest says what happened, who decided, and who waits', () => {
  const { words, text } = daily([busy])
  expect(words.split('\n')).toEqual([
    'Daily digest',
    '📊 Since 2026-05-01 08:00 UTC in pool Customers: 12 sign-ups came · 8 approved (Ada 5, <@U0BOB> 3) · 1 denied (Ada 1) · 2 decisions failed · 1 lapsed · 3 ended outside Slack.',
    '4 sign-ups are waiting, the first since 2026-05-01 08:00 UTC. To see them: /confirm-user list',
  ])
  expect(text).toMatch(/^Daily digest: 📊 Since <!date/)
  expect(daily([quiet]).words).toContain('Customers: 1 sign-up came.\nNobody is waiting.')
})

it('a daily digest that Slack refused as it was names nobody', () => {
  const { words } = daily([busy], true)
  expect(words).toContain('8 approved · 1 denied · 2 decisions failed')
  expect(words).not.toMatch(/Ada|U0BOB/)
})

it('a daily digest of very many pools and people fits, whatever they are called', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const approved = Array.from({ length: 200 }, (_, index) => ({ userId: `U${index}`, name, times: 1 }))
      const { text } = daily(Array(60).fill({ ...busy, approved }))
      expect(text).not.toMatch(/<!(?:channel|here|everyone|subteam)|<#/)
    }),
  )
  expect(
    daily([{ ...busy, approved: Array(12).fill({ userId: 'U1', name: 'A', times: 1 }) }]).words,
  ).toContain('A 1, 2 more people)')
})
