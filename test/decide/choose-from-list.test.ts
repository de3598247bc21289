// Ticks and pages of a list: kept first, and shown only to whoever may decide at that moment.
import { expect, it } from 'vitest'
import { type ChoosingParts, createChoose } from '../../src/decide/choose-from-list.ts'
import type { ListForm, ListPage } from '../../src/domain/choosing.ts'
import type { Verdict } from '../../src/domain/may-decide.ts'
import type { Choosing } from '../../src/domain/request.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { pool } from '../slack/draw/everything.ts'
import { may } from './may.ts'

const form: ListForm = {
  clickId: 'ours.form',
  poolId: pool.id,
  list: { kind: 'approve-all', roundIds: ['round-1'] },
  leftOut: 0,
  ticks: [{ isChosen: true, at: 0 }],
  starts: [0],
  page: 0,
  turn: 0,
  shown: [],
}

function choosing(at: number, formId = 'ours.form'): Choosing {
  return {
    request: { kind: 'choose', formId, told: { turn: 0, boxes: [] }, at, toPage: null },
    toldBy: 'privately',
    by: { userId: 'UADA', teamId: 'T1' },
    channel: null,
    pressedOn: null,
    responseUrl: null,
    deliveryKey: String(at),
    slackRequestId: null,
    view: 'V1',
  }
}

/** A list of which each drawing waits until it is let go. */
function openChoosing(changed: Partial<ChoosingParts> = {}, verdict: Verdict = may) {
  const kept: number[] = []
  const shown: { readonly page: ListPage; readonly keptThen: number }[] = []
  const log = createReadableLog()
  const waiting: (() => void)[] = []
  const choose = createChoose({
    ledger: {
      choose: async ({ request }) => kept.push(request.at) > 0,
      listForm: async () => form,
    },
    storeId: 'ours',
    authorise: async () => verdict,
    forms: {
      changeList: async (_, page) => {
        shown.push({ page, keptThen: kept.length })
        await new Promise<void>((resolve) => waiting.push(resolve))
        return { kind: 'done' }
      },
    },
    log,
    poolOf: () => pool,
    ...changed,
  })
  /** Lets the drawing under way end, once there is one. */
  const letGo = async () => {
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
    waiting.shift()?.()
  }
  return { choose, kept, shown, letGo, log }
}

it('each tick is kept at once, and one drawing shows all that came during the one before', async () => {
  const { choose, kept, shown, letGo } = openChoosing()
  const first = choose(choosing(1))
  while (shown.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const others = [choose(choosing(2)), choose(choosing(3))]
  while (kept.length < 3) await new Promise((resolve) => setImmediate(resolve))
  await letGo()
  await letGo()
  await Promise.all([first, ...others])
  expect(shown.map(({ keptThen }) => keptThen)).toEqual([1, 3])
  expect(shown[1]?.page).toEqual({ kind: 'list', form, pool })
})

it('whoever lost the right is shown nobody', async () => {
  const { choose, shown, letGo } = openChoosing({}, { kind: 'may-not', because: 'not-an-approver' })
  const chosen = choose(choosing(1))
  await letGo()
  await chosen
  const end = { kind: 'refused', because: 'not-an-approver' }
  expect(shown).toMatchObject([{ page: { kind: 'withheld', end, clicker: 'UADA' } }])
})

it('a form that is over, or forgotten, says so', async () => {
  const ledger = { choose: async () => false, listForm: async () => null }
  const { choose, shown, letGo } = openChoosing({ ledger })
  const chosen = choose(choosing(1))
  await letGo()
  await chosen
  expect(shown).toMatchObject([{ page: { kind: 'out-of-date' } }])
})

it('another store’s form is left to its own Countersign', async () => {
  const { choose, kept, shown } = openChoosing()
  await choose(choosing(1, '0123456789abcdef.form'))
  expect([kept, shown]).toEqual([[], []])
})

it('a page that Slack refuses is logged, and the ticks are kept', async () => {
  const refused = { kind: 'refused', error: 'not_found' } as const
  const { choose, kept, log } = openChoosing({ forms: { changeList: async () => refused } })
  await choose(choosing(1))
  expect(kept).toEqual([1])
  expect(log.lines).toMatchObject([{ level: 'warn', facts: { slackError: 'not_found' } }])
})
