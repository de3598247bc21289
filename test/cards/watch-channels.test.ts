// A channel gets cards only while it is known who reads it.
import { expect, test } from 'vitest'
import { createChannelWatch } from '../../src/cards/watch-channels.ts'
import type { ChannelCheck, ChannelState } from '../../src/domain/channel.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'

const facts = {
  name: null,
  isPrivate: false,
  isArchived: false,
  hasBot: true,
  isShared: false,
  isPendingShared: false,
}
const seen: ChannelCheck = { kind: 'seen', facts }
const silent: ChannelCheck = { kind: 'no-answer' }

function openWatch(answers: ChannelCheck[], atStart: ChannelState = { kind: 'seen', problems: [] }) {
  const clock = createHandClock()
  const log = createReadableLog()
  let reopened = 0
  const watch = createChannelWatch({
    channels: ['C1'],
    channelsAtStart: new Map([['C1', atStart]]),
    checkChannel: async () => answers.shift() ?? seen,
    clock,
    log,
    reopened: () => {
      reopened += 1
    },
  })
  const look = async () => {
    const turn = watch.turn()
    await clock.advance(10_000)
    return turn
  }
  return { watch, look, log, reopened: () => reopened }
}

test('a look that fails once and then works changes nothing', async () => {
  const { watch, look } = openWatch([silent])
  await look()
  await look()
  expect(watch.mayPostIn('C1')).toBe(true)
})

test('a look that fails twice leaves the channel without cards until it was read', async () => {
  const { watch, look, reopened } = openWatch([
    silent,
    { kind: 'refused', error: 'internal_trouble' },
    silent,
    silent,
    seen,
  ])
  await look()
  expect(await look()).toBe(30_000)
  expect(watch.mayPostIn('C1')).toBe(false)
  await look()
  expect(watch.mayPostIn('C1')).toBe(false)
  expect(reopened()).toBe(0)
  expect(await look()).toBe(300_000)
  expect(watch.mayPostIn('C1')).toBe(true)
  expect(reopened()).toBe(1)
})

test('a channel that could not be read at the start gets no card until it was', async () => {
  const { watch, look } = openWatch([], { kind: 'unread' })
  await look()
  expect(watch.mayPostIn('C1')).toBe(false)
  await look()
  expect(watch.mayPostIn('C1')).toBe(true)
})

test('a channel that was off at the start comes back by itself', async () => {
  const archived: ChannelState = { kind: 'seen', problems: ['channel-archived'] }
  const { watch, look, log, reopened } = openWatch([], archived)
  await look()
  expect(watch.mayPostIn('C1')).toBe(false)
  await look()
  expect(watch.mayPostIn('C1')).toBe(true)
  expect(reopened()).toBe(1)
  expect(log.lines.map(({ message }) => message)).toEqual(['a channel takes cards again'])
})

test('of a Slack that does not know the question nothing is concluded', async () => {
  const { watch, look } = openWatch([silent, silent], { kind: 'unaskable' })
  await look()
  await look()
  expect(watch.mayPostIn('C1')).toBe(true)
})
