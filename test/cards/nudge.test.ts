// Which channels are reminded, and what becomes of the reminder before.
import { expect, it } from 'vitest'
import { createNudges, type NudgingParts } from '../../src/cards/nudge.ts'
import type { SlackAnswer } from '../../src/domain/slack-answer.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const hour = 60 * 60_000
const customers = testPool({ id: 'eu-west-1_A', channel: 'C1', remindAfter: 4 * hour })
const partners = testPool({ id: 'eu-west-1_B', channel: 'C1', remindAfter: hour })
const silent = testPool({ id: 'eu-west-1_C', channel: 'C2', remindAfter: null })
const place = { channel: 'C1', ts: '1.1' }

/** What one turn did. */
async function turn(change: Partial<NudgingParts>, removed: SlackAnswer = { kind: 'done' }) {
  const done: string[] = []
  const clock = createHandClock()
  const parts: NudgingParts = {
    ledger: {
      planReminder: async ({ channel, pools, isQuiet }) => {
        const waits = pools.map(({ poolId, after }) => `${poolId.at(-1)} ${after / hour} h`)
        done.push(`remind ${channel} of ${waits.join(', ')}${isQuiet(clock.now()) ? ' quietly' : ''}`)
        return true
      },
      planDigest: async ({ channel, pools }) => {
        const times = pools.map(({ poolId, digest }) => `${poolId.at(-1)} at ${digest.at}`)
        done.push(`tell ${channel} of ${times.join(', ')}`)
        return true
      },
      replacedReminders: async () => [{ messageId: 'old', place }],
      noteGone: async (messageId) => void done.push(`${messageId} is gone`),
    },
    cards: {
      remove: async ({ ts }) => {
        done.push(`remove ${ts}`)
        return removed
      },
      close: async (next) => {
        const sent = await next()
        if (sent !== null) done.push(`close ${sent.place.ts}`)
        return sent === null ? null : { sent, answer: { kind: 'done' } }
      },
    },
    pools: [customers, partners, silent],
    channels: ['C1', 'C2'],
    mayOfferIn: () => true,
    isOff: () => false,
    clock,
    log: createReadableLog(),
    planned: () => void done.push('post'),
    ...change,
  }
  await createNudges(parts)(new AbortController().signal)
  return done
}

it('each channel is reminded of its pools that want that, and the reminder before is deleted', async () => {
  const expected = ['remind C1 of A 4 h, B 1 h', 'post', 'remove 1.1', 'old is gone']
  expect(await turn({})).toEqual(expected)
})

it('a channel that takes no cards is left alone, and so is a pool about which nobody could decide', async () => {
  expect(await turn({ mayOfferIn: () => false })).toEqual([])
  expect((await turn({ isOff: (pool) => pool === customers }))[0]).toBe('remind C1 of B 1 h')
})

it('a channel has a daily digest of those of its pools that want one', async () => {
  const dailyDigest = { at: 540, zone: 'UTC' }
  const pools = [
    { ...silent, dailyDigest },
    { ...silent, id: 'eu-west-1_D' },
  ]
  expect(await turn({ pools })).toEqual(['tell C2 of C at 540', 'post'])
})

it('the quiet hours of one pool hold for the channel', async () => {
  const quietHours = { from: 11 * 60, to: 13 * 60, zone: 'UTC' }
  const pools = [customers, { ...partners, remindAfter: null, quietHours }]
  expect((await turn({ pools }))[0]).toBe('remind C1 of A 4 h quietly')
})

it('a reminder that can’t be deleted is closed, and one that Slack does not answer for is tried again', async () => {
  const gone = await turn({}, { kind: 'refused', error: 'message_not_found' })
  expect(gone.slice(2)).toEqual(['remove 1.1', 'old is gone'])
  const kept = await turn({}, { kind: 'refused', error: 'cant_delete_message' })
  expect(kept.slice(2)).toEqual(['remove 1.1', 'close 1.1', 'old is gone'])
  expect((await turn({}, { kind: 'no-answer' })).slice(2)).toEqual(['remove 1.1'])
})
