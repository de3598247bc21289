import { expect, test } from 'vitest'
import { judgeLiveCards } from './one-live-card.ts'
import { perfectWorld, withCard, withRows } from './perfect-world.ts'

test('a waiting round with one live card is right', () => {
  expect(judgeLiveCards(perfectWorld())).toEqual([])
})

test('a card without its button, or deleted, is no live card', () => {
  const closed = withCard('message ben', ({ versions }) => ({
    versions: [...versions, { at: 500, words: 'This card is out of date', buttons: [] }],
  }))
  const deleted = withCard('message ben', () => ({ isDeleted: true }))
  for (const world of [closed, deleted])
    expect(judgeLiveCards(world)).toEqual([expect.stringContaining('round ben has 0 live cards')])
})

test('a second live card is caught, even in another channel', () => {
  const world = perfectWorld()
  const double = world.cards.filter(({ ts }) => ts === '1.2').map((card) => ({ ...card, ts: '1.3' }))
  const twice = { ...world, cards: [...world.cards, ...double] }
  expect(judgeLiveCards(twice)).toEqual([expect.stringContaining('round ben has 2 live cards')])
  const moved = withCard('message ben', () => ({ channel: 'C0ELSEWHERE' }))
  expect(judgeLiveCards(moved)).toEqual([expect.stringContaining('is in C0ELSEWHERE')])
})

test('a button for a round that does not wait is caught', () => {
  const world = withCard('message mia', ({ versions }) => ({ versions: versions.slice(0, 1) }))
  expect(judgeLiveCards(world)).toEqual([expect.stringContaining('offers round mia, which does not wait')])
})

test('a card of a lost store may stay as it was, but none of this one', () => {
  const [ours, lost] = ['a1b2c3d4e5f60718', '0f1e2d3c4b5a6978']
  const offering = (round: string) => {
    const old = { channel: 'C0SIGNUPS', ts: '0.1', messageId: 'old', isDeleted: false }
    const world = withRows(() => ({ store: [{ id: ours }] }))
    const versions = [{ at: 50, words: 'New sign-up', buttons: [round] }]
    return judgeLiveCards({ ...world, cards: [...world.cards, { ...old, versions }] })
  }
  expect(offering(`${lost}.round`)).toEqual([])
  expect(offering(`${ours}.round`)).toHaveLength(1)
})

test('an unknown user who waits in Cognito is caught', () => {
  const world = withRows(({ rounds }) => ({ rounds: rounds.filter(({ id }) => id !== 'round ben') }))
  expect(judgeLiveCards(world)).toContainEqual('ben waits in Cognito, but their round is unknown.')
})

test('a sign-up that imitates another has a card without a button', () => {
  const world = withCard('message ben', () => ({ versions: [{ at: 200, words: '', buttons: [] }] }))
  const sign_ups = world.rows.sign_ups.map((row) => ({ ...row, is_imitation: 1 }))
  expect(judgeLiveCards({ ...world, rows: { ...world.rows, sign_ups } })).toEqual([])
  expect(judgeLiveCards({ ...world, cards: [], rows: { ...world.rows, sign_ups } })).toHaveLength(1)
})
